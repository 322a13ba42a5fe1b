"""What the books say. Every amount is a sum of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connections
from django.db.models import Q, QuerySet

from marketplace.apps.ledger.domain.chart import CHART
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.ledger.types import (
    AccountMovement,
    Balance,
    DaySales,
    HourOfSales,
    Period,
    PostingRule,
    Transaction,
    TrialBalance,
    VendorActivity,
    vendor_account,
)
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_BALANCES = r"""
    SELECT account, currency, sum(amount) FROM (
        SELECT destination AS account, currency, amount_minor AS amount FROM financial_transactions
        WHERE destination LIKE %(pattern)s ESCAPE '!'
        UNION ALL
        SELECT source, currency, -amount_minor FROM financial_transactions
        WHERE source LIKE %(pattern)s ESCAPE '!'
    ) AS moves
    GROUP BY account, currency
    ORDER BY account, currency
"""

_MOVEMENTS = """
    SELECT CASE WHEN account ~ '^(vendor|cash|credit):' THEN split_part(account, ':', 1) ELSE account END,
        coalesce(sum(credit - debit) FILTER (WHERE occurred_at < %(since)s), 0),
        coalesce(sum(debit) FILTER (WHERE occurred_at >= %(since)s), 0),
        coalesce(sum(credit) FILTER (WHERE occurred_at >= %(since)s), 0)
    FROM (
        SELECT source AS account, occurred_at, amount_minor AS debit, 0 AS credit FROM financial_transactions
        WHERE currency = %(currency)s AND occurred_at <= %(until)s
        UNION ALL
        SELECT destination, occurred_at, 0, amount_minor FROM financial_transactions
        WHERE currency = %(currency)s AND occurred_at <= %(until)s
    ) AS moves
    GROUP BY 1 ORDER BY 1
"""
_OWN_MOVEMENT = """
    SELECT coalesce(sum(amount) FILTER (WHERE occurred_at < %(since)s), 0),
        coalesce(-sum(amount) FILTER (WHERE occurred_at >= %(since)s AND amount < 0), 0),
        coalesce(sum(amount) FILTER (WHERE occurred_at >= %(since)s AND amount > 0), 0)
    FROM (
        SELECT occurred_at, CASE WHEN destination = %(account)s THEN amount_minor ELSE -amount_minor END AS amount
        FROM financial_transactions
        WHERE currency = %(currency)s AND occurred_at <= %(until)s AND (source = %(account)s OR destination = %(account)s)
    ) AS moves
"""

_CREDITED = """
    coalesce(sum(CASE WHEN destination LIKE 'vendor:%%' THEN amount_minor ELSE -amount_minor END) FILTER (
        WHERE type IN ('sale', 'shipping', 'discount', 'refund', 'refund_discount')
            AND (source LIKE 'vendor:%%' OR destination LIKE 'vendor:%%')
    ), 0)
"""
_OF_VENDORS = "FROM financial_transactions WHERE vendor_id <> '' AND occurred_at >= %(since)s AND occurred_at < %(until)s"
# A sale of which nothing is left in the time that is asked about is none.
_ACTIVITY = f"""
    WITH part AS (SELECT vendor_order_id, {_CREDITED} AS kept {_OF_VENDORS} GROUP BY 1),
    own AS (SELECT * {_OF_VENDORS})
    SELECT vendor_id, currency, extract(quarter FROM occurred_at AT TIME ZONE %(timezone)s)::int,
        {_CREDITED},
        coalesce(sum(CASE WHEN source LIKE 'vendor:%%' THEN amount_minor ELSE -amount_minor END) FILTER (
            WHERE type IN ('commission', 'commission_vat', 'refund_commission', 'refund_commission_vat', 'refund_provider_fee')
        ), 0),
        count(DISTINCT vendor_order_id) FILTER (WHERE type = 'sale' AND kept > 0)
    FROM own JOIN part USING (vendor_order_id) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608  # our own text
