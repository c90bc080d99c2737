"""Child processes: started in groups of their own, so that none outlives the bench."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
STARTED = time.monotonic()


class BenchError(Exception):
    """The run cannot go on; the message says why in words for the operator."""


def say(text: str) -> None:
    """Prints one line of progress on standard error, with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", file=sys.stderr, flush=True)


class Children:
    """Every process that the bench has started and that may still run."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen] = []

    def start(self, command: list[str], **options) -> subprocess.Popen:
        """Starts a command in a process group of its own."""
        child = subprocess.Popen(command, start_new_session=True, **({"stdin": subprocess.DEVNULL} | options))
        self._running.append(child)
        return child

    def run(self, command: list[str], timeout: float | None = None, **options) -> subprocess.CompletedProcess:
        """Runs a command to its end; whatever interrupts the wait ends the command, too."""
        child = self.start(command, **options)
        try:
            out, err = child.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            raise BenchError(f"{Path(command[0]).name} did not finish within {timeout:.0f} s") from None
        finally:
            self.stop(child)
        return subprocess.CompletedProcess(command, child.returncode, out, err)

    def stop(self, child: subprocess.Popen, grace: float = 15) -> None:
        """Ends a process with SIGTERM and, when that does not help, its whole group with SIGKILL."""
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(grace)
            except subprocess.TimeoutExpired:
                say(f"process {child.pid} ignored SIGTERM for {grace:.0f} s: killed")
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        child.wait()
        if child in self._running:
            self._running.remove(child)

    def stop_all(self) -> None:
        """Ends everything that still runs, newest first."""
        for child in reversed(self._running[:]):
            self.stop(child, grace=5)


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log file, for an error message."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) or "(its log is empty)"
    except OSError:
        return "(it left no log)"
