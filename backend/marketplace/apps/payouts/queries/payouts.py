"""Reads of payouts and balances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max, Q, Sum

from marketplace.apps.payouts.models import Adjustment, Hold, OperatorBankAccount, PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.queries import unpaid_earnings
from marketplace.apps.payouts.queries.debts import debt_limit
from marketplace.apps.payouts.types import LIVE, Balance, Earning, PayoutDetail, PayoutState, RunState
from marketplace.foundation import tenancy
from marketplace.foundation.rows.pages import currency_of_list, sorted_page
from marketplace.kit.errors import NotFound
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, Sorting, decode_cursor, page_of

_TAKEN = Sum("amount_minor", filter=Q(state__in=(PayoutState.APPROVED, PayoutState.FAILED)), default=0)  # still in the books' balance
_UNDER_WAY = Sum("amount_minor", filter=Q(state__in=LIVE), default=0)
_PAID = Sum("amount_minor", filter=Q(state=PayoutState.PAID), default=0)


def balances(vendor_id: str, *, now: datetime) -> list[Balance]:
    """What a vendor has with the operator, in each of the region's currencies. Two queries."""
    unpaid = unpaid_earnings.unpaid_sums(vendor_id, until=now)
    payouts = VendorPayout.objects.filter(vendor_id=vendor_id).values("currency").annotate(taken=_TAKEN, under_way=_UNDER_WAY, paid=_PAID)
    by_currency = {row["currency"]: row for row in payouts}
    limits = {currency: debt_limit(currency) for currency in tenancy.current().currencies}
    is_over = any(limit is not None and -unpaid.get(currency, (0, 0))[1] > limit.minor for currency, limit in limits.items())
    found = []
    for currency in tenancy.current().currencies:
        pending, payable = unpaid.get(currency, (0, 0))
        row = by_currency.get(currency, {"taken": 0, "under_way": 0, "paid": 0})
        found.append(
            Balance(
                currency=currency,
                pending=Money(pending, currency),
                payable=Money(payable, currency),
                being_paid=Money(row["under_way"], currency),
                paid=Money(row["paid"], currency),
                owed=Money(pending + payable + row["taken"], currency),
                debt_limit=limits[currency],
                is_over_debt_limit=is_over,
            )
        )
    return found


def last_run_ends() -> dict[str, datetime]:
    """By currency, up to when its last run took earnings; canceled runs do not count. One query."""
    runs = PayoutRun.objects.exclude(state=RunState.CANCELED).values("currency").annotate(last=Max("period_end"))
    return {row["currency"]: row["last"] for row in runs}


def get_run(run_id: str) -> PayoutRun:
    """:raises NotFound: if there is no such run"""
    run = PayoutRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def list_runs(page: PageRequest) -> Page[PayoutRun]:
    """Newest first."""
    runs = PayoutRun.objects.order_by("-id")
    if page.cursor:
        runs = runs.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(runs[: page.limit + 1]), page, position=lambda run: run.id)


def payouts_of_run(run_id: str) -> list[VendorPayout]:
    return list(VendorPayout.objects.filter(run_id=run_id).order_by("id"))


_NEWEST_FIRST = Sorting("created_at", descending=True)
_SORTED_BY = {"created_at": "pk", "amount": "amount_minor"}


def list_payouts(
    page: PageRequest, *, vendor_id: str = "", state: str = "", currency: str = "", sort: Sorting | None = None
) -> Page[PayoutDetail]:
    """
    Newest first unless ``sort`` says otherwise; empty filters do not filter. Amounts are compared within one currency, the region's default
    one unless ``currency`` names another.

    :raises InvalidInput: for a currency that is not the region's
    """
    sorting = sort or _NEWEST_FIRST
    if currency or sorting.column == "amount":
        currency = currency_of_list(currency)
    wanted = {"vendor_id": vendor_id, "state": state, "currency": currency}
    payouts = VendorPayout.objects.filter(**{name: value for name, value in wanted.items() if value})
    return sorted_page(payouts, page, sorting, by=_SORTED_BY[sorting.column]).map(VendorPayout.as_detail)


def get_payout(payout_id: str, *, vendor_id: str | None = None) -> PayoutDetail:
    """With ``vendor_id``, only that vendor's own. :raises NotFound: if there is none"""
    payouts = VendorPayout.objects.filter(pk=payout_id)
    if vendor_id is not None:
        payouts = payouts.filter(vendor_id=vendor_id)
    payout = payouts.first()
    if payout is None:
        raise NotFound
    return payout.as_detail()


def payouts_by_id(payout_ids: Iterable[str]) -> list[PayoutDetail]:
    """Those that exist, by one query."""
    return [payout.as_detail() for payout in VendorPayout.objects.filter(pk__in=set(payout_ids)).order_by("id")]


def payouts_by_reference(references: Iterable[str]) -> list[PayoutDetail]:
    """Those that a bank or provider knows by these names, or that our end-to-end ids name, by one query."""
    names = set(references) - {""}
    ids = {name.rpartition("-")[0].replace("pout-", "pout_", 1) for name in names if name.startswith("pout-")}
    found = VendorPayout.objects.filter(Q(bank_reference__in=names) | Q(pk__in=ids)).order_by("id")
    return [payout.as_detail() for payout in found]


def earnings_of(payout_id: str) -> list[Earning]:
    """The rows of the books that a payout pays, oldest first. One query."""
    items = PayoutItem.objects.filter(payout_id=payout_id).select_related("transaction").order_by("transaction_id")
    return [
        Earning(
            transaction_id=item.transaction_id,
            type=item.transaction.type,
            amount_minor=item.amount_minor,
            occurred_at=item.transaction.occurred_at,
            order_id=item.transaction.order_id,
            vendor_order_id=item.transaction.vendor_order_id,
            line_id=item.transaction.line_id,
            details=item.transaction.details,
        )
        for item in items
    ]


def get_adjustment(adjustment_id: str) -> Adjustment:
    """:raises NotFound: if there is none"""
    adjustment = Adjustment.objects.filter(pk=adjustment_id).first()
    if adjustment is None:
        raise NotFound
    return adjustment


def list_adjustments(page: PageRequest, *, vendor_id: str = "", state: str = "") -> Page[Adjustment]:
    """Newest first; empty filters do not filter."""
    wanted = {"vendor_id": vendor_id, "state": state}
    adjustments = Adjustment.objects.filter(**{name: value for name, value in wanted.items() if value}).order_by("-id")
    if page.cursor:
        adjustments = adjustments.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(adjustments[: page.limit + 1]), page, position=lambda adjustment: adjustment.id)


def count_held_orders(vendor_id: str) -> int:
    """Of how many orders of the vendor something holds the earnings now."""
    return Hold.objects.filter(vendor_id=vendor_id, released_at=None).values("vendor_order_id").distinct().count()


def list_holds(page: PageRequest, *, vendor_id: str = "", vendor_order_id: str = "") -> Page[Hold]:
    """Newest first, released ones included; empty filters do not filter."""
    wanted = {"vendor_id": vendor_id, "vendor_order_id": vendor_order_id}
    holds = Hold.objects.filter(**{name: value for name, value in wanted.items() if value}).order_by("-id")
    if page.cursor:
        holds = holds.filter(pk__lt=decode_cursor(page.cursor, int))
    return page_of(list(holds[: page.limit + 1]), page, position=lambda hold: hold.pk)


def operator_accounts() -> Sequence[OperatorBankAccount]:
    """One for each currency that has one."""
    return list(OperatorBankAccount.objects.order_by("currency"))
