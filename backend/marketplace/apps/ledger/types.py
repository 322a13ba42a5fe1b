"""Types, accounts and values of the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from marketplace.kit.money import Money


class TransactionType(StrEnum):
    """What a row of the books is for. ``ledger/domain/chart.py`` says which accounts each type moves money between."""

    SALE = "sale"
    SHIPPING = "shipping"
    DISCOUNT = "discount"
    PAYMENT_FEE = "payment_fee"
    COMMISSION = "commission"
    COMMISSION_VAT = "commission_vat"
    REFUND = "refund"
    REFUND_DISCOUNT = "refund_discount"
    REFUND_COMMISSION = "refund_commission"
    REFUND_COMMISSION_VAT = "refund_commission_vat"
    REFUND_PROVIDER_FEE = "refund_provider_fee"
    COLLECTED = "cash_collected"
    CASH_RETURNED = "cash_returned"
    DISPUTE = "dispute"
    PROVIDER_FEE = "provider_fee"
    ADJUSTMENT = "adjustment"
    REPAYMENT = "repayment"
    WRITE_OFF = "write_off"
    CREDIT_ISSUED = "credit_issued"
    CREDIT_SOLD = "credit_sold"
    CREDIT_SALE_REFUNDED = "credit_sale_refunded"
    CREDIT_REDEEMED = "credit_redeemed"
    CREDIT_REFUNDED = "credit_refunded"
    CREDIT_EXPIRED = "credit_expired"
    SETTLEMENT = "settlement"
    BANK_RECEIPT = "bank_receipt"
    PAYOUT = "payout"
    PAYOUT_RETURNED = "payout_returned"


# Families of accounts: the name of one is the family and an id.
VENDORS = "vendor:"
PROVIDERS = "provider:"
CASH = "cash:"
CREDITS = "credit:"

OPERATOR_COMMISSION = "operator:commission"
OPERATOR_COMMISSION_VAT = "operator:commission_vat"
OPERATOR_CREDIT_EXPIRED = "operator:credit_expired"  # what nobody used in time
OPERATOR_CREDIT_ISSUED = "operator:credit_issued"  # what the operator gave away as gift cards and store credit
OPERATOR_DISCOUNTS = "operator:discounts"  # what the operator bears of discounts
OPERATOR_PAYMENT_FEES = "operator:payment_fees"  # what customers paid for their payment method
OPERATOR_PROVIDER_FEES = "operator:provider_fees"
OPERATOR_ADJUSTMENTS = "operator:adjustments"
OPERATOR_SETTLED_REFUNDS = "operator:settled_refunds"  # what customers of failed refunds were paid outside the provider
OPERATOR_WRITE_OFFS = "operator:write_offs"
BANK_PAYOUTS = "bank:payouts"
BANK_IN_TRANSIT = "bank:in_transit"  # what providers have sent to the operator's bank and no statement has shown yet
BANK_SETTLEMENTS = "bank:settlements"  # what came from providers
BANK_REPAYMENTS = "bank:repayments"  # money that vendors transferred to the operator


def vendor_account(vendor_id: str) -> str:
    """What the operator owes a vendor."""
    return f"{VENDORS}{vendor_id}"


def provider_account(provider: str) -> str:
    """Customers' money as it came in through a payment provider: its balance is minus what the provider holds for us."""
    return f"{PROVIDERS}{provider}"


def credit_account(credit_id: str) -> str:
    """What the operator owes the holder of a gift card or of store credit."""
    return f"{CREDITS}{credit_id}"


def collection_account(holder: str) -> str:
    """
    Customers' money that a vendor (by its id) or a courier (by its code) collects on delivery. A courier's balance is minus what it holds
    for us; a vendor's is nothing, since the vendor keeps what it collected.
    """
    return f"{CASH}{holder}"


def reason_by_hand(details: Mapping[str, Any]) -> str:
    """Why staff booked a row themselves; empty for all others, whose details are for programs."""
    return str(details["reason"]) if "adjustment_id" in details else ""


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


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """
    A row of the books: ``amount``, always positive, moved from ``source`` to ``destination``. ``occurred_at`` is when it was decided,
    ``recorded_at`` when it was stored.
    """

    id: int
    key: str
    type: TransactionType
    source: str
    destination: str
    amount: Money
    vendor_id: str
    order_id: str
    vendor_order_id: str
    line_id: str
    payment_id: str
    refund_id: str
    payout_id: str
    details: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime

    @property
    def currency(self) -> str:
        return self.amount.currency


class Balance(msgspec.Struct, frozen=True):
    """Sum of what came in less sum of what went out, of one account in one currency."""

    account: str
    balance: Money


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From ``since`` on and up to ``until``, both included, by when things occurred; in one ``currency``."""

    currency: str
    since: datetime
    until: datetime


class AccountMovement(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an account, or all accounts of a family (``vendor``, ``cash``, ``credit``), had before a period, what went out and came in, and
    what it has after it. ``closing`` is ``opening - debit + credit``.
    """

    account: str
    opening: Money
    debit: Money
    credit: Money
    closing: Money


class TrialBalance(msgspec.Struct, frozen=True, kw_only=True):
    """Every account over a period. In ``total`` opening and closing are zero, and debit is credit: each row of the books is both."""

    period: Period
    accounts: list[AccountMovement]
    total: AccountMovement


class DaySales(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a vendor sold on one day of the region's calendar, in one currency: ``sales`` with shipping and what the operator paid of it as
    a discount, before commission; ``refunds`` of that day, whichever day they were sold on; both positive.
    """

    day: str
    sales: Money
    refunds: Money
    order_count: int


class HourOfSales(msgspec.Struct, frozen=True, kw_only=True):
    """
    What one vendor sold in an hour of the region's clock, in one currency: ``sales`` and ``refunds`` as in ``DaySales``, ``commission``
    without VAT, less what was reversed of it in that hour.
    """

    hour: datetime
    vendor_id: str
    sales: Money
    refunds: Money
    commission: Money


class VendorActivity(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a vendor was credited in a quarter (1 to 4): sales and delivery, VAT and the operator's share of discounts included, less refunds;
    and what it was charged: commission, its VAT, and shares of providers' fees. ``sale_count`` is how many vendor orders were booked
    of which something is left.
    """

    vendor_id: str
    quarter: int
    credited: Money
    charged: Money
    sale_count: int


class PostingRule(msgspec.Struct, frozen=True, kw_only=True):
    """
    One type of posting: the accounts that it may move money between, as pairs of source and destination. A name that ends in a colon
    stands for every account of that family.

    ``label`` is the name of the type on a vendor's statement, in English, which is its key in the catalogues of texts.
    """

    type: TransactionType
    moves: tuple[tuple[str, str], ...]
    label: str
    purpose: str

    @property
    def sign(self) -> int:
        """On a vendor's statement: 1 for what the vendor gets, -1 for what it owes, 0 where a row may be either, or is on none."""
        gets = any(destination == VENDORS for _, destination in self.moves)
        owes = any(source == VENDORS for source, _ in self.moves)
        return int(gets) - int(owes)

    def allows(self, source: str, destination: str) -> bool:
        """Whether money may move from the account ``source`` to the account ``destination``."""
        return any(_is_of(source, wanted) and _is_of(destination, other) for wanted, other in self.moves)


def _is_of(account: str, wanted: str) -> bool:
    return account.startswith(wanted) and account != wanted if wanted.endswith(":") else account == wanted
