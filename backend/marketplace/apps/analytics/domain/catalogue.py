"""
What can be asked for: each measure with its source and dimensions, and the reports that have a name.

A report is measures, dimensions that all of them have, and filters by such dimensions. Nothing else reaches a statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.apps.analytics.types import Dimension, Interval, Measure, ReportName, Source

VENDOR, PRODUCT, QUERY, METHOD = Dimension.VENDOR, Dimension.PRODUCT, Dimension.QUERY, Dimension.METHOD
REASON, COUNTRY, CURRENCY = Dimension.REASON, Dimension.COUNTRY, Dimension.CURRENCY

# The column of the aggregates that holds a dimension. A measure has one of those that share ``subject``.
COLUMNS = {
    VENDOR: "vendor_id",
    PRODUCT: "subject",
    QUERY: "subject",
    METHOD: "subject",
    REASON: "subject",
    COUNTRY: "country",
    CURRENCY: "currency",
}


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """``is_money``: its values are minor units of a currency."""

    source: Source
    dimensions: frozenset[Dimension] = frozenset()
    is_money: bool = False


def _spec(source: Source, *dimensions: Dimension, is_money: bool = False) -> MeasureSpec:
    return MeasureSpec(source, frozenset(dimensions), is_money)


MEASURES: dict[Measure, MeasureSpec] = {
    Measure.SALES: _spec(Source.BOOKS, VENDOR, CURRENCY, is_money=True),
    Measure.REFUNDS: _spec(Source.BOOKS, VENDOR, CURRENCY, is_money=True),
    Measure.COMMISSION: _spec(Source.BOOKS, VENDOR, CURRENCY, is_money=True),
    Measure.ORDERS: _spec(Source.SALES, COUNTRY, CURRENCY),
    Measure.VENDOR_ORDERS: _spec(Source.SALES, VENDOR, COUNTRY, CURRENCY),
    Measure.UNITS: _spec(Source.SALES, VENDOR, PRODUCT, COUNTRY, CURRENCY),
    Measure.PRODUCT_SALES: _spec(Source.SALES, VENDOR, PRODUCT, COUNTRY, CURRENCY, is_money=True),
    Measure.NEW_CUSTOMERS: _spec(Source.SALES),
    Measure.VISITS: _spec(Source.BEHAVIOUR),
    Measure.VIEWERS: _spec(Source.BEHAVIOUR),
    Measure.ADDERS: _spec(Source.BEHAVIOUR),
    Measure.REACHED_CART: _spec(Source.BEHAVIOUR),
    Measure.REACHED_DETAILS: _spec(Source.BEHAVIOUR),
    Measure.REACHED_PAYMENT: _spec(Source.BEHAVIOUR),
    Measure.VIEWS: _spec(Source.BEHAVIOUR, VENDOR, PRODUCT),
    Measure.ADDED: _spec(Source.BEHAVIOUR, VENDOR, PRODUCT),
    Measure.REMOVED: _spec(Source.BEHAVIOUR, VENDOR, PRODUCT),
    Measure.MESSAGES: _spec(Source.BEHAVIOUR, VENDOR, PRODUCT),
    Measure.SEARCHES: _spec(Source.BEHAVIOUR, QUERY),
    Measure.EMPTY_SEARCHES: _spec(Source.BEHAVIOUR, QUERY),
    Measure.SEARCH_CLICKS: _spec(Source.BEHAVIOUR, QUERY),
    Measure.CLICK_POSITIONS: _spec(Source.BEHAVIOUR, QUERY),
    Measure.PAID: _spec(Source.PAYMENTS, METHOD, CURRENCY, is_money=True),
    Measure.PAYMENTS_SUCCEEDED: _spec(Source.PAYMENTS, METHOD, CURRENCY),
    Measure.PAYMENTS_FAILED: _spec(Source.PAYMENTS, METHOD, CURRENCY),
    Measure.RETURNS: _spec(Source.RETURNS, VENDOR, REASON),
    Measure.DELIVERIES_DUE: _spec(Source.DELIVERIES, VENDOR, COUNTRY),
    Measure.DELIVERIES_KEPT: _spec(Source.DELIVERIES, VENDOR, COUNTRY),
}


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """Measures together, by time (``interval``) or by dimensions, the first measure's largest values first."""

    measures: tuple[Measure, ...]
    by: tuple[Dimension, ...] = ()
    interval: Interval | None = None


REPORTS: dict[ReportName, ReportSpec] = {
    ReportName.SALES: ReportSpec((Measure.SALES, Measure.REFUNDS, Measure.COMMISSION, Measure.VENDOR_ORDERS), interval=Interval.DAY),
    ReportName.ORDERS: ReportSpec((Measure.ORDERS, Measure.VENDOR_ORDERS, Measure.UNITS), interval=Interval.DAY),
    ReportName.PRODUCTS: ReportSpec((Measure.PRODUCT_SALES, Measure.UNITS), by=(PRODUCT,)),
    ReportName.INTEREST: ReportSpec((Measure.VIEWS, Measure.ADDED, Measure.REMOVED), by=(PRODUCT,)),
    ReportName.CUSTOMERS: ReportSpec((Measure.NEW_CUSTOMERS, Measure.ORDERS, Measure.VISITS), interval=Interval.DAY),
    ReportName.VENDORS: ReportSpec((Measure.SALES, Measure.REFUNDS, Measure.COMMISSION, Measure.VENDOR_ORDERS), by=(VENDOR,)),
    ReportName.COUNTRIES: ReportSpec((Measure.PRODUCT_SALES, Measure.UNITS, Measure.VENDOR_ORDERS), by=(COUNTRY,)),
    ReportName.SEARCH: ReportSpec((Measure.SEARCHES, Measure.EMPTY_SEARCHES, Measure.SEARCH_CLICKS, Measure.CLICK_POSITIONS), by=(QUERY,)),
    ReportName.FUNNEL: ReportSpec(
        (
            Measure.VISITS,
            Measure.VIEWERS,
            Measure.ADDERS,
            Measure.REACHED_CART,
            Measure.REACHED_DETAILS,
            Measure.REACHED_PAYMENT,
            Measure.ORDERS,
        ),
        interval=Interval.DAY,
    ),
    ReportName.RETURNS: ReportSpec((Measure.RETURNS,), by=(REASON,)),
    ReportName.DELIVERIES: ReportSpec((Measure.DELIVERIES_DUE, Measure.DELIVERIES_KEPT), interval=Interval.DAY),
    ReportName.PAYMENTS: ReportSpec((Measure.PAID, Measure.PAYMENTS_SUCCEEDED, Measure.PAYMENTS_FAILED), by=(METHOD,)),
}


def is_of_vendors(measure: Measure) -> bool:
    """Whether a vendor can be shown its own part of the measure."""
    return VENDOR in MEASURES[measure].dimensions


def vendor_report(spec: ReportSpec) -> ReportSpec | None:
    """The report as a vendor has it: of the measures that are its own; none without any, and none by vendors."""
    measures = tuple(measure for measure in spec.measures if is_of_vendors(measure))
    return ReportSpec(measures, spec.by, spec.interval) if measures and VENDOR not in spec.by else None


def dimensions_of(measures: Sequence[Measure]) -> frozenset[Dimension]:
    """What all of them can be parted by."""
    return frozenset.intersection(*(MEASURES[measure].dimensions for measure in measures))


def measures_of(source: Source) -> list[Measure]:
    return [measure for measure, spec in MEASURES.items() if spec.source == source]
