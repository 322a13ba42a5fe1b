"""Evidence that was sent to payment providers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.disputes.types import EvidenceState
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow


class Evidence(TenantRow):
    """
    What was sent in a dispute, once. The file at ``path`` and ``said`` are kept, so that the same is sent again; both are empty once they
    were deleted, and the digest stays.
    """

    dispute_id = models.CharField(primary_key=True, max_length=40)
    state = models.CharField(max_length=10, choices=choices(EvidenceState), default=EvidenceState.SENDING)
    attempt = models.PositiveSmallIntegerField(default=1)  # raised when what was refused is sent again
    order_id = models.CharField(max_length=40, default="", blank=True)  # empty: a gift card was bought
    path = models.CharField(max_length=300, default="", blank=True)
    sha256 = models.CharField(max_length=64)
    said = models.JSONField(default=dict)  # what was named to the provider next to the file and the note
    note = models.CharField(max_length=2_000, default="", blank=True)
    reason = models.CharField(max_length=100, default="", blank=True)
    sent_by = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dispute_evidence"
        indexes = [models.Index(fields=["order_id"], condition=~Q(path=""), name="dispute_evidence_of_order")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(EvidenceState)), name="dispute_evidence_state"),
            models.CheckConstraint(condition=Q(state=EvidenceState.SENT) ^ Q(sent_at=None), name="dispute_evidence_sent_at"),
        ]
