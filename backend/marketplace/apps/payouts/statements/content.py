"""What a statement says. It adds up to the payout, and its lines are the rows of the books that the payout pays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payouts import queries
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.types import FIGURES, Earning
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.kit.money import Money


class StatementVendor(msgspec.Struct, frozen=True, kw_only=True):
    """Who is paid."""

    id: str
    name: str
    legal_name: str
    registration_number: str
    vat_number: str
    country: str
    address: Address | None


class StatementFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of the lines, each with the sign with which it counts; ``commission`` is net of what refunds gave back of it."""

    sales: Money
    shipping: Money
    refunds: Money
    commission: Money
    commission_vat: Money
    cash_collected: Money
    corrections: Money


class StatementLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books; ``amount`` is positive for what the vendor gets."""

    transaction_id: int
    occurred_at: datetime
    type: str
    order_number: str
    sku: str
    title: str
    amount: Money


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """The report of one payout."""

    payout_id: str
    state: str
    marketplace: str
    vendor: StatementVendor
    currency: str
    period_start: datetime
    period_end: datetime
    method: str
    masked_account: str
    bank_reference: str
    sent_at: datetime | None
    settled_at: datetime | None
    figures: StatementFigures
    amount: Money
    lines: list[StatementLine]


class StatementDoesNotAddUp(RuntimeError):
    """Lines, figures and amount differ: nothing is told rather than something wrong."""


def statement_of(payout: VendorPayout) -> Statement:
    """The statement, from the payout, its rows and what the orders say of them. :raises StatementDoesNotAddUp:"""
    earnings = queries.earnings_of(payout.id)
    lines = _lines(payout, earnings)
    if sum(line.amount.minor for line in lines) != payout.amount_minor or payout.figures.amount != payout.amount_minor:
        raise StatementDoesNotAddUp(payout.id)
    return Statement(
        payout_id=payout.id,
        state=payout.state,
        marketplace=tenancy.current().name,
        vendor=_vendor(payout.vendor_id),
        currency=payout.currency,
        period_start=payout.period_start,
        period_end=payout.period_end,
        method=payout.method,
        masked_account=payout.masked_account,
        bank_reference=payout.bank_reference,
        sent_at=payout.sent_at,
        settled_at=payout.settled_at,
        figures=figures_of(payout),
        amount=payout.amount,
        lines=lines,
    )


def figures_of(payout: VendorPayout) -> StatementFigures:
    return StatementFigures(**{name: Money(getattr(payout.figures, name), payout.currency) for name in FIGURES})


def _vendor(vendor_id: str) -> StatementVendor:
    vendor = vendor_queries.get_vendor(vendor_id)
    return StatementVendor(**{name: getattr(vendor, name) for name in StatementVendor.__struct_fields__})


def _lines(payout: VendorPayout, earnings: list[Earning]) -> list[StatementLine]:
    wanted = sorted({earning.vendor_order_id for earning in earnings if earning.vendor_order_id})
    orders = order_queries.vendor_orders_by_id(payout.vendor_id, wanted)
    return [_line(earning, orders.get(earning.vendor_order_id), payout.currency) for earning in earnings]


def _line(earning: Earning, order: Any, currency: str) -> StatementLine:
    sold = order.line(earning.line_id) if order is not None and earning.line_id else None
    return StatementLine(
        transaction_id=earning.transaction_id,
        occurred_at=earning.occurred_at,
        type=earning.type,
        order_number=order.number if order is not None else "",
        sku=sold.sku if sold is not None else "",
        title=" ".join(filter(None, (sold.title, sold.option_text))) if sold is not None else "",
        amount=Money(earning.amount_minor, currency),
    )
