"""For tests: how much work reading a text takes, counted and not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def assert_linear(read: Callable[[str], object], text_of: Callable[[int], str], *, length: int = 250) -> None:
    """
    Four times the text takes about four times the steps: work that grows with the square would take sixteen times as many.

    Steps are instructions of Python, which are the same on every machine. What a pattern or ``unicodedata.normalize`` does inside is not
    among them: ``contract/tests/test_patterns.py`` looks after that.
    """
    short, long = text_of(length), text_of(4 * length)
    read(short)  # what is computed once and cached does not count
    assert steps_of(lambda: read(long)) <= 6 * steps_of(lambda: read(short)) + 1_000


def steps_of(do: Callable[[], object]) -> int:
    """How many instructions of Python are executed."""
    steps = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        do()
    finally:
        sys.settrace(before)
    return steps
