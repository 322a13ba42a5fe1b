from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """
    An event that was committed, once for each of its subscribers: what waits, fails or is parked for one of them concerns no other.

    Kept for a while after the subscriber had it, so that a second copy of the event is known for one.
    """

    event_id = models.CharField(max_length=40)
    subscriber = models.CharField(max_length=100)  # empty: nobody subscribes
    wire_name = models.CharField(max_length=100)
    payload = models.JSONField()
    recorded_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # none: at once
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)  # parked after many attempts; `manage.py replay_events` tries again
    last_error = models.TextField(default="")
    trace = models.CharField(max_length=55, default="", db_default="")  # where it was published (foundation.tracing); empty: not traced

    class Meta:
        db_table = "outbox_events"
        indexes = [
            models.Index(fields=["subscriber", "id"], name="outbox_waiting", condition=Q(delivered_at=None, parked_at=None)),
            # Only purging asks for it. Of this kind, since every delivered event is entered, and deliveries come in the rows' order.
            BrinIndex(fields=["delivered_at"], name="outbox_delivered", autosummarize=True),
            models.Index(fields=["parked_at"], name="outbox_parked", condition=Q(parked_at__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["event_id", "subscriber"], name="outbox_once")]


class FeedPosition(models.Model):
    """How far the relays have read what documents announce."""

    feed = models.CharField(max_length=200, primary_key=True)
    token = models.TextField(default="")
    read_from = models.DateTimeField(null=True)  # nobody else reads it before: a relay has it, or nothing was new. The database's clock

    class Meta:
        db_table = "feed_positions"
