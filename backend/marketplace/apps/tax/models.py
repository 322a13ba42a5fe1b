"""What VIES was asked and said, as it is stored: rows that are never changed nor deleted, which triggers say."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.tax.types import VatCheckOutcome, VatNumberCheckView
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow


class VatNumberCheck(TenantRow):
    """A question about a vendor's VAT number and what came of it: the proof why the operator charged no VAT."""

    id = models.CharField(primary_key=True, max_length=40)  # vnc_
    vendor_id = models.CharField(max_length=40)
    vat_number = models.CharField(max_length=30)
    outcome = models.CharField(max_length=10, choices=choices(VatCheckOutcome))
    name = models.CharField(max_length=500, default="", blank=True)
    address = models.CharField(max_length=1000, default="", blank=True)
    consultation_number = models.CharField(max_length=100, default="", blank=True)
    requester = models.CharField(max_length=30, default="", blank=True)
    error = models.CharField(max_length=100, default="", blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "vat_number_checks"
        constraints = [models.CheckConstraint(condition=Q(outcome__in=tuple(VatCheckOutcome)), name="vat_check_outcome")]
        indexes = [models.Index(fields=["vendor_id", "vat_number", "-checked_at", "-id"], name="vat_check_of_vendor")]

    def as_view(self) -> VatNumberCheckView:
        same = {name: getattr(self, name) for name in VatNumberCheckView.__struct_fields__ if name != "outcome"}
        return VatNumberCheckView(outcome=VatCheckOutcome(self.outcome), **same)
