from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    """An action of a person or a program. Never changed, never deleted: triggers refuse it, and the chain shows it."""

    tenant_id = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=40)
    actor_role = models.CharField(max_length=100)
    actor_address = models.CharField(max_length=45)
    action = models.CharField(max_length=100)
    resource = models.CharField(max_length=100)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField()
    request_id = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_logs"
        indexes = [
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
            models.Index(fields=["resource", "id"], name="audit_by_resource"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]


class AuditIntent(models.Model):
    """
    A write that was asked for and may be under way: what its entry will say if the process ends before it does.

    It goes with the entry, in the same transaction, or with a refusal.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=40)
    actor_role = models.CharField(max_length=100)
    actor_address = models.CharField(max_length=45)
    action = models.CharField(max_length=100)
    resource = models.CharField(max_length=100)
    new = models.JSONField(null=True)
    reason = models.TextField()
    request_id = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_intents"


class AuditCheckpoint(models.Model):
    """
    Up to this seal the chain was walked and found intact. ``signature`` says the same, made with a key that is not in the database.

    ``sealed`` entries lead to ``head``. No entry with an id up to ``settled_id`` may come unsealed any more.
    """

    seal_id = models.BigIntegerField(unique=True)
    sealed = models.BigIntegerField()
    head = models.CharField(max_length=64)
    settled_id = models.BigIntegerField()
    signature = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "audit_checkpoints"


class AuditSeal(models.Model):
    """
    A link of the chain: ``hash`` is sha256 over ``previous`` and the entry. The first link's ``previous`` is empty.

    ``entry_id`` is no foreign key: a seal must outlive its entry, or a deletion would take its own proof along.
    """

    entry_id = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64, unique=True)  # unique, so the chain cannot fork
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "audit_seals"
