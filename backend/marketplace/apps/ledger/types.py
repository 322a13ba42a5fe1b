"""The words of the books."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from marketplace.kit.money import Money

TransactionType = Literal[
    "sale",
    "shipping",
    "commission",
    "commission_vat",
    "refund",
    "refund_commission",
    "refund_commission_vat",
    "payout",
    "payout_returned",
    "dispute",
    "provider_fee",
    "cash_collected",
    "adjustment",
]

OPERATOR_COMMISSION = "operator:commission"
OPERATOR_COMMISSION_VAT = "operator:commission_vat"
OPERATOR_PROVIDER_FEES = "operator:provider_fees"
OPERATOR_ADJUSTMENTS = "operator:adjustments"
BANK_PAYOUTS = "bank:payouts"


def vendor_account(vendor_id: str) -> str:
    """What the operator owes a vendor."""
    return f"vendor:{vendor_id}"


def provider_account(provider: str) -> str:
    """Customers' money as it came in through a payment provider: its balance is minus what the provider holds for us."""
    return f"provider:{provider}"


def cash_account(vendor_id: str) -> str:
    """Customers' cash that a vendor takes at the door."""
    return f"cash:{vendor_id}"


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """
    A positive ``amount`` that moves from ``source`` to ``destination``.

    ``key`` is unique in the tenant: the same key with the same content is the same posting, sent again.
    """

    key: str
    type: TransactionType
    source: str
    destination: str
    amount: Money
    vendor_id: str = ""
    order_id: str = ""
    vendor_order_id: str = ""
    line_id: str = ""
    payment_id: str = ""
    refund_id: str = ""
    payout_id: str = ""
    details: dict[str, Any] = {}


class Balance(msgspec.Struct, frozen=True):
    """Sum of what came in less sum of what went out, of one account in one currency."""

    account: str
    balance: Money
