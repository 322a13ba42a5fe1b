"""Evidence that was sent to payment providers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.disputes.types import EvidenceState
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow


class Evidence(TenantRow):
    """The file that was sent in a dispute, once; ``path`` is where it is kept, so that it is sent again as the same file."""

    dispute_id = models.CharField(primary_key=True, max_length=40)
    state = models.CharField(max_length=10, choices=choices(EvidenceState), default=EvidenceState.SENDING)
    attempt = models.PositiveSmallIntegerField(default=1)  # raised when what was refused is sent again
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=2_000, default="", blank=True)
    reason = models.CharField(max_length=100, default="", blank=True)
    sent_by = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dispute_evidence"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(EvidenceState)), name="dispute_evidence_state"),
            models.CheckConstraint(condition=Q(state=EvidenceState.SENT) ^ Q(sent_at=None), name="dispute_evidence_sent_at"),
        ]
