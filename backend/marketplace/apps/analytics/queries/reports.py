"""Reports: sums of the aggregates, by a statement that is put together from the catalogue alone. What a caller sends is a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections

from marketplace.apps.analytics.domain.catalogue import COLUMNS, MEASURES
from marketplace.apps.analytics.domain.periods import compared, start_of, starts_of
from marketplace.apps.analytics.queries.names import names_of
from marketplace.apps.analytics.types import (
    AnalyticsReport,
    AnalyticsRow,
    AnalyticsTotal,
    AnalyticsValues,
    Asked,
    Dimension,
    Grain,
    Interval,
)
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest, decode_cursor, encode_cursor

# Of each row: the place of its interval, the vendor (whose product it is), the currency, the dimensions, then the measures.
Found = tuple[Any, ...]
Key = tuple[Any, ...]


def get_report(asked: Asked, page: PageRequest) -> AnalyticsReport:
    """
    The report, with its totals. By time all intervals are there, also those of nothing; by dimensions the page.

    :raises InvalidInput: for a cursor of another list
    """
    first = decode_cursor(page.cursor, int) if page.cursor else 0
    other = compared(asked.since, asked.until, asked.compare, asked.interval) if asked.compare else None
    limit = None if asked.interval and not asked.by else page.limit + 1
    found = _rows(asked, asked.since, asked.until, limit=limit, offset=first)
    more = limit is not None and len(found) == limit
    shown = found[:-1] if more else found
    before = _compared_rows(asked, other, shown) if other else None
    return AnalyticsReport(
        measures=list(asked.measures),
        by=list(asked.by),
        interval=asked.interval,
        since=asked.since,
        until=asked.until,
        compared_since=other[0] if other else None,
        compared_until=other[1] if other else None,
        totals=_totals(asked, other),
        items=_by_time(asked, shown, before) if asked.interval and not asked.by else _items(asked, shown, before),
        next_cursor=encode_cursor(first + page.limit) if more else None,
    )


def _totals(asked: Asked, other: tuple[date, date] | None) -> list[AnalyticsTotal]:
    whole = Asked(measures=asked.measures, since=asked.since, until=asked.until, filters=asked.filters)
    now = {row[2]: row for row in _rows(whole, asked.since, asked.until)}
    then = {row[2]: row for row in _rows(whole, *other)} if other else {}
    currencies = _in_order(now.keys() | then.keys(), is_money=_is_money(asked))
    return [
        AnalyticsTotal(
            currency=currency,
            values=_values(asked, now.get(currency), currency),
            before=_values(asked, then.get(currency), currency) if other else None,
        )
        for currency in currencies
    ]


def _by_time(asked: Asked, found: list[Found], before: Mapping[Key, Found] | None) -> list[AnalyticsRow]:
    """Every interval in every currency that there is anything of, in this period or the other."""
    assert asked.interval is not None
    starts = starts_of(asked.since, asked.until, asked.interval, _zone())
    known = {_key(asked, row): row for row in found}
    currencies = _in_order({row[2] for row in found} | {key[1] for key in before or ()}, is_money=_is_money(asked))
    return [
        AnalyticsRow(
            starts_at=start.astimezone(UTC),
            currency=currency,
            dimensions={},
            names={},
            values=_values(asked, known.get((place, currency)), currency),
            before=_values(asked, before.get((place, currency)), currency) if before is not None else None,
        )
        for currency in currencies
        for place, start in enumerate(starts)
    ]


def _items(asked: Asked, found: list[Found], before: Mapping[Key, Found] | None) -> list[AnalyticsRow]:
    starts = starts_of(asked.since, asked.until, asked.interval, _zone()) if asked.interval else []
    names = names_of(asked.by, [(row[1], dict(zip(asked.by, row[3:], strict=False))) for row in found])
    items = []
    for row in found:
        dimensions = dict(zip(asked.by, row[3 : 3 + len(asked.by)], strict=True))
        items.append(
            AnalyticsRow(
                starts_at=starts[row[0]].astimezone(UTC) if asked.interval else None,
                currency=row[2],
                dimensions={dimension.value: value for dimension, value in dimensions.items()},
                names={dimension.value: names[dimension, value] for dimension, value in dimensions.items() if (dimension, value) in names},
                values=_values(asked, row, row[2]),
                before=_values(asked, before.get(_key(asked, row)), row[2]) if before is not None else None,
            )
        )
    return items


def _compared_rows(asked: Asked, other: tuple[date, date], shown: list[Found]) -> dict[Key, Found]:
    """The other period's rows by what they are compared by: the place of the interval, the currency, the dimensions."""
    only = {dimension: list({row[3 + place] for row in shown}) for place, dimension in enumerate(asked.by)}
    places = sorted({row[0] for row in shown}) if asked.interval and asked.by else None
    return {_key(asked, row): row for row in _rows(asked, *other, only=only, places=places)}


