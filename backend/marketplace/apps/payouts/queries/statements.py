"""What a statement says. It adds up to the payout, and its lines are the rows of the books that the payout pays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.apps.ledger.types import reason_by_hand
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payouts.queries import unpaid_earnings
from marketplace.apps.payouts.queries.payouts import earnings_of
from marketplace.apps.payouts.types import Earning, PayoutDetail, Statement, StatementLine, StatementVendor
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.money import Money


class StatementDoesNotAddUp(RuntimeError):
    """Lines, amounts and total differ: no statement is made rather than a wrong one."""


def statement_of(payout: PayoutDetail) -> Statement:
    """The statement, from the payout, its rows and what the orders say of them. :raises StatementDoesNotAddUp:"""
    earnings = earnings_of(payout.id)
    lines = _lines(payout, earnings)
    if sum(line.amount.minor for line in lines) != payout.amount.minor or payout.amounts.total != payout.amount:
        raise StatementDoesNotAddUp(payout.id)
    return Statement(
        payout_id=payout.id,
        state=payout.state,
        marketplace=tenancy.current().name,
        vendor=_vendor(payout.vendor_id),
        currency=payout.currency,
        timezone=tenancy.current().timezone,
        period_start=payout.period_start,
        period_end=payout.period_end,
        method=payout.method,
        masked_account=payout.masked_account,
        bank_reference=payout.bank_reference,
        sent_at=payout.sent_at,
        settled_at=payout.settled_at,
        amounts=payout.amounts,
        amount=payout.amount,
        lines=lines,
    )


def _vendor(vendor_id: str) -> StatementVendor:
    vendor = vendor_queries.get_vendor(vendor_id)
    return StatementVendor(**{name: getattr(vendor, name) for name in StatementVendor.__struct_fields__})


def _lines(payout: PayoutDetail, earnings: list[Earning]) -> list[StatementLine]:
    wanted = sorted({earning.vendor_order_id for earning in earnings if earning.vendor_order_id})
    orders = order_queries.vendor_orders_by_id(payout.vendor_id, wanted)
    earlier = unpaid_earnings.sales_paid_before(payout.id, wanted)
    return [_line(earning, orders.get(earning.vendor_order_id), earlier, payout.currency) for earning in earnings]


def _line(earning: Earning, order: Any, earlier: Mapping[tuple[str, str], str], currency: str) -> StatementLine:
    is_taken_back = earning.type.startswith("refund")
    sold = order.line(earning.line_id) if order is not None and earning.line_id else None
    return StatementLine(
        transaction_id=earning.transaction_id,
        occurred_at=earning.occurred_at,
        type=earning.type,
        order_number=order.number if order is not None else "",
        sku=sold.sku if sold is not None else "",
        title=" ".join(filter(None, (sold.title, sold.option_text))) if sold is not None else reason_by_hand(earning.details),
        amount=Money(earning.amount_minor, currency),
        reason_code=str(earning.details.get("reason", "")) if is_taken_back else "",
        sold_in_payout=earlier.get((earning.vendor_order_id, earning.line_id), "") if is_taken_back else "",
    )


def notice_unprintable_languages(tenant: Tenant, now: datetime) -> list[str]:
    """The languages of a region whose letters the PDF of a statement does not have. (Its page, CSV and XLSX have all letters.)"""
    from marketplace.foundation.printing import has_letters_of  # reads fonts, which few processes need

    return [
        f"the PDF of a payout statement prints boxes for the letters of language {language}: the page, the CSV and the XLSX have them"
        for language in tenant.languages
        if not has_letters_of(language)
    ]
