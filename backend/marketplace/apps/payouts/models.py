"""Payouts: when earnings may be paid, and what was. Amounts are in minor units of the row's currency."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marketplace.apps.payouts.types import APPROVED, CANCELED, DONE, FAILED, FIGURES, PAID, PAYING, PREVIEW, RETURNED, Figures
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.money import Money


class Maturity(TenantRow):
    """
    From when on the earnings of a vendor order may be paid: ``payable_at``, empty while it is open.

    Delivered: with the end of the return window. Canceled as a whole: at once, since its rows add up to nothing.
    """

    vendor_order_id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    payable_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_maturities"
        indexes = [models.Index(fields=["vendor_id"], name="maturity_open", condition=Q(payable_at=None))]


class Hold(TenantRow):
    """A dispute over a vendor order: while it is open, the order's earnings wait."""

    dispute_id = models.CharField(max_length=40)
    vendor_order_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_holds"
        constraints = [models.UniqueConstraint(fields=["dispute_id", "vendor_order_id"], name="hold_once")]
        indexes = [models.Index(fields=["vendor_order_id"], name="hold_open", condition=Q(closed_at=None))]


class PayoutRun(TenantRow):
    """One round of payouts in one currency. A preview binds nothing; approving takes the rows."""

    id = models.CharField(primary_key=True, max_length=40)  # prun_
    currency = models.CharField(max_length=3)
    period_end = models.DateTimeField()
    state = models.CharField(max_length=10, default=PREVIEW)
    preview = models.JSONField(default=list)  # PreviewLine
    skipped = models.JSONField(default=list)  # PreviewLine: what approving left out, and why
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, default="", blank=True)
    approved_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_runs"
        constraints = [models.CheckConstraint(condition=Q(state__in=(PREVIEW, APPROVED, PAYING, DONE, CANCELED)), name="payout_run_state")]
        indexes = [models.Index(fields=["-id"], name="payout_run_newest")]


class VendorPayout(TenantRow):
    """Money sent to one vendor: the sum of the rows that its items name."""

    id = models.CharField(primary_key=True, max_length=40)  # pout_
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    vendor_id = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    sales_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    refunds_minor = models.BigIntegerField()
    commission_minor = models.BigIntegerField()
    commission_vat_minor = models.BigIntegerField()
    cash_collected_minor = models.BigIntegerField()
    corrections_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    method = models.CharField(max_length=30)
    state = models.CharField(max_length=10, default=APPROVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    masked_account = models.CharField(max_length=40, default="", blank=True)  # where the last attempt goes
    account_version = models.CharField(max_length=20, default="", blank=True)
    bank_reference = models.CharField(max_length=140, default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)  # of the last failure or return, or of its cancellation
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vendor_payouts"
        constraints = [
            models.UniqueConstraint(fields=["run", "vendor_id"], name="payout_once_a_run"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=(APPROVED, PAYING, PAID, FAILED, RETURNED, CANCELED)), name="payout_state"),
            models.CheckConstraint(
                condition=Q(
                    amount_minor=F("sales_minor")
                    + F("shipping_minor")
                    + F("refunds_minor")
                    + F("commission_minor")
                    + F("commission_vat_minor")
                    + F("cash_collected_minor")
                    + F("corrections_minor")
                ),
                name="payout_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["vendor_id", "-id"], name="payout_of_vendor")]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def figures(self) -> Figures:
        return Figures(**{name: getattr(self, f"{name}_minor") for name in FIGURES})


class PayoutItem(TenantRow):
    """
    A row of the books that a payout pays. Unique: no row is paid twice, whoever sweeps at the same time.

    The items of a canceled payout are ``released_at`` that moment: they stay as its record, and the rows are free for the next run.
    """

    payout = models.ForeignKey(VendorPayout, on_delete=models.PROTECT, related_name="items")
    transaction = models.ForeignKey("ledger.FinancialTransaction", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()  # with the sign with which it counts
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_items"
        constraints = [models.UniqueConstraint(fields=["transaction"], condition=Q(released_at=None), name="payout_item_taken_once")]


class OperatorBankAccount(TenantRow):
    """The account that the operator pays from, one for each currency."""

    currency = models.CharField(primary_key=True, max_length=3)
    holder = models.CharField(max_length=70)
    account = models.CharField(max_length=40)
    bic = models.CharField(max_length=11, default="", blank=True)
    bank_name = models.CharField(max_length=100, default="", blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "operator_bank_accounts"
