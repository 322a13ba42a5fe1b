"""How many connections a caller and an address have. Counted by each process for itself: nothing is left over from one that died."""

from __future__ import annotations

from collections import Counter

from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.realtime.errors import TooManyConnections

_open: Counter[str] = Counter()


class Admission:
    """The places that one connection takes; give them back with ``leave``."""

    def __init__(self) -> None:
        self._taken: list[str] = []

    def enter(self, *, address: str = "", caller: str = "") -> None:
        """:raises TooManyConnections: if the address, or the caller, has as many as the settings allow"""
        slug = tenancy.current().slug
        for name, most in ((address, settings.LIVE["of_address"]), (caller, settings.LIVE["of_caller"])):
            key = f"{slug}:{name}"
            if not name:
                continue
            if _open[key] >= most:
                raise TooManyConnections
            _open[key] += 1
            self._taken.append(key)

    def leave(self) -> None:
        for key in self._taken:
            _open[key] -= 1
            if not _open[key]:
                del _open[key]
        self._taken.clear()
