"""The tables of the PostgreSQL engine. Nothing but ``postgres/`` reads or writes them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Func, Q


class TransactionId(models.Field):
    """PostgreSQL's own 64-bit number of the transaction that wrote the row."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class CurrentTransactionId(Func):
    function = "pg_current_xact_id"
    output_field = TransactionId()


class StoredDocument(models.Model):
    """A document in its latest version. Ids sort by code point on every server, hence the collation."""

    pk = models.CompositePrimaryKey("container", "partition", "document_id")
    container = models.CharField(max_length=50, db_collation="C")
    partition = models.CharField(max_length=255, db_collation="C")
    document_id = models.CharField(max_length=255, db_collation="C")
    body = models.JSONField()
    etag = models.CharField(max_length=16)
    ttl_s = models.PositiveIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)  # the database's own clock
    changed_xid = TransactionId(db_default=CurrentTransactionId())
    changed_seq = models.BigIntegerField()  # from the sequence documents_changed_seq

    class Meta:
        db_table = "documents"
        indexes = [
            models.Index(fields=["container", "changed_xid", "changed_seq"], name="documents_feed"),
            models.Index(fields=["expires_at"], name="documents_expiry", condition=Q(expires_at__isnull=False)),
        ]


class AnnouncedEvent(models.Model):
    """What a document's write announced, until the relay has it."""

    container = models.CharField(max_length=50)
    event = models.JSONField()
    changed_xid = TransactionId(db_default=CurrentTransactionId())

    class Meta:
        db_table = "document_events"
        indexes = [models.Index(fields=["changed_xid", "id"], name="document_events_feed")]