_DAILY_SALES = """
    SELECT (occurred_at AT TIME ZONE %(timezone)s)::date::text, currency,
        coalesce(sum(CASE WHEN destination = %(account)s THEN amount_minor ELSE -amount_minor END)
            FILTER (WHERE type IN ('sale', 'shipping', 'discount')), 0),
        coalesce(sum(CASE WHEN source = %(account)s THEN amount_minor ELSE -amount_minor END)
            FILTER (WHERE type IN ('refund', 'refund_discount')), 0),
        count(DISTINCT vendor_order_id) FILTER (WHERE type = 'sale' AND destination = %(account)s)
    FROM financial_transactions
    WHERE vendor_id = %(vendor_id)s AND (source = %(account)s OR destination = %(account)s)
        AND type IN ('sale', 'shipping', 'discount', 'refund', 'refund_discount')
        AND occurred_at >= %(since)s AND occurred_at <= %(until)s
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_HOURLY_SALES = """
    SELECT date_trunc('hour', occurred_at, %(timezone)s::text), vendor_id, currency,
        coalesce(sum(CASE WHEN destination LIKE 'vendor:%%' THEN amount_minor ELSE -amount_minor END)
            FILTER (WHERE type IN ('sale', 'shipping', 'discount')), 0),
        coalesce(sum(CASE WHEN source LIKE 'vendor:%%' THEN amount_minor ELSE -amount_minor END)
            FILTER (WHERE type IN ('refund', 'refund_discount')), 0),
        coalesce(sum(CASE WHEN source LIKE 'vendor:%%' THEN amount_minor ELSE -amount_minor END)
            FILTER (WHERE type IN ('commission', 'refund_commission')), 0)
    FROM financial_transactions
    WHERE vendor_id <> '' AND (source LIKE 'vendor:%%' OR destination LIKE 'vendor:%%')
        AND type IN ('sale', 'shipping', 'discount', 'refund', 'refund_discount', 'commission', 'refund_commission')
        AND occurred_at >= %(since)s AND occurred_at < %(until)s
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_HOURS_BOOKED = """
    SELECT date_trunc('hour', occurred_at, %(timezone)s::text), max(id) FROM financial_transactions WHERE id > %(after)s
    GROUP BY 1 ORDER BY 1
"""
_ROWS_AT_ONCE = 1_000  # of an export


def list_posting_rules() -> list[PostingRule]:
    """The chart of accounts: one rule for each type of posting."""
    return list(CHART.values())


def list_balances(*, prefix: str = "") -> list[Balance]:
    """Balances of all accounts whose name starts with ``prefix`` (``vendor:``), per currency; zeros included."""
    return _balances(_escaped(prefix) + "%")


def get_balance(account: str, currency: str) -> Money:
    """One account's balance in one currency."""
    found = [item.balance for item in _balances(_escaped(account)) if item.balance.currency == currency]
    return found[0] if found else Money.zero(currency)


def _balances(pattern: str) -> list[Balance]:
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_BALANCES, {"pattern": pattern})
        return [Balance(account, Money(int(minor), currency)) for account, currency, minor in cursor.fetchall()]


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def trial_balance(period: Period) -> TrialBalance:
    """Every account over the period, vendors taken together. Reads all rows up to its end."""
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_MOVEMENTS, {"currency": period.currency, "since": period.since, "until": period.until})
        found = [(account, *map(int, amounts)) for account, *amounts in cursor.fetchall()]
    sums = [sum(amounts) for amounts in zip(*(amounts for _, *amounts in found), strict=True)] or [0, 0, 0]
    accounts = [_movement(account, amounts, period.currency) for account, *amounts in found]
    return TrialBalance(period=period, accounts=accounts, total=_movement("total", sums, period.currency))


def _movement(account: str, amounts: Sequence[int], currency: str) -> AccountMovement:
    opening, debit, credit = (Money(minor, currency) for minor in amounts)
    return AccountMovement(account=account, opening=opening, debit=debit, credit=credit, closing=opening - debit + credit)


def count_rows(period: Period) -> int:
    """How many rows of the books are in the period."""
    return _rows_of(period).count()


def iter_rows(period: Period) -> Iterator[list[Transaction]]:
    """All rows of the period, oldest first, a part at a time; each part is read in the scope of the tenant that is in scope now."""
    return _parts(tenancy.current(), period)


def _parts(tenant: tenancy.Tenant, period: Period) -> Iterator[list[Transaction]]:
    after = 0
    while True:
        with tenancy.scope(tenant):  # a web server reads the parts when the request's own scope has been left
            part = [row.as_record() for row in _rows_of(period).filter(id__gt=after).order_by("id")[:_ROWS_AT_ONCE]]
        if not part:
            return
        yield part
        after = part[-1].id


def _rows_of(period: Period) -> QuerySet[FinancialTransaction]:
    return FinancialTransaction.objects.filter(currency=period.currency, occurred_at__gte=period.since, occurred_at__lte=period.until)


def rows_of_vendor_orders(vendor_order_ids: Sequence[str]) -> list[Transaction]:
    """All rows about these vendor orders, oldest first."""
    return [row.as_record() for row in FinancialTransaction.objects.filter(vendor_order_id__in=vendor_order_ids).order_by("id")]


def rows_of_order(order_id: str) -> list[Transaction]:
    """All rows about this order, oldest first."""
    return [row.as_record() for row in FinancialTransaction.objects.filter(order_id=order_id).order_by("id")]


