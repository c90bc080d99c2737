"""What is measured: each scenario beside both yardsticks, then size, memory and start-up."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import machine
from children import BenchError, Children, say
from launches import NAME as PLATFORM, LaunchFigures, Launcher
from load import Figures, Load, Plan, Server, request
from logger import Exerciser
from product import Installation, Writer, unknown_token

SCENARIOS = {
    "read": "authenticated progress read, random learners",
    "poll": "poll with If-None-Match, answered 304",
    "badtoken": "unknown API token, answered 401",
    "put": "PUT contentsession, durable, a session for each connection",
    "put1": "PUT contentsession, durable, one writer",
    "answer": "PUT contentsession with one answer of an exercise, durable",
    "mastery": "GET masterylog, a page of 50",
    "attempts": "GET attemptlog, a page of 50",
    "history": "the same answer after 10 and after 10 thousand earlier ones",
    "launch": "LTI launches: login, token and session, a browser for each",
    "scale": "read cost at 10 thousand rows and at the large table",
    "memory": "resident memory at the large table under random polling",
    "startup": "start to first answer",
}
# Until a cache of 64 MiB is full of random rows of the large table: what is measured is what polling costs from then on.
FILL_SECONDS = 25
# Launches that are on their way at the same time: enough to keep the server busy while the platform signs tokens.
LAUNCHES = 16
# Those that are measured beside the yardsticks.
BESIDE = ("read", "poll", "badtoken", "put", "put1", "answer", "mastery", "attempts")


@dataclass
class Beside:
    """A scenario's figures beside those of the yardsticks of the same rounds."""

    medians: dict[str, Figures]
    ratios: dict[str, float]
    rounds: list[dict[str, Figures]]

    def plain(self) -> dict:
        """The same as nested dictionaries, for JSON."""
        return asdict(self)


