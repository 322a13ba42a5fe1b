"""Shapes of checkouts in the API; nothing here saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.fields import AddressField
from marketplace.apps.carts.types import MAX_NOTE
from marketplace.apps.checkout.queries import Progress
from marketplace.apps.checkout.types import OPEN, CheckoutState, CheckoutStatus, PaymentChoice, PreviewedSale, status_of
from marketplace.apps.payments.types import PaymentAction, PaymentState
from marketplace.apps.vendors.fields import CommissionTermsFields
from marketplace.foundation.rest.fields import BlockField, CodeField, CodesField, EmailField, IdField, LineField, MoneyField, OwnPageField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.money import Money


class PlaceOrder(StrictSerializer):
    cart_id = IdField(prefix="cart")
    quoted_total = MoneyField()
    email = EmailField(required=False)
    shipping_address = AddressField(required=False)
    billing_address = AddressField(required=False)
    note = BlockField(required=False, allow_blank=True, max_length=MAX_NOTE, help_text="To the vendors.")
    shipping_choices = CodesField(child=IdField(prefix="shm"), required=False)
    payment_method = CodeField(max_length=40, required=False)
    return_url = OwnPageField(required=False, default="", max_length=1000, allow_blank=True)
    card_token = CodeField(required=False, default="", max_length=200, allow_blank=True)
    card_id = IdField(prefix="card", required=False, help_text="A saved card of the customer who is logged in, instead of a new one.")
    save_card = serializers.BooleanField(
        required=False, help_text="The customer, who is logged in, agrees to have the new card saved by the provider for later orders."
    )


class PreviewCommission(CommissionTermsFields):
    """Terms as `PUT admin/vendors/{vendor_id}/commission-plan` takes them, and the sale to try them on."""

    order_id = IdField(prefix="ord", required=False, help_text="An order with products of the vendor; its last ten when left out.")


class CommissionPreview(msgspec.Struct, frozen=True):
    """Sales as they were and as other terms would share them, the newest first."""

    items: Sequence[PreviewedSale]


def payment_choice(data: Mapping[str, Any], *, method: str, network: str) -> PaymentChoice:
    """How a validated ``PlaceOrder`` says to pay, by the cart's method."""
    return PaymentChoice(
        method=method,
        return_url=data["return_url"],
        card_token=data["card_token"],
        card_id=data.get("card_id", ""),
        saves_card=data.get("save_card", False),
        network=network,
    )


class CanceledLine(StrictSerializer):
    line_id = CodeField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000)


class CancelOrder(StrictSerializer):
    lines = serializers.ListField(child=CanceledLine(), required=False, max_length=200, help_text="Left out: everything that was not sent.")
    reason = LineField(max_length=500)


class CheckoutPayment(msgspec.Struct, kw_only=True, frozen=True):
    """The latest attempt to pay; ``attempt`` counts them from 1."""

    id: str
    attempt: int
    method: str
    state: PaymentState
    action: PaymentAction | None
    captured: Money
    captured_at: datetime | None
    refunded: Money


class CheckoutDetail(msgspec.Struct, kw_only=True, frozen=True):
    """
    ``order_token`` opens a guest's order; every holder of the cart may have it. ``reason`` says why it ended without an order: the
    provider's code for a decline, who canceled, or why money was refunded.
    """

    id: str
    order_id: str
    order_number: str
    order_token: str
    status: CheckoutStatus
    reason: str
    payment: CheckoutPayment


def checkout_detail(progress: Progress, *, order_number: str, order_token: str) -> CheckoutDetail:
    """The checkout as its customer reads it."""
    checkout, payment = progress.checkout, progress.payment
    paid = CheckoutPayment(
        id=payment.id,
        attempt=payment.attempt,
        method=payment.method,
        state=payment.state,
        action=payment.action if checkout.state in OPEN else None,
        captured=payment.captured,
        captured_at=payment.captured_at,
        refunded=payment.refunded,
    )
    return CheckoutDetail(
        id=checkout.id,
        order_id=checkout.order_id,
        order_number=order_number,
        order_token=order_token,
        status=status_of(CheckoutState(checkout.state)),
        reason=checkout.reason,
        payment=paid,
    )
