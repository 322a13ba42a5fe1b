"""What becomes of events in the end: parked and tried again, or purged once their subscriber had them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.relay.types import ParkedEvent
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

KEPT_FOR = timedelta(days=28)  # a copy of the event that comes later is not known for one any more
PURGE_BATCH = 5000


def list_parked() -> QuerySet[OutboxEvent]:
    """Events with the subscriber that failed on them until the relay parked them."""
    return OutboxEvent.objects.filter(parked_at__isnull=False).order_by("id")


def page_of_parked(page: PageRequest, *, subscriber: str = "", wire_name: str = "") -> Page[ParkedEvent]:
    """Those of a subscriber, of a name, or all; the oldest first."""
    wanted = {"subscriber": subscriber, "wire_name": wire_name}
    parked = list_parked().filter(**{name: value for name, value in wanted.items() if value})
    if page.cursor:
        parked = parked.filter(pk__gt=decode_cursor(page.cursor, int))
    return page_of(list(parked[: page.limit + 1]), page, position=lambda event: event.pk).map(_view_of)


def _view_of(event: OutboxEvent) -> ParkedEvent:
    assert event.parked_at is not None
    return ParkedEvent(
        event_id=event.event_id,
        subscriber=event.subscriber,
        wire_name=event.wire_name,
        recorded_at=event.recorded_at,
        parked_at=event.parked_at,
        last_error=event.last_error,
    )


def replay_parked(*, event_id: str = "", wire_name: str = "", subscriber: str = "") -> int:
    """Let the relay try again at once: all parked events, one, or those of one name or subscriber. Returns how many."""
    wanted = {"event_id": event_id, "wire_name": wire_name, "subscriber": subscriber}
    parked = list_parked().filter(**{name: value for name, value in wanted.items() if value})
    return parked.order_by().update(parked_at=None, attempts=0, due_at=None)


def purge_delivered(*, now: datetime) -> int:
    """Delete what was delivered ``KEPT_FOR`` ago. Returns how many."""
    purged = 0
    while True:
        old = OutboxEvent.objects.filter(delivered_at__lt=now - KEPT_FOR).values("pk")[:PURGE_BATCH]
        with tenancy.atomic():
            count = OutboxEvent.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]
        if not count:
            break
        purged += count
    return purged
