"""The words of the check of the books."""

from __future__ import annotations

from datetime import datetime

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
