"""What each source says of an hour, as rows of the aggregates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.models import Aggregate
from marketplace.apps.analytics.types import Grain, Measure, Source
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.returns import queries as return_queries
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql

OF_PRODUCTS = {Measure.VIEWS, Measure.ADDED, Measure.REMOVED, Measure.MESSAGES}


def hours_of(source: Source, since: datetime, until: datetime) -> list[Aggregate]:
    """The sums of a source by hour, from ``since`` and before ``until``, which are whole hours of the region."""
    return list(_READ[source](since, until))


def _of_books(since: datetime, until: datetime) -> Iterator[Aggregate]:
    for found in ledger_queries.hourly_sales(since=since, until=until):
        for measure in (Measure.SALES, Measure.REFUNDS, Measure.COMMISSION):
            amount = getattr(found, measure)
            yield _row(found.hour, measure, amount.minor, currency=amount.currency, vendor_id=found.vendor_id)


def _of_sales(since: datetime, until: datetime) -> Iterator[Aggregate]:
    for hour, measure, currency, vendor_id, subject, country, value in _rows(statements.HOURS_OF_SALES, since, until):
        yield _row(hour, Measure(measure), int(value), currency=currency, vendor_id=vendor_id, subject=subject, country=country)


def _of_deliveries(since: datetime, until: datetime) -> Iterator[Aggregate]:
    for hour, measure, _, vendor_id, _, country, value in _rows(statements.HOURS_OF_DELIVERIES, since, until):
        yield _row(hour, Measure(measure), int(value), vendor_id=vendor_id, country=country)


def _of_behaviour(since: datetime, until: datetime) -> Iterator[Aggregate]:
    """Of a product that nobody sells nothing is counted: what a browser names may not exist."""
    found = [(hour, Measure(measure), subject, int(value)) for hour, measure, subject, value in _behaviour(since, until)]
    vendors = _vendors_of({subject for _, measure, subject, _ in found if measure in OF_PRODUCTS})
    for hour, measure, subject, value in found:
        if measure not in OF_PRODUCTS:
            yield _row(hour, measure, value, subject=subject)
        elif subject in vendors:
            yield _row(hour, measure, value, subject=subject, vendor_id=vendors[subject])


def _of_payments(since: datetime, until: datetime) -> Iterator[Aggregate]:
    for found in payment_queries.hourly_payments(since=since, until=until):
        own = {"subject": found.method, "currency": found.paid.currency}
        yield _row(found.hour, Measure.PAID, found.paid.minor, **own)
        yield _row(found.hour, Measure.PAYMENTS_SUCCEEDED, found.succeeded, **own)
        yield _row(found.hour, Measure.PAYMENTS_FAILED, found.failed, **own)


def _of_returns(since: datetime, until: datetime) -> Iterator[Aggregate]:
    for found in return_queries.hourly_returns(since=since, until=until):
        yield _row(found.hour, Measure.RETURNS, found.count, vendor_id=found.vendor_id, subject=found.reason)


_READ: dict[Source, Callable[[datetime, datetime], Iterator[Aggregate]]] = {
    Source.BOOKS: _of_books,
    Source.SALES: _of_sales,
    Source.BEHAVIOUR: _of_behaviour,
    Source.PAYMENTS: _of_payments,
    Source.RETURNS: _of_returns,
    Source.DELIVERIES: _of_deliveries,
}


def _behaviour(since: datetime, until: datetime) -> Iterable[tuple]:
    return _rows(statements.HOURS_OF_BEHAVIOUR, since, until)


def _rows(statement: str, since: datetime, until: datetime) -> list[tuple]:
    return sql.rows(statement, {"since": since, "until": until, "timezone": tenancy.current().timezone})


def _vendors_of(product_ids: set[str]) -> dict[str, str]:
    found = inventory_queries.variants_of_products(sorted(product_ids)) if product_ids else {}
    return {str(product_id): str(variants[0].vendor_id) for product_id, variants in found.items() if variants}


def _row(hour: datetime, measure: Measure, value: int, **parts: str) -> Aggregate:
    return Aggregate(grain=Grain.HOUR, starts_at=hour, measure=measure, value=value, **parts)
