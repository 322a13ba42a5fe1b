"""
A model that keeps failing is not asked for a while: its fallback answers at once, and the database is left alone.

Kept in the process: each finds out by itself, within a few requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FAILURES = 5  # in a row, after which it is not asked
REST_S = 30.0


@dataclass(slots=True)
class Breaker:
    """Of several models, by a key. Times are seconds of one steady clock."""

    _failed: dict[tuple[str, str], int] = field(default_factory=dict)
    _until_s: dict[tuple[str, str], float] = field(default_factory=dict)

    def allows(self, key: tuple[str, str], *, now_s: float) -> bool:
        """Whether to ask. After a rest, one is let through for each rest until an answer comes."""
        if self._failed.get(key, 0) < FAILURES:
            return True
        if now_s < self._until_s.get(key, 0.0):
            return False
        self._until_s[key] = now_s + REST_S
        return True

    def note(self, key: tuple[str, str], *, is_well: bool, now_s: float) -> None:
        """What became of asking."""
        if is_well:
            self._failed.pop(key, None)
            return
        failures = self._failed.get(key, 0) + 1
        self._failed[key] = failures
        if failures >= FAILURES:  # not read again: another thread's good answer may have taken it away by now
            self._until_s[key] = now_s + REST_S

    def forget(self) -> None:
        self._failed.clear()
        self._until_s.clear()
