"""The final table: machine facts, figures beside their yardsticks, targets with ok or MISS."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import scenarios

READ_HUMMINGBIRD, READ_NGINX = 0.4, 2.6
SCALE_RATIO = 1.5
PUT_PER_SECOND, PUT_SYNC_LIMIT_US = 5000, 1000
ONE_WRITER_SYNCS, ONE_WRITER_FLOOR_MS = 5, 1.0
# A hundred times the updates, and a fiftieth of the CPU, of the server that the logger's rules were recorded from (about 75
# updates a second at 12 ms).
ANSWER_PER_SECOND, ANSWER_CPU_US = 7500, 240
HISTORY_RATIO = 1.3
# Six times the launches, and a fifth of the CPU, of a peer in Python (79 launches a second on two cores, 8.8 ms).
LAUNCH_PER_SECOND, LAUNCH_CPU_MS = 500, 1.76
START_MS = 300
MEMORY_MB, CACHE_MB = 80, 64


@dataclass
class Target:
    """One promise: what it is about, what was found, what was promised, and whether it holds (None: not applicable)."""

    about: str
    found: str
    promised: str
    holds: bool | None

    @property
    def verdict(self) -> str:
        """The word in the table's last column."""
        return "n/a" if self.holds is None else "ok" if self.holds else "MISS"


def targets(results: dict, sync_us: float) -> list[Target]:
    """Judges what was measured; what was not run is left out."""
    found: list[Target] = []

    def at_most(about: str, value: float, limit: float, unit: str, digits: int = 2) -> None:
        found.append(Target(about, f"{value:.{digits}f}{unit}", f"<= {limit:g}{unit}", value <= limit))

    read, poll, put, one = (results.get(name) for name in ("read", "poll", "put", "put1"))
    if read:
        at_most("read, CPU beside bare Hummingbird", read["ratios"]["hummingbird"], READ_HUMMINGBIRD, " x")
        at_most("read, CPU beside nginx constant", read["ratios"]["nginx"], READ_NGINX, " x")
    if poll:
        ratio = poll["ratios"]["read"]
        found.append(Target("304 poll, CPU beside a whole read of the same rounds", f"{ratio:.2f} x", "< 1 x", ratio < 1))
    if put:
        rate = put["medians"]["lectern"]["perSecond"]
        holds = rate >= PUT_PER_SECOND if sync_us <= PUT_SYNC_LIMIT_US else None
        about = "PUT, acknowledged updates a second"
        found.append(Target(about, f"{rate:,.0f}/s", f">= {PUT_PER_SECOND:,}/s (sync <= 1 ms)", holds))
    if one:
        p50, limit = one["medians"]["lectern"]["p50Ms"], max(ONE_WRITER_SYNCS * sync_us / 1000, ONE_WRITER_FLOOR_MS)
        at_most("PUT, median latency of one writer", p50, round(limit, 2), " ms")
    if answer := results.get("answer"):
        found_rate, cost = (answer["medians"]["lectern"][key] for key in ("perSecond", "cpuUs"))
        holds = found_rate >= ANSWER_PER_SECOND if sync_us <= PUT_SYNC_LIMIT_US else None
        promised = f">= {ANSWER_PER_SECOND:,}/s (sync <= 1 ms)"
        found.append(Target("answer, acknowledged updates a second", f"{found_rate:,.0f}/s", promised, holds))
        at_most("answer, CPU a request", cost, ANSWER_CPU_US, " µs", 0)
    if history := results.get("history"):
        at_most("answer, CPU after 10,000 beside 10 earlier ones", history["ratio"], HISTORY_RATIO, " x")
    if launch := results.get("launch"):
        rate, cost = launch["median"]["perSecond"], launch["median"]["cpuMs"]
        promised = f">= {LAUNCH_PER_SECOND}/s"
        found.append(Target("launch, whole launches a second", f"{rate:,.0f}/s", promised, rate >= LAUNCH_PER_SECOND))
        at_most("launch, CPU a launch", cost, LAUNCH_CPU_MS, " ms")
    if scale := results.get("scale"):
        few, many = (f"{rows:,}" for rows in scale["rows"])
        at_most(f"read, CPU at {many} beside {few} rows", scale["ratio"], SCALE_RATIO, " x")
    if start := results.get("startup"):
        at_most(f"start to /readyz, {start['rows']:,} rows", start["medians"]["readyMs"], START_MS, " ms", 0)
        at_most(f"start to public port, {start['rows']:,} rows", start["medians"]["publicMs"], START_MS, " ms", 0)
    if memory := results.get("memory"):
        about = f"resident memory, {memory['rows']:,} rows polled"
        at_most(about, memory["polled"]["rssMB"], MEMORY_MB + CACHE_MB, " MB", 0)
    return found