def vendor_movement(vendor_id: str, period: Period) -> AccountMovement:
    """What a vendor's own account had before a period, what went out and came in, and what it has after it."""
    account = vendor_account(vendor_id)
    asked = {"account": account, "currency": period.currency, "since": period.since, "until": period.until}
    sums = sql.row(_OWN_MOVEMENT, asked)
    assert sums is not None  # sums of no rows are a row, too
    return _movement(account, [int(minor) for minor in sums], period.currency)


def list_vendor_rows(vendor_id: str, period: Period, page: PageRequest) -> Page[Transaction]:
    """The rows of a vendor's own account in a period, in the order in which they were booked."""
    account = vendor_account(vendor_id)
    rows = _rows_of(period).filter(Q(source=account) | Q(destination=account))
    if page.cursor:
        rows = rows.filter(id__gt=decode_cursor(page.cursor, int))
    return page_of([row.as_record() for row in rows.order_by("id")[: page.limit + 1]], page, position=lambda row: row.id)


def daily_sales(vendor_id: str, *, since: datetime, until: datetime) -> list[DaySales]:
    """What the vendor sold, by day of the region's calendar and currency; days without a row are left out. One query."""
    asked = {"vendor_id": vendor_id, "account": vendor_account(vendor_id), "timezone": tenancy.current().timezone}
    return [
        DaySales(day=day, sales=Money(int(sales), currency), refunds=Money(int(refunds), currency), order_count=order_count)
        for day, currency, sales, refunds, order_count in sql.rows(_DAILY_SALES, {**asked, "since": since, "until": until})
    ]


def hourly_sales(*, since: datetime, until: datetime) -> list[HourOfSales]:
    """What each vendor sold, by hour of the region's clock and currency; from ``since`` and before ``until``. One query."""
    asked = {"since": since, "until": until, "timezone": tenancy.current().timezone}
    return [
        HourOfSales(
            hour=hour,
            vendor_id=vendor_id,
            sales=Money(int(sales), currency),
            refunds=Money(int(refunds), currency),
            commission=Money(int(commission), currency),
        )
        for hour, vendor_id, currency, sales, refunds, commission in sql.rows(_HOURLY_SALES, asked)
    ]


def hours_booked(*, after: int) -> tuple[list[datetime], int]:
    """The hours of the region's clock that rows with a higher id than ``after`` are in, and the highest id (``after`` without any)."""
    found = sql.rows(_HOURS_BOOKED, {"after": after, "timezone": tenancy.current().timezone})
    return [hour for hour, _ in found], max([after, *(last for _, last in found)])


def last_booked(*, before: datetime) -> int:
    """The highest id of the rows that were recorded before then; 0 without any."""
    found = sql.row("SELECT id FROM financial_transactions WHERE recorded_at < %(before)s ORDER BY id DESC LIMIT 1", {"before": before})
    return found[0] if found else 0


def vendor_activity(*, since: datetime, until: datetime) -> list[VendorActivity]:
    """What each vendor sold and was charged, by currency and quarter of the region's calendar; from ``since`` and before ``until``."""
    asked = {"since": since, "until": until, "timezone": tenancy.current().timezone}
    return [
        VendorActivity(
            vendor_id=vendor_id,
            quarter=quarter,
            credited=Money(int(credited), currency),
            charged=Money(int(charged), currency),
            sale_count=sale_count,
        )
        for vendor_id, currency, quarter, credited, charged, sale_count in sql.rows(_ACTIVITY, asked)
    ]


def keys_in_books(keys: Sequence[str]) -> set[str]:
    """Those of the keys that were posted."""
    return set(FinancialTransaction.objects.filter(key__in=keys).values_list("key", flat=True))


def list_transactions(
    page: PageRequest, *, vendor_id: str = "", type: str = "", order_id: str = "", payout_id: str = "", account: str = ""
) -> Page[Transaction]:
    """Rows, newest first; empty filters do not filter. ``account`` is where a row comes from or goes to."""
    wanted = {"vendor_id": vendor_id, "type": type, "order_id": order_id, "payout_id": payout_id}
    rows = FinancialTransaction.objects.filter(**{name: value for name, value in wanted.items() if value})
    if account:
        rows = rows.filter(Q(source=account) | Q(destination=account))
    return _page(rows, page)


def list_vendor_transactions(
    page: PageRequest, *, vendor_id: str, type: str = "", order_id: str = "", payout_id: str = ""
) -> Page[Transaction]:
    """The rows of one vendor's own account, newest first; empty filters do not filter."""
    return list_transactions(
        page, vendor_id=vendor_id, type=type, order_id=order_id, payout_id=payout_id, account=vendor_account(vendor_id)
    )


def _page(rows: QuerySet[FinancialTransaction], page: PageRequest) -> Page[Transaction]:
    if page.cursor:
        rows = rows.filter(id__lt=decode_cursor(page.cursor, int))
    return page_of([row.as_record() for row in rows.order_by("-id")[: page.limit + 1]], page, position=lambda row: row.id)
