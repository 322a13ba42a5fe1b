from __future__ import annotations

from typing import ClassVar

from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.testing import NOW


class CupBroke(Event):
    """A test's event."""

    wire_name: ClassVar[str] = "events_tests.cup_broke.v1"
    number: int = 0


class NobodyCares(Event):
    """A test's event without subscribers."""

    wire_name: ClassVar[str] = "events_tests.nobody_cares.v1"


class ShelfFilled(Event):
    """A test's event that has to be indexed."""

    wire_name: ClassVar[str] = "events_tests.shelf_filled.v1"


def publish(*numbers: int) -> None:
    with tenancy.atomic():
        for number in numbers:
            outbox.publish(CupBroke(number=number), now=NOW)
