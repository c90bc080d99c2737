"""Whole launches by a platform of this machine: login, token, session."""

from __future__ import annotations

import json
import select
import statistics
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

import machine
from children import HOST, BenchError, Children
from product import Installation

NAME = "TestPlatform"


@dataclass
class LaunchFigures:
    """What one measured run of launches gave, or the medians of several."""

    launches: float
    perSecond: float
    p50Ms: float
    p95Ms: float
    cpuMs: float
    driverCPUMs: float

    @staticmethod
    def median(runs: list[LaunchFigures]) -> LaunchFigures:
        """Each figure's median over the runs."""
        table = [asdict(run) for run in runs]
        return LaunchFigures(**{key: statistics.median(row[key] for row in table) for key in table[0]})


class Launcher:
    """The platform and its users' browsers, in a process of their own."""

    def __init__(self, children: Children, binary: Path, installation: Installation, connections: int) -> None:
        self._children, self._server = children, installation.server()
        self._log = installation.folder / "platform.log"
        tool = f"http://{HOST}:{installation.port}"
        command = [str(binary), "load", "--tool", tool, "--target", f"{tool}/lti/lessons/{installation.lesson}"]
        command += ["--connections", str(connections)]
        with self._log.open("wb") as log:
            self._process = children.start(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, bufsize=1
            )
        installation.register(self._line(30)["import"])

    def run(self, seconds: float) -> LaunchFigures:
        """Launches for some seconds; any launch that is refused fails the whole bench."""
        before = machine.cpu_seconds(self._server.pid)
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        found = self._line(seconds + 60)
        spent = machine.cpu_seconds(self._server.pid) - before
        if not found["launches"]:
            raise BenchError("launch: no launch at all")
        return LaunchFigures(
            launches=found["launches"],
            perSecond=found["perSecond"],
            p50Ms=found["p50Ms"],
            p95Ms=found["p95Ms"],
            cpuMs=spent / found["launches"] * 1000,
            driverCPUMs=found["driverCPUSeconds"] / found["launches"] * 1000,
        )

    def stop(self) -> None:
        """Ends the process."""
        self._process.stdin.close()
        self._children.stop(self._process)

    def _line(self, timeout: float) -> dict:
        """The next line that the process writes."""
        ready, _, _ = select.select([self._process.stdout], [], [], timeout)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            said = self._log.read_text(errors="replace").strip()
            raise BenchError(f"launch: {NAME} gave no figures within {timeout:.0f} s: {said}")
        return json.loads(line)
