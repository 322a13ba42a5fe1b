"""
The limits that callers meet, each declared next to the code that enforces it.

``docs/reference/limits.md`` is generated from what is declared, so a limit that is not declared is not documented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """``name`` begins with its app or package (``rest.json_depth``); ``meaning`` says what is counted and what comes above it."""

    name: str
    value: int
    unit: str
    meaning: str


_declared: dict[str, Limit] = {}


def declare(name: str, value: int, unit: str, meaning: str) -> int:
    """
    Declares a limit and returns its value: ``MAX_PAGE = limits.declare("rest.page", 100, "items", "...")``.

    :raises ValueError: if another limit has the name
    """
    limit = Limit(name, value, unit, meaning)
    if _declared.setdefault(name, limit) != limit:
        raise ValueError(f"Two limits are named {name}")
    return value


def list_declared() -> list[Limit]:
    """Every limit of the modules imported so far, by name."""
    return sorted(_declared.values(), key=lambda limit: limit.name)
