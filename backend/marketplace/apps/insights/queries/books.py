"""The check of the books: every rule of ``checks``, as of one moment, by currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connections

from marketplace.apps.insights.queries.checks import OF_DOCUMENTS, OF_ROWS
from marketplace.apps.insights.queries.reading import rows_of
from marketplace.apps.insights.types import AccountGroup, BooksReport, CurrencyBooks, Difference
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

_ACCOUNTS = """
    SELECT currency, CASE WHEN account ~ '^(vendor|cash|credit):' THEN split_part(account, ':', 1) ELSE account END, sum(amount) FROM (
        SELECT currency, destination AS account, amount_minor AS amount FROM financial_transactions
        UNION ALL
        SELECT currency, source, -amount_minor FROM financial_transactions
    ) AS moves GROUP BY 1, 2 ORDER BY 1, 2
"""
_COUNTS = "SELECT currency, count(*) FROM financial_transactions GROUP BY 1"


def check_books(*, now: datetime) -> BooksReport:
    """
    Hold the ledger against payments, checkouts, vendor orders, payouts and stock.

    What is just happening may look different for a moment, since documents and rows are not read at once: what differs is
    read a second time, and reported only if it still differs.
    """
    found = _differences()
    if found:
        again = set(_differences())
        found = [item for item in found if item in again]
    tenant = tenancy.current()
    currencies = _by_currency(tenant.currencies, found)
    others = [item for item in found if item.currency not in tenant.currencies]
    return BooksReport(tenant=tenant.slug, checked_at=now, is_clean=not found, currencies=currencies, other_differences=others)


def _differences() -> list[Difference]:
    of_documents = [item for check in OF_DOCUMENTS for item in check()]
    with _one_moment():
        return [item for check in OF_ROWS for item in check()] + of_documents


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query inside sees the database as of the same moment, and changes nothing."""
    connection = connections[tenancy.current().slug]
    is_outermost = not connection.in_atomic_block
    with tenancy.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _by_currency(currencies: Sequence[str], found: Sequence[Difference]) -> list[CurrencyBooks]:
    counts = dict(rows_of(_COUNTS))
    accounts: dict[str, list[AccountGroup]] = defaultdict(list)
    for currency, account, amount in rows_of(_ACCOUNTS):
        accounts[currency].append(AccountGroup(account=account, balance=Money(int(amount), currency)))
    books = []
    for currency in currencies:
        own = [item for item in found if item.currency == currency]
        books.append(
            CurrencyBooks(
                currency=currency, row_count=counts.get(currency, 0), accounts=accounts[currency], is_clean=not own, differences=own
            )
        )
    return books
