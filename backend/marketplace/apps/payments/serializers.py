"""Shapes of the payments API. Nothing here saves."""

from __future__ import annotations

from typing import get_args

import msgspec
from rest_framework import serializers

from marketplace.apps.payments.queries.methods import NAMES
from marketplace.apps.payments.types import (
    CaptureView,
    DisputeState,
    DisputeView,
    MethodKind,
    PaymentState,
    PaymentView,
    RefundState,
    RefundView,
    WebhookState,
)
from marketplace.foundation.rest.fields import CodeField, IdField, LineField, SortField
from marketplace.foundation.rest.serializers import StrictSerializer

MAX_MINOR = 10**12


class PaymentDetail(PaymentView, frozen=True, kw_only=True):
    """A payment with everything that became of it."""

    captures: list[CaptureView]
    refunds: list[RefundView]
    disputes: list[DisputeView]

    @classmethod
    def of(cls, payment: PaymentView, captures: list[CaptureView], refunds: list[RefundView], disputes: list[DisputeView]) -> PaymentDetail:
        """Put the reads together."""
        return cls(**msgspec.structs.asdict(payment), captures=captures, refunds=refunds, disputes=disputes)


class PaymentFilter(StrictSerializer):
    """What a list of payments can be narrowed to."""

    state = serializers.ChoiceField(choices=[state.value for state in PaymentState], required=False)
    order_id = IdField(prefix="ord", required=False)


class AddMethod(StrictSerializer):
    """A row of the table of payment methods. An empty country or currency stands for any; amounts are in minor units of the currency."""

    code = CodeField(max_length=40)
    provider = CodeField(max_length=20)
    kind = serializers.ChoiceField(choices=[kind for kind in get_args(MethodKind) if kind != "none"])
    name = serializers.ChoiceField(choices=list(NAMES))
    country = CodeField(max_length=2, default="", allow_blank=True)
    currency = CodeField(max_length=3, default="", allow_blank=True)
    amount_from_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, default=0)
    amount_to_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, default=None, allow_null=True)
    fee_fixed_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, default=0)
    fee_bp = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    position = serializers.IntegerField(min_value=0, max_value=10_000)
    is_active = serializers.BooleanField(default=True)


class ChangeMethod(StrictSerializer):
    """What is left out stays. The code and the provider of a row stay as they are: payments and carts name them."""

    name = serializers.ChoiceField(choices=list(NAMES), required=False)
    country = CodeField(max_length=2, required=False, allow_blank=True)
    currency = CodeField(max_length=3, required=False, allow_blank=True)
    amount_from_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False)
    amount_to_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, allow_null=True)
    fee_fixed_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False)
    fee_bp = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    position = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    is_active = serializers.BooleanField(required=False)


class RefundFilter(StrictSerializer):
    """What a list of refunds can be narrowed to."""

    state = serializers.ChoiceField(choices=[state.value for state in RefundState], required=False)
    sort = SortField("created_at")


class DisputeFilter(StrictSerializer):
    """What a list of disputes can be narrowed to."""

    state = serializers.ChoiceField(choices=[state.value for state in DisputeState], required=False)


class WebhookFilter(StrictSerializer):
    """What a list of webhooks can be narrowed to."""

    provider = CodeField(max_length=20, required=False)
    state = serializers.ChoiceField(choices=[state.value for state in WebhookState], required=False)
    payment_id = IdField(prefix="pay", required=False)


class ReplayWebhook(StrictSerializer):
    """Why it is interpreted once more."""

    reason = LineField(max_length=500)


class RetryRefund(StrictSerializer):
    """Why the provider is asked once more."""

    reason = LineField(max_length=500)


class SettleRefund(RetryRefund):
    """How the customer got the money: ``reference`` names a transfer, for example."""

    reference = LineField(max_length=140, required=False, default="", allow_blank=True)


class WebhookReceipt(msgspec.Struct, frozen=True):
    """What a provider is answered: it may forget the event."""

    status: str
