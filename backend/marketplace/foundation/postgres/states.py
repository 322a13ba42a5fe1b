from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


def choices(states: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The ``choices`` of a column that holds one of these states: the value is its own label, since the API translates nothing of it."""
    return [(state.value, state.value) for state in states]