def _key(asked: Asked, row: Found) -> Key:
    return (row[0], row[2], *row[3 : 3 + len(asked.by)])


def _rows(
    asked: Asked,
    since: date,
    until: date,
    *,
    limit: int | None = None,
    offset: int = 0,
    only: Mapping[Dimension, list[str]] | None = None,
    places: list[int] | None = None,
) -> list[Found]:
    zone = _zone()
    starts = starts_of(since, until, asked.interval, zone) if asked.interval else []
    parameters: dict[str, Any] = {
        "grain": Grain.HOUR if asked.interval == Interval.HOUR else Grain.DAY,
        "since": start_of(since, zone),
        "until": start_of(until + timedelta(days=1), zone),
        "starts": starts,
        "limit": limit,
        "offset": offset,
        "places": places,
        **{f"is_{dimension.value}": value for dimension, value in asked.filters.items()},
        **{f"of_{dimension.value}": values for dimension, values in (only or {}).items()},
    }
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_statement(asked, only or {}, of_places=places is not None), parameters)
        return cursor.fetchall()


def _statement(asked: Asked, only: Mapping[Dimension, list[str]], *, of_places: bool) -> str:
    """Names of the catalogue's own and nothing else; values are parameters."""
    place = "width_bucket(starts_at, %(starts)s::timestamptz[]) - 1" if asked.interval else "0"
    columns = [COLUMNS[dimension] for dimension in asked.by]
    currency = "currency" if _is_money(asked) else "''"
    sums = [f"coalesce(sum(value) FILTER (WHERE measure = '{measure.value}'), 0)" for measure in asked.measures]
    wanted = [f"{COLUMNS[dimension]} = %(is_{dimension.value})s" for dimension in asked.filters]
    wanted += [f"{COLUMNS[dimension]} = ANY (%(of_{dimension.value})s::text[])" for dimension in only]
    wanted += [f"{place} = ANY (%(places)s::int[])"] if of_places else []
    group = ", ".join(str(number) for number in [1, 3, *range(4, 4 + len(columns))])
    first = 4 + len(columns)
    named = ", ".join(f"'{measure.value}'" for measure in asked.measures)
    return (
        f"SELECT {place}, max(vendor_id), {', '.join([currency, *columns, *sums])} FROM analytics_aggregates"  # noqa: S608
        f" WHERE measure IN ({named}) AND grain = %(grain)s AND starts_at >= %(since)s AND starts_at < %(until)s"
        f"{''.join(f' AND {condition}' for condition in wanted)}"
        f" GROUP BY {group} ORDER BY 1, {first} DESC, {group} LIMIT %(limit)s OFFSET %(offset)s"
    )


def _is_money(asked: Asked) -> bool:
    """Whether rows are of one currency each: amounts of two are never added."""
    return any(MEASURES[measure].is_money for measure in asked.measures) or Dimension.CURRENCY in asked.by


def _in_order(currencies: Iterable[str], *, is_money: bool) -> list[str]:
    """The region's main one first; it is there, too, where there is nothing."""
    if not is_money:
        return [""]
    known = tenancy.current().currencies
    return [currency for currency in known if currency in set(currencies)] or [tenancy.current().default_currency]


def _values(asked: Asked, row: Found | None, currency: str) -> AnalyticsValues:
    sums = [int(value) for value in row[-len(asked.measures) :]] if row else [0] * len(asked.measures)
    counts, amounts = {}, {}
    for measure, value in zip(asked.measures, sums, strict=True):
        if MEASURES[measure].is_money:
            amounts[measure.value] = Money(value, currency)
        else:
            counts[measure.value] = value
    return AnalyticsValues(counts=counts, amounts=amounts)


def _zone() -> ZoneInfo:
    return ZoneInfo(tenancy.current().timezone)