def aligned(rows: list[list[str]], left: set[int]) -> list[str]:
    """Lines with the columns in `left` flush left and the others flush right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        ).rstrip()
        for row in rows
    ]


def text(facts: dict, sync: dict, options: dict, results: dict, judged: list[Target]) -> str:
    """The whole report."""
    lines = [
        "Lectern bench",
        f"  machine  {facts['cpu']}, {facts['cores']} cores, {facts['memoryMiB'] / 1024:.0f} GiB,"
        f" Linux {facts['kernel']}",
        f"  disk     {facts['fileSystem']}; 4 KiB + fdatasync: median {sync['medianUs']:.0f} µs,"
        f" p99 {sync['p99Us']:.0f} µs (200 times)",
        f"  load     wrk on the same machine, {options['connections']} keep-alive connections,"
        f" {options['threads']} threads; medians of {options['rounds']} x {options['seconds']} s",
        f"  note     load average {facts['load1']:.1f} at the start; CPU is the server's own, user + system;"
        " ratios are of CPU a request, in the same round",
    ]
    if options["quick"]:
        lines.append("  note     --quick: short runs on a small table, too rough to judge by")
    table = [["", "requests/s", "p50 ms", "p99 ms", "CPU µs", "x hummingbird", "x nginx", "bytes"]]
    for name, title in scenarios.SCENARIOS.items():
        if "ratios" not in results.get(name, {}):
            continue
        table.append([f"{name}: {title}", *[""] * 7])
        for server, each in results[name]["medians"].items():
            product = server == "lectern"
            ratios = [f"{results[name]['ratios'][key]:.2f}" if product else "" for key in ("hummingbird", "nginx")]
            table.append([f"  {server}", *_cells(each), *ratios, f"{each['bytesPerAnswer']:.0f}"])
    if history := results.get("history"):
        table.append([f"history: {scenarios.SCENARIOS['history']}", *[""] * 7])
        for attempts, each in zip(history["attempts"], history["medians"]):
            table.append([f"  {attempts:,} earlier", *_cells(each), "", "", f"{each['bytesPerAnswer']:.0f}"])
    if scale := results.get("scale"):
        table.append([f"scale: {scenarios.SCENARIOS['scale']}", *[""] * 7])
        for rows, each in zip(scale["rows"], scale["medians"]):
            table.append([f"  {rows:,} rows", *_cells(each), "", "", f"{each['bytesPerAnswer']:.0f}"])
    if len(table) > 1:
        lines += ["", *aligned(table, {0})]
    if details := _details(results, sync):
        lines += ["", *details]
    if judged:
        verdicts = [[each.about, each.found, each.promised, each.verdict] for each in judged]
        lines += ["", *aligned([["target", "found", "promised", ""], *verdicts], {0, 2, 3})]
    return "\n".join(lines) + "\n"


def _cells(figures: dict) -> list[str]:
    """Rate, latencies and CPU of one row of the table."""
    latencies = [f"{figures[key]:.2f}" for key in ("p50Ms", "p99Ms")]
    return [f"{figures['perSecond']:,.0f}", *latencies, f"{figures['cpuUs']:.1f}"]


def _details(results: dict, sync: dict) -> list[str]:
    """One line for each figure that has no place in the table."""
    lines = []
    if one := results.get("put1"):
        times = one["medians"]["lectern"]["p50Ms"] * 1000 / sync["medianUs"]
        lines.append(f"one writer   median latency = {times:.1f} x this disk's sync")
    if launch := results.get("launch"):
        each = launch["median"]
        lines.append(
            f"launches     {each['perSecond']:,.0f}/s, p50 {each['p50Ms']:.1f} ms, p95 {each['p95Ms']:.1f} ms for login and"
            f" token; CPU a launch: server {each['cpuMs']:.2f} ms, platform and browsers {each['driverCPUMs']:.2f} ms"
        )
    if start := results.get("startup"):
        found, spread = start["medians"], [max(each.values()) for each in start["starts"]]
        lines.append(
            f"start-up     /readyz {found['readyMs']:.0f} ms, public port {found['publicMs']:.0f} ms"
            f" (median of {len(spread)}, slowest {max(spread):.0f} ms) at {start['rows']:,} rows"
        )
    if memory := results.get("memory"):
        idle, polled = memory["idle"], memory["polled"]
        lines.append(
            f"memory       {idle['rssMB']:.0f} MB idle; {polled['rssMB']:.0f} MB"
            f" ({polled['anonymousMB']:.0f} MB anonymous, peak {polled['peakMB']:.0f} MB) after {memory['seconds']} s"
            f" of random polling, {memory['rows']:,} rows"
        )
    return lines


def plain(judged: list[Target]) -> list[dict]:
    """The targets as dictionaries, for JSON."""
    return [asdict(each) | {"verdict": each.verdict} for each in judged]
