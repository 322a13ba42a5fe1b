from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from marketplace.apps.ledger.types import Transaction, TransactionType
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.money import Money


class FinancialTransaction(TenantRow):
    """
    One row of the books: a positive amount moved from one account to another.

    Append-only: the database refuses UPDATE, DELETE and TRUNCATE (migration 0002). A mistake gets a correcting row.
    """

    key = models.CharField(max_length=200, unique=True)
    type = models.CharField(max_length=30)
    source = models.CharField(max_length=60)
    destination = models.CharField(max_length=60)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    vendor_id = models.CharField(max_length=40, default="", blank=True)
    order_id = models.CharField(max_length=40, default="", blank=True)
    vendor_order_id = models.CharField(max_length=40, default="", blank=True)
    line_id = models.CharField(max_length=80, default="", blank=True)
    payment_id = models.CharField(max_length=40, default="", blank=True)
    refund_id = models.CharField(max_length=40, default="", blank=True)
    payout_id = models.CharField(max_length=40, default="", blank=True)
    details = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "financial_transactions"
        indexes = [
            models.Index(fields=["source", "currency"], name="ledger_source"),
            models.Index(fields=["destination", "currency"], name="ledger_destination"),
            models.Index(fields=["vendor_id", "-id"], name="ledger_vendor"),
            models.Index(fields=["vendor_order_id"], name="ledger_vendor_order", condition=~Q(vendor_order_id="")),
            models.Index(fields=["order_id"], name="ledger_order", condition=~Q(order_id="")),
            models.Index(fields=["payout_id"], name="ledger_payout", condition=~Q(payout_id="")),
            BrinIndex(fields=["occurred_at"], name="ledger_time"),  # rows come in the order of time, so it costs a write next to nothing
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(condition=~Q(source=F("destination")), name="ledger_moves"),
            models.CheckConstraint(condition=Q(type__in=[kind.value for kind in TransactionType]), name="ledger_type"),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_record(self) -> Transaction:
        """The row as other apps see it."""
        same = {name: getattr(self, name) for name in Transaction.__struct_fields__ if name != "type"}
        return Transaction(type=TransactionType(self.type), **same)
