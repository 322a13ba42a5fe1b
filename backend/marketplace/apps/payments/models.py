"""Payments, and what became of them. Amounts are in minor units of the row's currency."""

from __future__ import annotations

import msgspec
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from marketplace.apps.payments.types import (
    NOTHING_TO_PAY,
    CaptureView,
    DisputeState,
    DisputeView,
    MethodView,
    PaymentAction,
    PaymentState,
    PaymentView,
    RefundState,
    RefundView,
    SavedCard,
    SecuredBy,
    WebhookState,
    WebhookView,
)
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money

# The refunds that take money from the payment.
LIVE_REFUNDS = (RefundState.PENDING, RefundState.SUCCEEDED)

# A state is never replaced by one of a lower rank: events arrive twice, late and out of order.
RANK = {
    PaymentState.CREATED: 0,
    PaymentState.REQUIRES_ACTION: 1,
    PaymentState.PROCESSING: 2,
    PaymentState.AUTHORIZED: 3,
    PaymentState.CANCELED: 4,
    PaymentState.FAILED: 4,
    PaymentState.SUCCEEDED: 5,
}


class Payment(TenantRow):
    """One attempt to pay a checkout, by one provider. Its id is also the provider's idempotency key."""

    id = models.CharField(primary_key=True, max_length=40)
    checkout_id = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField(default=1)
    order_id = models.CharField(max_length=40)
    provider = models.CharField(max_length=20)
    method = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=choices(PaymentState), default=PaymentState.CREATED)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)  # of the amount, what the method costs the customer
    secured_by = models.CharField(max_length=20, choices=choices(SecuredBy), default=SecuredBy.CAPTURE)
    to_capture_minor = models.BigIntegerField(null=True)  # of an authorization, what is to be taken: decided once
    captured_minor = models.BigIntegerField(default=0)  # its captures, summed
    provider_fee_minor = models.BigIntegerField(default=0)  # what the provider keeps for itself, as it is in the books
    captured_at = models.DateTimeField(null=True)  # when the first money was taken
    refunded_minor = models.BigIntegerField(default=0)  # the refunds that are pending or succeeded, summed under this row's lock
    disputed_minor = models.BigIntegerField(default=0)  # open and lost disputes, likewise
    provider_reference = models.CharField(max_length=100, default="", blank=True)
    action = models.JSONField(null=True)  # what the customer has to do while the state says so
    failure_code = models.CharField(max_length=100, default="", blank=True)
    return_url = models.TextField(default="", blank=True)
    description = models.CharField(max_length=500, default="", blank=True)
    details = models.JSONField(default=dict)  # what the provider asks for of ``PaymentDetails``
    card_token = models.CharField(max_length=200, default="", blank=True)  # made by the provider's own form, or of a saved card
    saves_card = models.BooleanField(default=False, db_default=False)
    customer_id = models.CharField(max_length=40, default="", db_default="", blank=True)  # whose saved card is used, or will be saved
    provider_customer = models.CharField(max_length=100, default="", db_default="", blank=True)  # that customer's name there
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    next_check_at = models.DateTimeField(null=True)  # when to ask the provider, should it have said nothing by then

    class Meta:
        db_table = "payments"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) | Q(amount_minor=0, provider=NOTHING_TO_PAY), name="payment_amount_positive"
            ),
            models.CheckConstraint(condition=Q(fee_minor__gte=0) & Q(fee_minor__lte=F("amount_minor")), name="payment_fee_bounds"),
            models.CheckConstraint(
                condition=Q(to_capture_minor=None) | Q(to_capture_minor__gt=0, to_capture_minor__lte=F("amount_minor")),
                name="payment_to_capture_bounds",
            ),
            models.CheckConstraint(
                condition=Q(captured_minor__gte=0) & Q(captured_minor__lte=F("amount_minor")), name="payment_captured_bounds"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("captured_minor")), name="payment_refunded_bounds"
            ),
            models.UniqueConstraint(fields=["checkout_id", "attempt"], name="payment_attempt_once"),
            models.UniqueConstraint(
                fields=["provider", "provider_reference"], name="payment_reference_once", condition=~Q(provider_reference="")
            ),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], name="payment_to_check", condition=Q(next_check_at__isnull=False)),
            models.Index(fields=["-created_at", "-id"], name="payment_newest"),
            models.Index(fields=["order_id"], name="payment_of_order"),
            models.Index(fields=["customer_id"], name="payment_with_saved_card", condition=~Q(customer_id="")),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_view(self) -> PaymentView:
        """The row as other apps see it."""
        is_waiting = self.state == PaymentState.REQUIRES_ACTION and self.action is not None
        return PaymentView(
            id=PaymentId(self.id),
            checkout_id=CheckoutId(self.checkout_id),
            order_id=OrderId(self.order_id),
            attempt=self.attempt,
            provider=self.provider,
            method=self.method,
            amount=self.amount,
            fee=Money(self.fee_minor, self.currency),
            secured_by=SecuredBy(self.secured_by),
            state=PaymentState(self.state),
            action=msgspec.convert(self.action, PaymentAction) if is_waiting else None,
            to_capture=None if self.to_capture_minor is None else Money(self.to_capture_minor, self.currency),
            captured=Money(self.captured_minor, self.currency),
            captured_at=self.captured_at,
            refunded=Money(self.refunded_minor, self.currency),
            provider_fee=Money(self.provider_fee_minor, self.currency),
            failure_code=self.failure_code,
            created_at=self.created_at,
            updated_at=self.updated_at,
        )


