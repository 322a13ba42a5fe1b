"""
One span for each message and process, from the first socket that it is written to until the last: of two thousand connections each with a
span of its own nobody could read the trace.

A message that a connection reads afterwards, since it came back or had missed one, is in none.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from marketplace.foundation import tracing

SETTLED_S = 1.0  # after the first; a process writes to all of its connections in less, or the span ends earlier than they do


@dataclass(slots=True)
class _Spread:
    began_ns: int
    ended_ns: int
    connections: int = 0


_under_way: dict[tuple[str, int], _Spread] = {}


def note(place: str, topic: str, number: int, *, began_ns: int) -> None:
    """The message ``number`` was just written to one more connection; ``place`` is where in a trace it was published, or empty."""
    if not place or not tracing.is_on():
        return
    spread = _under_way.get((place, number))
    if spread is None:
        spread = _under_way[place, number] = _Spread(began_ns, began_ns)
        # in the context of this connection, which has the tenant's scope
        asyncio.get_running_loop().call_later(SETTLED_S, _end, place, topic, number)
    spread.ended_ns = time.time_ns()
    spread.connections += 1


def _end(place: str, topic: str, number: int) -> None:
    spread = _under_way.pop((place, number))
    facts = {"globalmarket.topic": topic, "globalmarket.connections": str(spread.connections)}
    tracing.past("live.send", parent=place, began_ns=spread.began_ns, ended_ns=spread.ended_ns, facts=facts)
