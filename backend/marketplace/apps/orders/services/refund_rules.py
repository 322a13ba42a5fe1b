"""Who bears the costs of a refund, by its reason: what a region sets for the commission, and for what the payment provider keeps."""

from __future__ import annotations

from marketplace.apps.orders.region_settings import COMMISSION_KEPT_FOR, PROVIDER_FEE_CHARGED_FOR
from marketplace.apps.orders.types import RefundReason, VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.kit.money import Money, total


def keeps_commission(reason: RefundReason) -> bool:
    """Whether the operator keeps its commission, and the VAT on it, on what is refunded."""
    return reason in COMMISSION_KEPT_FOR.current().split(",")


def provider_fee_of(vendor_order: VendorOrder, due: Money, reason: RefundReason) -> Money:
    """
    What the vendor pays of the provider's fee for a refund of ``due``, which the payment had paid: its share of what the provider keeps of
    the payment as of now, or nothing. The shares of all refunds add up to at most the fee.
    """
    if reason not in PROVIDER_FEE_CHARGED_FOR.current().split(","):
        return Money.zero(due.currency)
    payment = payment_queries.get_payment(vendor_order.payment_id)
    if not payment.captured:
        return Money.zero(due.currency)
    before = total((item.of_payment for item in vendor_order.reversals), due.currency).minor
    return payment.provider_fee.slice(before, before + due.minor, of=payment.captured.minor)