class Refund(TenantRow):
    """Money on its way back to the customer. Its id is also the provider's idempotency key."""

    id = models.CharField(primary_key=True, max_length=40)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    state = models.CharField(max_length=20, choices=choices(RefundState), default=RefundState.PENDING)
    origin = models.CharField(max_length=20, default="marketplace")
    currency = models.CharField(max_length=3)
    due_minor = models.BigIntegerField()  # as decided
    amount_minor = models.BigIntegerField()  # what the provider is asked for: at most what is left of the capture
    released_minor = models.BigIntegerField(default=0)  # of the difference, what later refunds pay since it became available
    follows = models.CharField(max_length=40, default="", blank=True)  # the refund whose rest this one pays
    reason = models.CharField(max_length=500, default="", blank=True)
    provider_reference = models.CharField(max_length=100, default="", blank=True)  # empty: the provider has not taken it yet
    failure_code = models.CharField(max_length=100, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_refunds"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0) | Q(amount_minor=0, state="covered"), name="refund_amount_positive"),
            models.CheckConstraint(
                condition=Q(due_minor__gt=0) & Q(amount_minor__lte=F("due_minor") - F("released_minor")) & Q(released_minor__gte=0),
                name="refund_due_bounds",
            ),
            models.UniqueConstraint(
                fields=["payment", "provider_reference"], name="refund_reference_once", condition=~Q(provider_reference="")
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="refund_to_try", condition=Q(next_attempt_at__isnull=False)),
            models.Index(fields=["state", "-id"], name="refund_by_state"),
            models.Index(fields=["provider_reference"], name="refund_by_reference", condition=~Q(provider_reference="")),
            BrinIndex(fields=["settled_at"], name="refund_settled"),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def withheld_minor(self) -> int:
        """What of the decided amount was not left of the payment, and still is not."""
        return self.due_minor - self.amount_minor - self.released_minor

    def as_view(self) -> RefundView:
        """The row as other apps see it; reads its payment, so select that along with it."""
        return RefundView(
            id=self.id,
            payment_id=PaymentId(self.payment_id),
            order_id=OrderId(self.payment.order_id),
            amount=self.amount,
            due=Money(self.due_minor, self.currency),
            state=RefundState(self.state),
            follows=self.follows,
            reason=self.reason,
            origin="provider" if self.origin == "provider" else "marketplace",
            failure_code=self.failure_code,
            created_at=self.created_at,
            settled_at=self.settled_at,
        )


class Dispute(TenantRow):
    """A customer's bank that wants the money back."""

    id = models.CharField(primary_key=True, max_length=40)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    provider_reference = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=choices(DisputeState))
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200, default="", blank=True)
    respond_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_disputes"
        constraints = [
            models.UniqueConstraint(fields=["payment", "provider_reference"], name="dispute_reference_once"),
        ]
        indexes = [
            models.Index(fields=["respond_by"], condition=models.Q(state="open"), name="dispute_open_until"),
            models.Index(fields=["provider_reference"], name="dispute_by_reference"),
        ]

    def as_view(self) -> DisputeView:
        """The row as other apps see it; reads its payment, so select that along with it."""
        return DisputeView(
            id=self.id,
            payment_id=PaymentId(self.payment_id),
            order_id=OrderId(self.payment.order_id),
            amount=Money(self.amount_minor, self.currency),
            state=DisputeState(self.state),
            reason=self.reason,
            respond_by=self.respond_by,
            opened_at=self.opened_at,
            closed_at=self.closed_at,
        )


