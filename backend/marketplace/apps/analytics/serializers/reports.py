"""What a caller may ask of a report, and what there is to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers

from marketplace.apps.analytics.domain.catalogue import MEASURES, REPORTS, ReportSpec, dimensions_of, is_of_vendors, vendor_report
from marketplace.apps.analytics.types import (
    COMPARISONS,
    FILE_FORMATS,
    INTERVALS,
    REPORT_NAMES,
    AnalyticsCatalogue,
    Asked,
    Comparison,
    Dimension,
    Interval,
    Measure,
    MeasureView,
    NamedReport,
    ReportName,
)
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import CodeField, IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, Forbidden, InvalidInput
from marketplace.kit.texts import Text

MAX_DAYS = limits.declare("analytics.days", 1_100, "days", "Of a report's period; 422 `invalid_input` above it.")
MAX_HOURLY_DAYS = limits.declare("analytics.hourly_days", 31, "days", "Of a report by hour; 422 `invalid_input` above it.")
MAX_MEASURES = limits.declare("analytics.measures", 8, "measures", "Of one report; 422 `invalid_input` above it.")
USUAL_DAYS = 30


class AskVendorReport(StrictSerializer):
    """The query string of a report: by its name, or put together."""

    report = serializers.ChoiceField(choices=REPORT_NAMES, required=False, help_text="Of the catalogue; else name `measures`.")
    measures = CodeField(max_length=300, required=False, help_text="Of the catalogue, with commas between.")
    by = CodeField(max_length=100, required=False, help_text="Dimensions that all of the measures have, with commas between.")
    interval = serializers.ChoiceField(choices=INTERVALS, required=False)
    since = serializers.DateField(required=False, help_text=f"A day of the region; {USUAL_DAYS} days up to `until` if left out.")
    until = serializers.DateField(required=False, help_text="The last day that is in it; today if left out.")
    compare = serializers.ChoiceField(choices=COMPARISONS, required=False)
    product = IdField(prefix="prod", required=False)
    method = CodeField(max_length=40, required=False)
    reason = CodeField(max_length=20, required=False)
    country = CodeField(max_length=2, required=False)
    currency = CodeField(max_length=3, required=False)


class AskReport(AskVendorReport):
    """The same for staff, who may ask about one vendor, and about what was searched for."""

    vendor = IdField(prefix="ven", required=False)
    query = LineField(max_length=100, required=False)


class ExportVendorReport(AskVendorReport):
    """The same as a file, with all of its rows."""

    format = serializers.ChoiceField(choices=FILE_FORMATS)


class ExportReport(AskReport):
    format = serializers.ChoiceField(choices=FILE_FORMATS)


def asked_of(data: Mapping[str, Any], *, vendor_id: str = "", sees_money: bool, now: datetime) -> Asked:
    """
    The report that was asked for; a vendor's is of its own alone.

    :raises InvalidInput: if a measure, a dimension or the period cannot be :raises Forbidden: for money that the caller may not see
    """
    spec = _spec(data, is_vendor=bool(vendor_id))
    filters = {Dimension(name): value for name, value in data.items() if name in set(Dimension)}
    if vendor_id:
        filters[Dimension.VENDOR] = vendor_id
    possible = dimensions_of(spec.measures)
    for place, dimensions in (("by", spec.by), ("filters", filters)):
        if wrong := [dimension.value for dimension in dimensions if dimension not in possible]:
            raise _wrong(
                wrong[0] if place == "filters" else place, "not_of_measures", Text("Not all of the measures have it: {name}", name=wrong[0])
            )
    if spec.interval == Interval.HOUR and (Dimension.QUERY in spec.by or Dimension.QUERY in filters):
        raise _wrong("interval", "too_short", Text("What was searched for is known by day, and by nothing shorter"))
    if any(MEASURES[measure].is_money for measure in spec.measures) and (
        wrong := [measure.value for measure in spec.measures if Dimension.CURRENCY not in MEASURES[measure].dimensions]
    ):
        raise _wrong("measures", "has_no_currency", Text("It has no currency, so it cannot stand next to amounts: {name}", name=wrong[0]))
    if not sees_money and any(MEASURES[measure].is_money for measure in spec.measures):
        raise Forbidden
    since, until = _period(data, spec.interval, now)
    compare = Comparison(data["compare"]) if data.get("compare") else None
    return Asked(measures=spec.measures, since=since, until=until, interval=spec.interval, by=spec.by, compare=compare, filters=filters)


def catalogue_for(*, is_vendor: bool, sees_money: bool) -> AnalyticsCatalogue:
    """What the caller may ask for."""
    measures = [one for one, spec in MEASURES.items() if (sees_money or not spec.is_money) and (not is_vendor or is_of_vendors(one))]
    hidden = {Dimension.VENDOR} if is_vendor else set()
    reports = {code: vendor_report(spec) if is_vendor else spec for code, spec in REPORTS.items()}
    return AnalyticsCatalogue(
        measures=[
            MeasureView(code=one, is_money=MEASURES[one].is_money, dimensions=sorted(MEASURES[one].dimensions - hidden)) for one in measures
        ],
        reports=[
            NamedReport(code=code, measures=list(spec.measures), by=list(spec.by), interval=spec.interval)
            for code, spec in reports.items()
            if spec is not None and set(spec.measures) <= set(measures)
        ],
    )


def _spec(data: Mapping[str, Any], *, is_vendor: bool) -> ReportSpec:
    interval = Interval(data["interval"]) if data.get("interval") else None
    if "report" in data:
        named = REPORTS[ReportName(data["report"])]
        spec = vendor_report(named) if is_vendor else named
        if spec is None:
            raise _wrong("report", "not_for_vendors", Text("There is no such report for vendors: {name}", name=data["report"]))
        return ReportSpec(spec.measures, spec.by, interval or spec.interval)
    measures = tuple(dict.fromkeys(_named(data, "measures", Measure)))
    if not 0 < len(measures) <= MAX_MEASURES:
        code = "invalid" if measures else "required"
        raise InvalidInput(errors=[FieldError("measures", code, Text("From 1 to {limit} measures", limit=MAX_MEASURES))])
    if is_vendor and (wrong := [measure.value for measure in measures if not is_of_vendors(measure)]):
        raise _wrong("measures", "not_for_vendors", Text("There is no such report for vendors: {name}", name=wrong[0]))
    by = tuple(dict.fromkeys(_named(data, "by", Dimension)))
    return ReportSpec(measures, by, interval)


def _named(data: Mapping[str, Any], field: str, kind: Any) -> list[Any]:
    found = []
    for name in filter(None, data.get(field, "").split(",")):
        if name not in set(kind):
            raise _wrong(field, "unknown", Text("There is nothing of this name in the catalogue: {name}", name=name[:100]))
        found.append(kind(name))
    return found


def _period(data: Mapping[str, Any], interval: Interval | None, now: datetime) -> tuple[date, date]:
    today = now.astimezone(ZoneInfo(tenancy.current().timezone)).date()
    until = data.get("until", today)
    since = data.get("since", until - timedelta(days=USUAL_DAYS - 1))
    if until < since:
        raise InvalidInput(errors=[FieldError("until", "before_since", Text("The period ends before it begins"))])
    limit = MAX_HOURLY_DAYS if interval == Interval.HOUR else MAX_DAYS
    if (until - since).days >= limit:
        raise InvalidInput(errors=[FieldError("since", "too_long", Text("At most {limit} days", limit=limit))])
    return since, until


def _wrong(field: str, code: str, text: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, text)])
