"""What becomes of events in the end: parked and tried again, or purged once their subscriber had them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent

KEPT_FOR = timedelta(days=28)  # a copy of the event that comes later is not known for one any more
PURGE_BATCH = 5000


def list_parked() -> QuerySet[OutboxEvent]:
    """Events with the subscriber that failed on them until the relay parked them."""
    return OutboxEvent.objects.filter(parked_at__isnull=False).order_by("id")


def replay_parked(*, event_id: str = "", wire_name: str = "") -> int:
    """Let the relay try again at once: all parked events, one, or those of one name. Returns how many."""
    wanted = {"event_id": event_id, "wire_name": wire_name}
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
