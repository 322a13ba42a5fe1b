"""The words of the check of the books, and of the overview."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from marketplace.kit.money import Money


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """
    Something that does not agree. ``check`` is stable and names the rule, ``subject`` what breaks it (an id or an account).

    ``expected`` is what the other side says and ``found`` what the books say, in minor units, or units for stock.
    """

    check: str
    subject: str
    currency: str = ""
    expected: int | None = None
    found: int | None = None
    detail: str = ""


class AccountGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The balance of all accounts of one kind, such as ``provider:sandbox``, ``vendor`` (all vendors together) or ``bank:payouts``."""

    account: str
    balance: Money


class CurrencyBooks(msgspec.Struct, frozen=True, kw_only=True):
    """One currency's side: the balances add up to zero."""

    currency: str
    row_count: int
    accounts: list[AccountGroup]
    is_clean: bool
    differences: list[Difference]


class BooksReport(msgspec.Struct, frozen=True, kw_only=True):
    """The check of the books. ``other_differences`` belong to no currency, such as stock."""

    tenant: str
    checked_at: datetime
    is_clean: bool
    currencies: list[CurrencyBooks]
    other_differences: list[Difference]


class DayOfSales(msgspec.Struct, frozen=True, kw_only=True):
    """What was sold on a day of the region: ``sales`` is what customers agreed to pay for products and delivery, VAT included."""

    day: date
    orders: int
    sales: Money


class CurrencySales(msgspec.Struct, frozen=True, kw_only=True):
    """Of one currency: today so far, the last seven days and the seven before, each with today's as the last; and each day of these."""

    currency: str
    orders_today: int
    sales_today: Money
    orders_7_days: int
    sales_7_days: Money
    orders_7_days_before: int
    sales_7_days_before: Money
    days: list[DayOfSales]


class OpenProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for staff, by a stable ``code``, and how often."""

    code: str
    count: int


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """
    The region at one moment; at most half a minute old. ``sales`` is null for staff who do not see money. ``together`` is all currencies in
    the region's ``reporting_currency``, each day by its reference rates; null without one, or without the rates of all its days.
    """

    made_at: datetime
    today: date
    sales: list[CurrencySales] | None
    together: CurrencySales | None
    problems: list[OpenProblem]
