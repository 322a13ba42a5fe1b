"""What happened, told to whoever wants to know."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec

_by_wire_name: dict[str, type[Event]] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """
    Base of all events. A subclass sets ``wire_name`` (``orders.order_placed.v1``) and says in its docstring what is now true.

    A new optional field keeps the version; anything else is a new one. An event that comes by the thousand
    when a catalogue is imported, or has a catalogue read, says ``is_bulk``: the others do not wait behind it.
    """

    wire_name: ClassVar[str] = ""
    is_bulk: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        name = cls.__dict__.get("wire_name")
        if name:
            known = _by_wire_name.setdefault(name, cls)
            if known.__qualname__ != cls.__qualname__:
                raise TypeError(f"two events are called {name}")


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it is stored and sent: its id makes a second delivery recognisable."""

    id: str
    wire_name: str
    at: datetime
    payload: msgspec.Raw

    def event(self) -> Event:
        return msgspec.json.decode(self.payload, type=event_type(self.wire_name))

    @property
    def is_bulk(self) -> bool:
        """No for an event that this program does not know: it is not the one to keep it waiting."""
        event = _by_wire_name.get(self.wire_name)
        return event is not None and event.is_bulk


def event_type(wire_name: str) -> type[Event]:
    """:raises LookupError: for a name that no event has"""
    try:
        return _by_wire_name[wire_name]
    except KeyError:
        raise LookupError(f"no event is called {wire_name!r}") from None
