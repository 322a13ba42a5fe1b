"""Shapes of the payments API. Nothing here saves."""

from __future__ import annotations

import msgspec
from rest_framework import serializers

from marketplace.apps.payments.types import DisputeView, PaymentState, PaymentView, RefundView
from marketplace.foundation.rest.fields import IdField


class PaymentDetail(PaymentView, frozen=True, kw_only=True):
    """A payment with everything that became of it."""

    refunds: list[RefundView]
    disputes: list[DisputeView]

    @classmethod
    def of(cls, payment: PaymentView, refunds: list[RefundView], disputes: list[DisputeView]) -> PaymentDetail:
        """Put the three reads together."""
        return cls(**msgspec.structs.asdict(payment), refunds=refunds, disputes=disputes)


class PaymentFilter(serializers.Serializer):
    """What a list of payments can be narrowed to."""

    state = serializers.ChoiceField(choices=[state.value for state in PaymentState], required=False)
    order_id = IdField(prefix="ord", required=False)


class WebhookReceipt(msgspec.Struct, frozen=True):
    """What a provider is answered: it may forget the event."""

    status: str
