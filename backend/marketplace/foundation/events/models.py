from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """An event that was committed and waits for its subscribers; kept for a while after they all had it."""

    event_id = models.CharField(max_length=40, unique=True)
    wire_name = models.CharField(max_length=100)
    is_bulk = models.BooleanField()  # as its type says
    payload = models.JSONField()
    recorded_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # none: at once
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)  # given up after many attempts; `manage.py replay_events` tries again
    last_error = models.TextField(default="")

    class Meta:
        db_table = "outbox_events"
        indexes = [
            models.Index(fields=["is_bulk", "id"], name="outbox_waiting", condition=Q(delivered_at=None, parked_at=None)),
            models.Index(fields=["delivered_at"], name="outbox_delivered", condition=Q(delivered_at__isnull=False)),
            models.Index(fields=["parked_at"], name="outbox_parked", condition=Q(parked_at__isnull=False)),
        ]


class Receipt(models.Model):
    """A subscriber has dealt with an event; it is not called for it again."""

    event_id = models.CharField(max_length=40)
    subscriber = models.CharField(max_length=100)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "event_receipts"
        indexes = [models.Index(fields=["received_at"], name="receipts_by_time")]
        constraints = [models.UniqueConstraint(fields=["event_id", "subscriber"], name="receipt_once")]


class FeedPosition(models.Model):
    """How far the relays have read what documents announce."""

    feed = models.CharField(max_length=200, primary_key=True)
    token = models.TextField(default="")
    read_from = models.DateTimeField(null=True)  # nobody else reads it before: a relay has it, or nothing was new. The database's clock

    class Meta:
        db_table = "feed_positions"
