"""Payments, and what became of them. Amounts are in minor units of the row's currency."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marketplace.apps.payments.types import (
    DisputeState,
    DisputeView,
    PaymentAction,
    PaymentState,
    PaymentView,
    RefundState,
    RefundView,
)
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money

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


def _choices(states: type[PaymentState] | type[RefundState] | type[DisputeState]) -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in states]


class Payment(TenantRow):
    """What a customer pays for one checkout, by one provider. Its id is also the provider's idempotency key."""

    id = models.CharField(primary_key=True, max_length=40)
    checkout_id = models.CharField(max_length=40, unique=True)
    order_id = models.CharField(max_length=40, unique=True)
    provider = models.CharField(max_length=20)
    method = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=_choices(PaymentState), default=PaymentState.CREATED)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)  # the refunds that did not fail, summed under this row's lock
    disputed_minor = models.BigIntegerField(default=0)  # open and lost disputes, likewise
    provider_reference = models.CharField(max_length=100, default="", blank=True)
    action_url = models.TextField(default="", blank=True)
    failure_code = models.CharField(max_length=100, default="", blank=True)
    return_url = models.TextField(default="", blank=True)
    description = models.CharField(max_length=500, default="", blank=True)
    customer_email = models.CharField(max_length=320, default="", blank=True)
    card_token = models.CharField(max_length=200, default="", blank=True)  # single use, made by the provider's own form
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    next_check_at = models.DateTimeField(null=True)  # when to ask the provider, should it have said nothing by then

    class Meta:
        db_table = "payments"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(captured_minor__gte=0) & Q(captured_minor__lte=F("amount_minor")), name="payment_captured_bounds"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("captured_minor")), name="payment_refunded_bounds"
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_reference"], name="payment_reference_once", condition=~Q(provider_reference="")
            ),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], name="payment_to_check", condition=Q(next_check_at__isnull=False)),
            models.Index(fields=["-created_at", "-id"], name="payment_newest"),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_view(self) -> PaymentView:
        """The row as other apps see it."""
        is_waiting = self.state == PaymentState.REQUIRES_ACTION and self.action_url
        return PaymentView(
            id=PaymentId(self.id),
            checkout_id=CheckoutId(self.checkout_id),
            order_id=OrderId(self.order_id),
            provider=self.provider,
            method=self.method,
            amount=self.amount,
            state=PaymentState(self.state),
            action=PaymentAction("redirect", self.action_url) if is_waiting else None,
            captured=Money(self.captured_minor, self.currency),
            refunded=Money(self.refunded_minor, self.currency),
            failure_code=self.failure_code,
            created_at=self.created_at,
            updated_at=self.updated_at,
        )


class Refund(TenantRow):
    """Money on its way back to the customer. Its id is also the provider's idempotency key."""

    id = models.CharField(primary_key=True, max_length=40)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    state = models.CharField(max_length=20, choices=_choices(RefundState), default=RefundState.PENDING)
    origin = models.CharField(max_length=20, default="marketplace")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
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
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive"),
            models.UniqueConstraint(
                fields=["payment", "provider_reference"], name="refund_reference_once", condition=~Q(provider_reference="")
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="refund_to_try", condition=Q(next_attempt_at__isnull=False)),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_view(self) -> RefundView:
        """The row as other apps see it; reads its payment, so select that along with it."""
        return RefundView(
            id=self.id,
            payment_id=PaymentId(self.payment_id),
            order_id=OrderId(self.payment.order_id),
            amount=self.amount,
            state=RefundState(self.state),
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
    state = models.CharField(max_length=20, choices=_choices(DisputeState))
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200, default="", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_disputes"
        constraints = [
            models.UniqueConstraint(fields=["payment", "provider_reference"], name="dispute_reference_once"),
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
            opened_at=self.opened_at,
            closed_at=self.closed_at,
        )


class CashCollection(TenantRow):
    """Cash taken at the door for a part of a payment."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="collections")
    reference = models.CharField(max_length=100)  # what it was for; at most once each
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    collected_at = models.DateTimeField()

    class Meta:
        db_table = "payment_cash_collections"
        constraints = [
            models.UniqueConstraint(fields=["payment", "reference"], name="cash_collected_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cash_amount_positive"),
        ]


class ProviderEvent(TenantRow):
    """A webhook whose signature was good, with its raw body: once for each event, however often it is delivered."""

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    type = models.CharField(max_length=100)
    payment_id = models.CharField(max_length=40, default="", blank=True)  # empty: no payment of ours
    body = models.BinaryField()
    deliveries = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_provider_events"
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once")]
        indexes = [models.Index(fields=["payment_id"], name="provider_event_of_payment")]
