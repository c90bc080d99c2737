"""Progress rows in the form of the embed read: about 520 bytes, varied, valid, the same for the same index."""

from __future__ import annotations

import sys
from pathlib import Path

from children import say


def _time(seconds: int) -> str:
    """A time in June 2025, some seconds after the first."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return f'"2025-06-{days % 28 + 1:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"'


def row(index: int, lesson: str) -> str:
    """The row of learner number `index`: one line of ndjson without its end."""
    kind = index % 20  # 1 in 20 has not started, 12 are under way, 7 are done
    step = index % 3
    section = index // 3 % 2
    begin = index * 37 % 2_000_000
    done = kind > 12
    score = 3 if done else index % 4
    if kind == 0:
        status, started, completed, points = "not_started", "null", "null", '"score":null,"maxScore":null'
        section = step = 0
    else:
        status = "completed" if done else "in_progress"
        started, completed = _time(begin), _time(begin + 900) if done else "null"
        points = f'"score":{score},"maxScore":3'
    share = 1 if done else (section * 3 + step) / 8
    return (
        f'{{"lessonId":"{lesson}","learnerId":"learner-{index:07d}","status":"{status}",{points},'
        f'"currentSectionIndex":{section},"currentStepIndex":{step},"totalSteps":6,'
        f'"progressData":{{"version":1,"currentHistoryIndex":{step},"progress":{share},"visits":{index % 97}}},'
        f'"variableState":{{"name":"Learner {index}","tries":{index % 5}}},'
        f'"items":[{{"id":"item-1","correct":{"true" if score else "false"},"score":{score},"maxScore":3}}],'
        f'"userAttributes":{{"group":"{index % 30}b"}},'
        f'"startedAt":{started},"completedAt":{completed},"lastActivityAt":{_time(begin + 900)}}}'
    )


def write(path: Path, count: int, lesson: str) -> None:
    """Writes `count` rows, with a running count when standard error is a terminal."""
    say(f"writing {count:,} progress rows")
    chunk = 20_000
    with path.open("w", encoding="ascii", newline="\n") as file:
        for first in range(0, count, chunk):
            file.writelines(row(index, lesson) + "\n" for index in range(first, min(first + chunk, count)))
            if sys.stderr.isatty():
                print(f"\r  {min(first + chunk, count):,} rows", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
