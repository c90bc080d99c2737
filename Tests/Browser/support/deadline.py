"""Waiting for conditions. No test sleeps for a fixed time; this is the one place that waits between two looks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

SECONDS = 15.0
_PAUSE = 0.02


class Missed(AssertionError):
    """A condition did not come true in time."""


def eventually(
    look: Callable[[], Value], what: str, seconds: float = SECONDS, pause: Callable[[float], None] = time.sleep
) -> Value:
    """The first value of `look` that counts as true.

    `pause` takes seconds; with a browser page it must be one that lets the page's events come in.
    """
    end = time.monotonic() + seconds
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() >= end:
            raise Missed(f"not within {seconds:g} seconds: {what}; at last {value!r}")
        pause(_PAUSE)