class Capture(TenantRow):
    """Money that was taken for a payment at one moment: by the provider, or on delivery. Rows are only added."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="captures")
    reference = models.CharField(max_length=100)  # at most once each: the provider's name of it, or what was collected for
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    captured_at = models.DateTimeField()

    class Meta:
        db_table = "payment_captures"
        constraints = [
            models.UniqueConstraint(fields=["payment", "reference"], name="captured_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="capture_amount_positive"),
        ]
        # For comparing with a provider's reports. Rows come in the order of time, so an index of it costs a write next to nothing.
        indexes = [
            models.Index(fields=["reference"], name="capture_by_reference"),
            BrinIndex(fields=["captured_at"], name="capture_time"),
        ]

    def as_view(self) -> CaptureView:
        """The row as other apps see it."""
        return CaptureView(reference=self.reference, amount=Money(self.amount_minor, self.currency), captured_at=self.captured_at)


class Card(TenantRow):
    """A customer's saved card. Its row goes once the provider has forgotten the card, too."""

    id = models.CharField(primary_key=True, max_length=40)
    customer_id = models.CharField(max_length=40)
    provider = models.CharField(max_length=20)  # whose account has it
    provider_customer = models.CharField(max_length=100)
    reference = models.CharField(max_length=100)
    brand = models.CharField(max_length=100)
    last4 = models.CharField(max_length=4)
    expires_month = models.PositiveSmallIntegerField()
    expires_year = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)  # by the customer: not shown, and not usable, from then on

    class Meta:
        db_table = "payment_cards"
        constraints = [models.UniqueConstraint(fields=["provider", "reference"], name="card_reference_once")]
        indexes = [models.Index(fields=["customer_id", "-id"], name="card_of_customer")]

    def as_view(self) -> SavedCard:
        """The row as its customer sees it."""
        return SavedCard(**{name: getattr(self, name) for name in SavedCard.__struct_fields__})


class Method(TenantRow):
    """A row of the region's table of payment methods. Amounts are in minor units of its currency, and need one."""

    id = models.CharField(primary_key=True, max_length=40)
    code = models.CharField(max_length=40)
    provider = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    country = models.CharField(max_length=2, default="", blank=True)
    currency = models.CharField(max_length=3, default="", blank=True)
    amount_from_minor = models.BigIntegerField(default=0)
    amount_to_minor = models.BigIntegerField(null=True)
    fee_fixed_minor = models.BigIntegerField(default=0)
    fee_bp = models.PositiveIntegerField(default=0)  # hundredths of a percent of the amount
    position = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "payment_methods"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_from_minor__gte=0) & (Q(amount_to_minor=None) | Q(amount_to_minor__gte=F("amount_from_minor"))),
                name="method_amounts",
            ),
            models.CheckConstraint(condition=Q(fee_fixed_minor__gte=0) & Q(fee_bp__lte=10_000), name="method_fee"),
            models.CheckConstraint(
                condition=~Q(currency="") | Q(amount_from_minor=0, amount_to_minor=None, fee_fixed_minor=0),
                name="method_amounts_of_currency",
            ),
        ]

    def as_view(self) -> MethodView:
        """The row as staff see it."""
        return MethodView(
            id=self.id,
            code=self.code,
            provider=self.provider,
            kind=self.kind,  # type: ignore[arg-type]  # one of them: serializers refuse others
            name=self.name,
            country=self.country,
            currency=self.currency,
            amount_from_minor=self.amount_from_minor,
            amount_to_minor=self.amount_to_minor,
            fee_fixed_minor=self.fee_fixed_minor,
            fee_bp=self.fee_bp,
            position=self.position,
            is_active=self.is_active,
            updated_at=self.updated_at,
            etag=str(self.version),
        )


class ProviderEvent(TenantRow):
    """
    A webhook as it was received, with its raw body. It is interpreted afterwards.

    Where a provider names events, there is a row for each event. Where it names only the object that changed, there is one row for each
    object: every notice asks for another look, and ``digest`` says whether that look found anything new.
    """

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    type = models.CharField(max_length=100)
    payment_id = models.CharField(max_length=40, default="", blank=True)  # empty: not interpreted yet, or no payment of ours
    body = models.BinaryField()
    digest = models.CharField(max_length=64, default="", blank=True)  # of what the provider said when it was asked
    deliveries = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_provider_events"
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once")]
        indexes = [models.Index(fields=["payment_id"], name="provider_event_of_payment")]

    def as_view(self) -> WebhookView:
        """The row as staff see it; its body may hold personal data, and stays where it is."""
        same = {name: getattr(self, name) for name in WebhookView.__struct_fields__ if name != "state"}
        ended = WebhookState.INTERPRETED if self.payment_id else WebhookState.UNKNOWN
        return WebhookView(state=WebhookState.PENDING if self.processed_at is None else ended, **same)
