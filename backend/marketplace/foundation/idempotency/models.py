from __future__ import annotations

from django.db import models


class IdempotencyRecord(models.Model):
    """The first request with a key, and its answer once there is one."""

    caller = models.CharField(max_length=100)  # whose key it is: keys of different callers do not meet
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    locked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)  # null: still running
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")  # encrypted: answers may hold secrets that are shown once
    is_locked = False  # in this process: whether its session holds the key

    class Meta:
        db_table = "idempotency_records"
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotency_once")]
