"""Shapes of the books in the API; nothing here saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from rest_framework import serializers

from marketplace.apps.ledger.types import AccountMovement, DaySales, Period, Transaction, TransactionType, reason_by_hand, vendor_account
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import CodeField, IdField, RegionTimeField, invalid
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.money import Money
from marketplace.kit.pages import Page
from marketplace.kit.texts import Text


class ListVendorTransactions(StrictSerializer):
    """The query string of a vendor's rows."""

    type = serializers.ChoiceField(choices=[kind.value for kind in TransactionType], required=False)
    order_id = IdField(prefix="ord", required=False)
    payout_id = IdField(prefix="pout", required=False)


class ListTransactions(ListVendorTransactions):
    """The query string of all rows."""

    vendor_id = IdField(prefix="ven", required=False)
    account = CodeField(max_length=60, required=False, help_text="Such as `provider:sandbox`; rows that come from it or go to it.")


class PeriodOfBooks(StrictSerializer):
    """The query string of what is reported over a period."""

    currency = CodeField(min_length=3, max_length=3, required=False, help_text="The region's default if left out.")
    since = RegionTimeField(help_text="From this time, or from the beginning of this day of the region.")
    until = RegionTimeField(is_end=True, help_text="Up to this time, or to the end of this day of the region.")

    def validate_currency(self, currency: str) -> str:
        known = tenancy.current().currencies
        if currency not in known:
            raise invalid(Text("One of: {choices}", choices=known), "unknown_currency")
        return currency


MAX_SALES_DAYS = limits.declare("ledger.sales_days", 366, "days", "Of sales by day; 422 `invalid_input` above it.")
USUAL_SALES_DAYS = 30


class SalesDays(StrictSerializer):
    """The query string of sales by day."""

    since = RegionTimeField(required=False, help_text=f"From this day of the region; {USUAL_SALES_DAYS} days up to `until` if left out.")
    until = RegionTimeField(is_end=True, required=False, help_text="To the end of this day of the region; today if left out.")


def sales_days_of(data: Mapping[str, Any], *, now: datetime) -> tuple[datetime, datetime]:
    """From when to when. :raises InvalidInput: if it ends before it begins, or is longer than ``MAX_SALES_DAYS``"""
    until = data.get("until", now)
    since = data.get("since")
    if since is None:
        first = until.astimezone(ZoneInfo(tenancy.current().timezone)) - timedelta(days=USUAL_SALES_DAYS - 1)
        since = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if until < since:
        raise InvalidInput(errors=[FieldError("until", "before_since", Text("The period ends before it begins"))])
    if until - since > timedelta(days=MAX_SALES_DAYS):
        raise InvalidInput(errors=[FieldError("since", "too_long", Text("At most {limit} days", limit=MAX_SALES_DAYS))])
    return since, until


class Sales(msgspec.Struct, frozen=True):
    """A vendor's sales, the oldest day first; days without any are left out."""

    items: Sequence[DaySales]


def period_of(data: Mapping[str, Any]) -> Period:
    """The period that was asked for. :raises InvalidInput: if it ends before it begins"""
    if data["until"] < data["since"]:
        raise InvalidInput(errors=[FieldError("until", "before_since", Text("The period ends before it begins"))])
    return Period(**{"currency": tenancy.current().default_currency, **data})


class VendorTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books as its vendor sees it: ``amount`` is positive for what the vendor gets; ``reason`` is of a booking by hand."""

    id: int
    type: TransactionType
    amount: Money
    order_id: str
    vendor_order_id: str
    line_id: str
    refund_id: str
    payout_id: str
    reason: str
    occurred_at: datetime


class AccountStatement(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's own account over a period. ``opening`` and all rows (``items``) add up to ``closing``, which is what the operator owes the
    vendor after it, and the ``opening`` of the next period. ``credit`` came in, ``debit`` went out.
    """

    period: Period
    opening: Money
    credit: Money
    debit: Money
    closing: Money
    items: Sequence[VendorTransaction]
    next_cursor: str | None


def account_statement(period: Period, movement: AccountMovement, rows: Page[Transaction]) -> AccountStatement:
    amounts = {name: getattr(movement, name) for name in ("opening", "credit", "debit", "closing")}
    return AccountStatement(period=period, items=rows.map(vendor_transaction).items, next_cursor=rows.next_cursor, **amounts)


def vendor_transaction(row: Transaction) -> VendorTransaction:
    same = {name: getattr(row, name) for name in VendorTransaction.__struct_fields__ if name not in ("amount", "reason")}
    sign = 1 if row.destination == vendor_account(row.vendor_id) else -1
    return VendorTransaction(amount=row.amount * sign, reason=reason_by_hand(row.details), **same)
