"""Load by wrk: plans of requests, one run, its figures."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import PIPE, STDOUT

import machine
from children import HOST, BenchError, Children

SCRIPT = Path(__file__).with_name("requests.lua")


@dataclass
class Server:
    """A server under load: what to call it, its process, its port, the path of its constant (yardsticks only)."""

    name: str
    pid: int
    port: int
    path: str = "/"


@dataclass
class Plan:
    """The requests of one run, written for requests.lua, and the one status that answers them."""

    file: Path
    status: int = 200


@dataclass
class Figures:
    """What one measured run gave, or the medians of several."""

    requests: float
    perSecond: float
    p50Ms: float
    p99Ms: float
    cpuUs: float
    bytesPerAnswer: float

    @staticmethod
    def median(runs: list[Figures]) -> Figures:
        """Each figure's median over the runs."""
        table = [asdict(run) for run in runs]
        return Figures(**{key: statistics.median(row[key] for row in table) for key in table[0]})


def quoted(text: str) -> str:
    """A Lua string literal."""
    escapes = {"\\": "\\\\", '"': '\\"', "\r": "\\r", "\n": "\\n"}
    return '"' + "".join(escapes.get(character, character) for character in text) + '"'


def request(method: str, path: str, port: int, headers: dict[str, str], body: str = "") -> str:
    """The text of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", *(f"{key}: {headers[key]}" for key in headers)]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


class Load:
    """Runs wrk and reads the server's CPU time around it."""

    def __init__(self, children: Children, wrk: str, folder: Path, threads: int) -> None:
        self._children, self._wrk, self._folder, self._threads = children, wrk, folder, threads
        self._runs = 0
        self._answered: dict[Path, int] = {}

    def answered(self, plan: Plan) -> int:
        """How many answers all runs of a plan have got so far."""
        return self._answered.get(plan.file, 0)

    def plan_numbers(self, name: str, template: str, count: int) -> Plan:
        """A random number of seven digits below `count` in the place of `@` in the template."""
        head, _, rest = template.partition("@")
        text = f'{{ pick = "number", head = {quoted(head)}, tail = {quoted(rest)}, count = {count} }}'
        return self._write(name, text)

    def plan_any(self, name: str, requests: list[str], status: int = 200) -> Plan:
        """A random one of the requests each time."""
        return self._write(name, f'{{ pick = "any", requests = {{ {", ".join(map(quoted, requests))} }} }}', status)

    def plan_turns(self, name: str, requests: list[str], connections: int) -> Plan:
        """One request for each connection: every wrk thread sends its share of them in turn."""
        threads = min(self._threads, connections)
        listed = ", ".join(map(quoted, requests))
        return self._write(name, f'{{ pick = "turn", threads = {threads}, requests = {{ {listed} }} }}')

    def _write(self, name: str, table: str, status: int = 200) -> Plan:
        file = self._folder / f"{name}.plan.lua"
        file.write_text(f"return {table}\n")
        return Plan(file, status)

    def run(self, server: Server, plan: Plan, connections: int, seconds: float, check: bool = False) -> Figures:
        """Sends a plan's requests for some seconds.

        With `check` every answer's status is compared (which slows wrk down: for warm-ups). Without, wrk's own count of
        statuses over 399 is. Any answer that is not the plan's fails the whole bench.
        """
        self._runs += 1
        threads = min(self._threads, connections)
        command = [self._wrk, f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
        command += ["-s", str(SCRIPT), f"http://{HOST}:{server.port}/", "--", str(plan.file)]
        command += [str(plan.status if check else 0), str(self._runs)]
        before = machine.cpu_seconds(server.pid)
        done = self._children.run(command, timeout=seconds + 60, stdout=PIPE, stderr=STDOUT, text=True)
        spent = machine.cpu_seconds(server.pid) - before
        line = next((line for line in done.stdout.splitlines() if line.startswith("BENCH ")), None)
        if done.returncode != 0 or line is None:
            raise BenchError(f"wrk failed against {server.name}:\n{done.stdout.strip()}")
        found = json.loads(line.removeprefix("BENCH "))
        self._refuse_surprises(server, plan, found)
        self._answered[plan.file] = self.answered(plan) + found["requests"]
        return Figures(
            requests=found["requests"],
            perSecond=found["requests"] / found["microseconds"] * 1e6,
            p50Ms=found["p50"] / 1000,
            p99Ms=found["p99"] / 1000,
            cpuUs=spent / found["requests"] * 1e6,
            bytesPerAnswer=found["bytes"] / found["requests"],
        )

    @staticmethod
    def _refuse_surprises(server: Server, plan: Plan, found: dict) -> None:
        """Fails when a run had an answer or a socket error that the plan does not allow."""
        broken = {kind: found[kind] for kind in ("connect", "read", "write", "timeout") if found[kind]}
        where = f"{server.name}, {plan.file.name.removesuffix('.plan.lua')}"
        if broken:
            counts = ", ".join(f"{count} {kind}" for kind, count in broken.items())
            raise BenchError(f"{where}: socket errors ({counts})")
        if found["requests"] == 0:
            raise BenchError(f"{where}: no answer at all")
        if found["unexpected"]:
            raise BenchError(
                f"{where}: {found['unexpected']} of {found['requests']} answers were not {plan.status};"
                f" the first: {found['example']}"
            )
        wanted = found["requests"] if plan.status > 399 else 0
        if found["over399"] != wanted:
            raise BenchError(
                f"{where}: {found['over399']} of {found['requests']} answers had a status over 399, {wanted} expected"
            )
