"""What the bench reads from the machine: its facts, the disk's sync time, CPU time and memory of processes."""

from __future__ import annotations

import os
import platform
import statistics
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def facts() -> dict:
    """CPU model, cores this process may use, memory, kernel, load of the machine."""
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith(("model name", "Model")):
            model = " ".join(line.split(":", 1)[1].split())
            break
    return {
        "cpu": model,
        "cores": len(os.sched_getaffinity(0)),
        "memoryMiB": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20,
        "kernel": platform.release(),
        "load1": os.getloadavg()[0],
    }


def file_system(folder: Path) -> str:
    """The type of the file system that holds a folder, such as `ext4`."""
    best, kind = "", "unknown"
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, point, name = line.split()[:3]
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind


def sync_times(folder: Path, repeats: int = 200) -> dict:
    """Median and 99th percentile, in microseconds, of appending 4 KiB to a file and waiting for `fdatasync`."""
    path, block, times = folder / "sync.probe", b"\xa5" * 4096, []
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        for index in range(repeats):
            before = time.perf_counter()
            os.pwrite(descriptor, block, index * len(block))
            os.fdatasync(descriptor)
            times.append((time.perf_counter() - before) * 1e6)
    finally:
        os.close(descriptor)
        path.unlink()
    times.sort()
    return {"medianUs": statistics.median(times), "p99Us": times[int(repeats * 0.99) - 1]}


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on: the second may hold spaces and brackets."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def family(root: int) -> list[int]:
    """A process and all its descendants, such as nginx and its workers."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
            except (OSError, IndexError):
                continue  # gone meanwhile
    found = [root]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def cpu_seconds(root: int) -> float:
    """User and system time that a process and its descendants have used, all threads together."""
    ticks = 0
    for pid in family(root):
        try:
            fields = _stat(pid)
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS_PER_SECOND


def memory(pid: int) -> dict:
    """Resident memory of a process in MB (10^6 bytes): now, its peak, and the part that no file backs."""
    fields = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        key, _, value = line.partition(":")
        if key in ("VmRSS", "VmHWM", "RssAnon"):
            fields[key] = int(value.split()[0]) * 1024 / 1e6
    return {"rssMB": fields.get("VmRSS", 0), "peakMB": fields.get("VmHWM", 0), "anonymousMB": fields.get("RssAnon", 0)}
