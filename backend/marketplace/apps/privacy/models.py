from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.privacy.types import ErasureState, ExportState, Retained, RetentionRunView
from marketplace.foundation.postgres.states import choices


class DataExport(models.Model):
    """A copy of a customer's data, as a private file once it is made. One link is valid at a time, and works once."""

    id = models.CharField(primary_key=True, max_length=40)  # exp_
    account_id = models.CharField(max_length=40, db_index=True)
    state = models.CharField(max_length=10, choices=choices(ExportState), default=ExportState.PENDING)
    path = models.CharField(max_length=400, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)
    link_expires_at = models.DateTimeField(null=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "privacy_exports"
        constraints = [
            models.UniqueConstraint(fields=["account_id"], condition=Q(state="pending"), name="one_pending_export"),
            models.UniqueConstraint(fields=["link_hash"], condition=~Q(link_hash=""), name="export_link_once"),
        ]


class Erasure(models.Model):
    """That a customer's data is to be deleted, and whether it is. ``email`` finds what goes by it, and is emptied at the end."""

    account_id = models.CharField(primary_key=True, max_length=40)
    email = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=10, choices=choices(ErasureState), default=ErasureState.RUNNING)
    requested_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "privacy_erasures"
        indexes = [models.Index(fields=["requested_at"], condition=Q(state="running"), name="erasures_running")]


class RetentionRun(models.Model):
    """That everything of one kind that was older than ``older_than`` was deleted or erased, and how much that was."""

    id = models.CharField(primary_key=True, max_length=40)  # ret_
    retained = models.CharField(max_length=20, choices=choices(Retained))
    older_than = models.DateTimeField()
    count = models.PositiveIntegerField()
    ran_at = models.DateTimeField()

    class Meta:
        db_table = "privacy_retention_runs"

    def as_view(self) -> RetentionRunView:
        return RetentionRunView(
            id=self.id, retained=Retained(self.retained), older_than=self.older_than, count=self.count, ran_at=self.ran_at
        )