class Bench:
    """Prepares installations as they are needed and runs the scenarios."""

    def __init__(self, options: argparse.Namespace, children: Children, load: Load, binary: Path, lesson: Path,
                 folder: Path) -> None:
        self._options, self._children, self._load = options, children, load
        self._binary, self._lesson, self._folder = binary, lesson, folder
        self._installations: dict[str, Installation] = {}
        self.yardsticks: list[Server] = []

    def installation(self, name: str, count: int) -> Installation:
        """The installation of that name, made and filled when it is asked for first."""
        if name not in self._installations:
            say(f"preparing an installation with {count:,} rows")
            self._installations[name] = Installation(
                self._children, self._binary, self._lesson, self._folder / name, count
            )
        return self._installations[name]

    def main(self) -> Installation:
        """The installation of the four scenarios."""
        return self.installation("main", self._options.rows)

    def large(self) -> Installation:
        """The installation with the large table; with --quick the main one stands in for it."""
        return self.main() if self._options.quick else self.installation("large", self._options.rows_large)

    # Load scenarios

    def read(self) -> Beside:
        """Authenticated reads of random learners."""
        main = self.main()
        server = main.server()
        main.check_rows()
        plan = self._reads(main, "read")
        say("read: filling the cache")
        self._load.run(server, plan, self._options.connections, 2 * self._options.seconds, check=True)
        return self._beside("read", server, plan, self._options.connections)

    def poll(self) -> Beside:
        """Polls of rows that have not changed, 1024 learners in random order."""
        main = self.main()
        server = main.server()
        requests = [
            request("GET", main.progress_path(number), main.port, main.headers() | {"If-None-Match": tag})
            for number, tag in main.tags(1024).items()
        ]
        # The reads of the same rounds are what a poll has to be cheaper than.
        plan, reads = self._load.plan_any("poll", requests, 304), self._reads(main, "poll-read")
        return self._beside("poll", server, plan, self._options.connections, {"read": (server, reads)})

    def badtoken(self) -> Beside:
        """Reads with 256 tokens that are in form but that nobody issued."""
        main, source = self.main(), random.Random(1)
        server = main.server()
        path = main.progress_path("0000000")
        requests = [request("GET", path, main.port, main.headers(unknown_token(source))) for _ in range(256)]
        plan = self._load.plan_any("badtoken", requests, 401)
        return self._beside("badtoken", server, plan, self._options.connections)

    def put(self) -> Beside:
        """Durable updates from many sessions at once."""
        return self._updates("put", self._options.connections)

    def put1(self) -> Beside:
        """Durable updates from one session: the latency of one writer."""
        return self._updates("put1", 1)

    def _updates(self, name: str, connections: int) -> Beside:
        """Updates of one session for each connection; afterwards every acknowledged one must be on record, once."""
        main = self.main()
        server = main.server()
        connection = main.connection()
        writers = [Writer(main, connection, f"{name}-{index:03d}") for index in range(connections)]
        connection.close()
        plan = self._load.plan_turns(name, [writer.update() for writer in writers], connections)
        found = self._beside(name, server, plan, connections)
        sent = self._load.answered(plan)
        connection = main.connection()
        recorded = sum(writer.time_spent(connection) for writer in writers)
        connection.close()
        # A run ends with at most one unanswered update on each connection; those may or may not count.
        unanswered = 2 * self._options.rounds * connections
        if not sent <= recorded <= sent + unanswered:
            raise BenchError(f"{name}: {sent} updates were acknowledged, but {recorded:.0f} are on record")
        return found

    # The logger

    def answer(self) -> Beside:
        """Durable answers from many learners at once, each on record once."""
        main = self.main()
        server = main.server()
        connection = main.connection()
        learners = [Exerciser(main, connection, f"answer-{index:03d}") for index in range(self._options.connections)]
        plan = self._load.plan_turns("answer", [each.answer() for each in learners], self._options.connections)
        found = self._beside("answer", server, plan, self._options.connections)
        sent = self._load.answered(plan)
        connection.close()
        connection = main.connection()
        recorded = sum(each.attempts(connection) for each in learners)
        connection.close()
        if not sent <= recorded <= sent + 2 * self._options.rounds * self._options.connections:
            raise BenchError(f"answer: {sent} answers were acknowledged, but {recorded} are on record")
        return found

    def mastery(self) -> Beside:
        """Pages of a learner's tries, read with the organization's token."""
        return self._pages("masterylog")

    def attempts(self) -> Beside:
        """Pages of a learner's attempts, read with the organization's token."""
        return self._pages("attemptlog")

    def _pages(self, log: str) -> Beside:
        main = self.main()
        server = main.server()
        connection = main.connection()
        learner = Exerciser(main, connection, f"{log}-reader")
        learner.repeat(connection, 60)
        learner.fill(connection, 100)
        text = learner.read(log, learner.user(connection))
        connection.close()
        return self._beside(log, server, self._load.plan_any(log, [text]), self._options.connections)

    def history(self) -> dict:
        """One writer's answers with a short and with a long history, in alternating rounds."""
        main = self.main()
        server = main.server()
        plans = []
        for count in (10, 10_000):
            connection = main.connection()
            learner = Exerciser(main, connection, f"history-{count}")
            learner.fill(connection, count)
            connection.close()
            plans.append(self._load.plan_turns(f"history-{count}", [learner.answer()], 1))
        rounds = []
        for index in range(self._options.rounds):
            title = f"history {index + 1}/{self._options.rounds}"
            rounds.append([self._measure(title, server, plan, 1) for plan in plans])
        medians = [Figures.median(list(column)) for column in zip(*rounds)]
        return {
            "attempts": [10, 10_000],
            "medians": [asdict(each) for each in medians],
            "ratio": statistics.median(one[1].cpuUs / one[0].cpuUs for one in rounds),
        }

    def launch(self) -> dict:
        """Whole launches of many users, each in a browser without cookies."""
        launcher = Launcher(
            self._children, self._binary.with_name(PLATFORM), self.main(), min(self._options.connections, LAUNCHES)
        )
        runs = []
        for index in range(self._options.rounds):
            launcher.run(self._options.warm_up)
            found = launcher.run(self._options.seconds)
            title = f"launch {index + 1}/{self._options.rounds}"
            say(f"{title}  {found.perSecond:>9,.0f}/s   {found.cpuMs:6.2f} ms CPU a launch")
            runs.append(found)
        launcher.stop()
        return {"median": asdict(LaunchFigures.median(runs)), "rounds": [asdict(run) for run in runs]}

    def _reads(self, installation: Installation, name: str) -> Plan:
        """Reads of random learners of an installation."""
        text = request("GET", installation.progress_path("@"), installation.port, installation.headers())
        return self._load.plan_numbers(name, text, installation.count)

    def _beside(
        self,
        name: str,
        server: Server,
        plan: Plan,
        connections: int,
        others: dict[str, tuple[Server, Plan]] | None = None,
    ) -> Beside:
        """Alternates product, yardsticks and others for some rounds; each run comes after a warm-up of its own."""
        headers = self.main().headers()
        runs = {server.name: (server, plan)}
        for yardstick in self.yardsticks:
            text = request("GET", yardstick.path, yardstick.port, headers)
            runs[yardstick.name] = (yardstick, self._load.plan_any(f"{name}-{yardstick.name}", [text]))
        runs |= others or {}
        rounds = []
        for index in range(self._options.rounds):
            title = f"{name} {index + 1}/{self._options.rounds}"
            rounds.append({
                label: self._measure(title, each, its_plan, connections, label)
                for label, (each, its_plan) in runs.items()
            })
        return Beside(
            medians={label: Figures.median([one[label] for one in rounds]) for label in runs},
            ratios={
                label: statistics.median(one[server.name].cpuUs / one[label].cpuUs for one in rounds)
                for label in runs if label != server.name
            },
            rounds=rounds,
        )

    def _measure(
        self, title: str, server: Server, plan: Plan, connections: int, label: str | None = None
    ) -> Figures:
        """A warm-up that checks each status, then the measured run."""
        self._load.run(server, plan, connections, self._options.warm_up, check=True)
        found = self._load.run(server, plan, connections, self._options.seconds)
        say(f"{title}  {label or server.name:<12} {found.perSecond:>9,.0f}/s   {found.cpuUs:6.1f} µs CPU a request")
        return found

    # Size, start-up, memory

    def scale(self) -> dict:
        """The same reads at two table sizes, both servers up, in alternating rounds."""
        if "main" in self._installations:
            self.main().stop()
        small, large = self.installation("small", self._options.rows_small), self.large()
        pairs = []
        for installation in (small, large):
            server = installation.server()
            installation.check_rows()
            server.name = f"{installation.count:,} rows"
            plan = self._reads(installation, f"scale-{installation.count}")
            say(f"scale: filling the cache at {server.name}")
            fill = max(FILL_SECONDS, 2 * self._options.seconds)
            self._load.run(server, plan, self._options.connections, fill, check=True)
            pairs.append((server, plan))
        rounds = []
        for index in range(self._options.rounds):
            title = f"scale {index + 1}/{self._options.rounds}"
            rounds.append([self._measure(title, *pair, self._options.connections) for pair in pairs])
        small.stop()
        medians = [Figures.median(list(column)) for column in zip(*rounds)]
        return {
            "rows": [small.count, large.count],
            "medians": [asdict(each) for each in medians],
            "ratio": statistics.median(one[1].cpuUs / one[0].cpuUs for one in rounds),
            "importSeconds": [small.import_seconds, large.import_seconds],
        }

    def memory(self) -> dict:
        """Memory of a fresh server before and after random polling of the large table."""
        large = self.large()
        large.stop()
        server = large.server()
        seconds = self._options.memory_seconds
        before = machine.memory(server.pid)
        say(f"memory: polling {large.count:,} rows at random for {seconds:.0f} s")
        self._load.run(server, self._reads(large, "memory"), self._options.connections, seconds)
        after = machine.memory(server.pid)
        return {"rows": large.count, "seconds": seconds, "idle": before, "polled": after}

    def startup(self) -> dict:
        """Median of five starts, from the fork to the first 200 at /readyz and at the public port."""
        large = self.large()
        starts = []
        for index in range(5):
            large.stop()
            time.sleep(0.2)
            starts.append(large.start())
            found = starts[-1]
            say(f"startup {index + 1}/5  ready {found['readyMs']:.0f} ms, public port {found['publicMs']:.0f} ms")
        medians = {key: statistics.median(one[key] for one in starts) for key in starts[0]}
        return {"rows": large.count, "medians": medians, "starts": starts}
