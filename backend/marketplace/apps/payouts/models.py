"""Payouts: when earnings may be paid, and what was. Amounts are in minor units of the row's currency."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marketplace.apps.payouts.types import (
    STATEMENT_AMOUNTS,
    AdjustmentState,
    ConnectedState,
    HoldCause,
    PayoutDetail,
    PayoutState,
    RunState,
    StatementAmounts,
)
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.money import Money


class PayoutEligibility(TenantRow):
    """
    From when on the earnings of a vendor order may be paid: ``payable_at``, empty while the order is open.

    Delivered: when the return window has passed. Canceled as a whole: at once, since its rows add up to nothing.
    """

    vendor_order_id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    payable_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_eligibilities"
        indexes = [models.Index(fields=["vendor_id"], name="eligibility_open", condition=Q(payable_at=None))]


class Hold(TenantRow):
    """
    A reason why the earnings of a vendor order are not paid, until it is released. An order may have several; each is released alone.

    ``cause_id`` names what the hold is for, such as a dispute.
    """

    cause = models.CharField(max_length=10)
    cause_id = models.CharField(max_length=40)
    vendor_order_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    placed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_holds"
        constraints = [
            models.UniqueConstraint(fields=["cause", "cause_id", "vendor_order_id"], name="hold_once"),
            models.CheckConstraint(condition=Q(cause__in=[cause.value for cause in HoldCause]), name="hold_cause"),
        ]
        indexes = [models.Index(fields=["vendor_order_id"], name="hold_open", condition=Q(released_at=None))]


class DebtWarning(TenantRow):
    """A vendor owes more than the region allows in one currency: its payouts wait until ``ended_at``. It was warned once, when it began."""

    id = models.CharField(primary_key=True, max_length=40)  # debt_
    vendor_id = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    debt_minor = models.BigIntegerField()  # when it was noticed
    limit_minor = models.BigIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_debt_warnings"
        constraints = [
            models.UniqueConstraint(fields=["vendor_id", "currency"], condition=Q(ended_at=None), name="debt_warned_once"),
            models.CheckConstraint(condition=Q(debt_minor__gt=F("limit_minor")), name="debt_over_limit"),
        ]
        indexes = [models.Index(fields=["-id"], name="debt_newest")]

    @property
    def debt(self) -> Money:
        return Money(self.debt_minor, self.currency)

    @property
    def limit(self) -> Money:
        return Money(self.limit_minor, self.currency)


class PayoutRun(TenantRow):
    """One round of payouts in one currency. A preview binds nothing; approving takes the rows."""

    id = models.CharField(primary_key=True, max_length=40)  # prun_
    currency = models.CharField(max_length=3)
    period_end = models.DateTimeField()
    state = models.CharField(max_length=10, choices=choices(RunState), default=RunState.PREVIEW)
    preview = models.JSONField(default=list)  # PreviewLine
    skipped = models.JSONField(default=list)  # PreviewLine: what was not paid, and why
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, default="", blank=True)
    approved_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_runs"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(RunState)),
                name="payout_run_state",
            )
        ]
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
    state = models.CharField(max_length=10, choices=choices(PayoutState), default=PayoutState.APPROVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When a transfer file first held the last attempt, or it was last sent to a provider: the bank may have it since.
    in_file_at = models.DateTimeField(null=True)
    masked_account = models.CharField(max_length=40, default="", blank=True)  # where the last attempt goes
    account_version = models.CharField(max_length=20, default="", blank=True)
    bank_reference = models.CharField(max_length=140, default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)  # of the last failure or return, or of its cancellation
    returned_minor = models.BigIntegerField(default=0, db_default=0)  # what came back of it in parts, while the rest stays paid
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vendor_payouts"
        constraints = [
            models.UniqueConstraint(fields=["run", "vendor_id"], name="payout_once_a_run"),
            # Nothing is sent for rows that add up to nothing: they are closed by a payout that is over at once.
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) | Q(amount_minor=0, state=PayoutState.PAID, attempts=0), name="payout_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        PayoutState.APPROVED,
                        PayoutState.PAYING,
                        PayoutState.PAID,
                        PayoutState.FAILED,
                        PayoutState.RETURNED,
                        PayoutState.CANCELED,
                    )
                ),
                name="payout_state",
            ),
            models.CheckConstraint(
                condition=Q(returned_minor=0) | Q(returned_minor__gt=0, returned_minor__lt=F("amount_minor")),
                name="payout_returned_in_part",
            ),
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
        indexes = [
            models.Index(fields=["vendor_id", "-id"], name="payout_of_vendor"),
            # Lists by amount, of one currency: all payouts, and a vendor's.
            models.Index(fields=["currency", "amount_minor", "id"], name="payout_by_amount"),
            models.Index(fields=["vendor_id", "currency", "amount_minor", "id"], name="payout_of_vendor_by_amount"),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def returned(self) -> Money:
        return Money(self.returned_minor, self.currency)

    @property
    def end_to_end_id(self) -> str:
        """What the bank knows the last attempt by: another one for each, so that it does not take a retry for a repetition."""
        return f"{self.name_at_bank}-{self.attempts}" if self.attempts else ""

    @property
    def name_at_bank(self) -> str:
        """The id with a hyphen, since banks know no underscore."""
        return self.id.replace("_", "-")

    def as_detail(self) -> PayoutDetail:
        """The row as it is read: also by other apps."""
        amounts = {name: Money(getattr(self, f"{name}_minor"), self.currency) for name in STATEMENT_AMOUNTS}
        same = {name: getattr(self, name) for name in PayoutDetail.__struct_fields__ if name not in ("amounts", "state")}
        return PayoutDetail(state=PayoutState(self.state), amounts=StatementAmounts(**amounts), **same)


class PayoutItem(TenantRow):
    """
    A row of the books that a payout pays. Unique: no row is paid twice, however many runs are approved at the same time.

    The items of a canceled payout are ``released_at`` that moment: they stay as its record, and the rows are free for the next run.
    """

    payout = models.ForeignKey(VendorPayout, on_delete=models.PROTECT, related_name="items")
    transaction = models.ForeignKey("ledger.FinancialTransaction", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()  # with the sign with which it counts
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_items"
        constraints = [models.UniqueConstraint(fields=["transaction"], condition=Q(released_at=None), name="payout_item_taken_once")]


class Adjustment(TenantRow):
    """A booking on a vendor's account by hand. One person proposes it; it is in the books when another one has approved it."""

    id = models.CharField(primary_key=True, max_length=40)  # adj_
    vendor_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()  # positive for the vendor's good
    reason = models.CharField(max_length=500)
    reference = models.CharField(max_length=140, default="", blank=True)  # such as that of a bank's statement
    state = models.CharField(max_length=10, choices=choices(AdjustmentState), default=AdjustmentState.PROPOSED)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_adjustments"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(AdjustmentState)), name="adjustment_state"),
            models.CheckConstraint(
                condition=Q(kind="adjustment") & ~Q(amount_minor=0) | Q(kind__in=("repayment", "write_off")) & Q(amount_minor__gt=0),
                name="adjustment_amount",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdjustmentState.APPROVED) | ~Q(decided_by=F("created_by")) & ~Q(decided_by=""),
                name="adjustment_two_people",
            ),
        ]
        indexes = [models.Index(fields=["vendor_id", "-id"], name="adjustment_of_vendor")]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class ConnectedAccount(TenantRow):
    """
    A vendor's account at a payment provider: paid instead of its bank accounts while it is active and has not ended. A vendor has one at a
    time; ended ones stay, since payouts went to them.
    """

    vendor_id = models.CharField(max_length=40)
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=254)  # the provider's name of it
    shown = models.CharField(max_length=40, default="", db_default="", blank=True)  # what of an account that the vendor named may be shown
    currency = models.CharField(max_length=3, default="", db_default="", blank=True)  # the only one that it is paid in; empty: any
    confirm_hash = models.CharField(max_length=64, default="", db_default="", blank=True)  # of the code that was mailed to its address
    confirm_until = models.DateTimeField(null=True)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=choices(ConnectedState), default=ConnectedState.PENDING)
    missing = models.JSONField(default=list)  # the provider's names of what it still asks for
    problem = models.CharField(max_length=100, default="", blank=True)  # why the provider has stopped it
    version = models.PositiveIntegerField(default=1)  # raised whenever payouts go elsewhere by it
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)  # since when it can be paid
    ended_at = models.DateTimeField(null=True)  # by the vendor, which may have opened another

    class Meta:
        db_table = "payout_connected_accounts"
        constraints = [
            models.UniqueConstraint(fields=["vendor_id"], condition=Q(ended_at=None), name="connected_account_one_live"),
            models.UniqueConstraint(fields=["vendor_id", "provider", "reference"], name="connected_account_reference_once"),
            models.CheckConstraint(condition=Q(state__in=tuple(ConnectedState)), name="connected_account_state"),
        ]


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
