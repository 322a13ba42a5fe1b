"""What happened, published to all subscribers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec

_by_wire_name: dict[str, type[Event]] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """
    Base of all events. A subclass sets ``wire_name`` (``orders.order_placed.v1``) and says in its docstring what is now true.

    A new optional field keeps the version; anything else is a new one.
    """

    wire_name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        name = cls.__dict__.get("wire_name")
        if name:
            known = _by_wire_name.setdefault(name, cls)
            if known.__qualname__ != cls.__qualname__:
                raise TypeError(f"two events are called {name}")


class Recorded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An event as it is stored and sent: its id makes a second delivery recognisable. ``trace`` is the place where it was published."""

    id: str
    wire_name: str
    at: datetime
    payload: msgspec.Raw
    trace: str = ""

    def event(self) -> Event:
        return msgspec.json.decode(self.payload, type=event_type(self.wire_name))


def event_type(wire_name: str) -> type[Event]:
    """:raises LookupError: for a name that no event has"""
    try:
        return _by_wire_name[wire_name]
    except KeyError:
        raise LookupError(f"no event is called {wire_name!r}") from None
