from __future__ import annotations

import json

from django.conf import settings

from marketplace.foundation.regions.environment import variables_of
from marketplace.foundation.regions.steps import steps_of
from marketplace.foundation.regions.types import RegionPlan, RegionRow, RegionState
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_SCALARS = ("slug", "name", "domains", "default_currency", "currencies", "default_language", "languages", "timezone", "countries")
_PLACES = ("countries_without_vat", "cosmos_database_name", "postgres_schema")


def list_regions(page: PageRequest) -> Page[RegionRow]:
    """The regions of the directory, planned ones too, by their codes."""
    records = TenantRecord.objects.order_by("slug")
    if page.cursor:
        records = records.filter(slug__gt=decode_cursor(page.cursor, str))
    return page_of(list(records[: page.limit + 1]), page, position=lambda record: record.slug).map(_row_of)


def get_plan(slug: str) -> RegionPlan:
    """A region with what it needs, asked of its stores now. :raises NotFound: if there is none"""
    record = get_record(slug)
    steps = steps_of(record.as_tenant())
    return RegionPlan(
        **{name: getattr(record, name) for name in (*_SCALARS, *_PLACES)},
        state=_state_of(record),
        features=record.features,
        file=_file_of(record),
        environment=variables_of(slug),
        steps=steps,
        can_open=record.is_planned and all(step.state == "done" for step in steps if step.is_required),
        etag=str(record.version),
    )


def get_record(slug: str) -> TenantRecord:
    """:raises NotFound: if there is no such region"""
    record = TenantRecord.objects.filter(slug=slug).first()
    if record is None:
        raise NotFound
    return record


def _row_of(record: TenantRecord) -> RegionRow:
    return RegionRow(
        slug=record.slug,
        name=record.name,
        state=_state_of(record),
        domains=record.domains,
        is_configured=record.slug in settings.DATABASES,
        is_in_maintenance=record.is_in_maintenance,
    )


def _state_of(record: TenantRecord) -> RegionState:
    if record.is_planned:
        return "planned"
    return "open" if record.is_active else "closed"


def _file_of(record: TenantRecord) -> str:
    """As ``read_region_file`` reads it. JSON's texts and lists of texts are TOML's, too."""
    lines = [f"{name} = {_toml(getattr(record, name))}" for name in (*_SCALARS, *_PLACES)]
    if record.features:
        lines += ["", "[features]", *(f"{name} = {_toml(is_on)}" for name, is_on in record.features.items())]
    return "\n".join([*lines, ""])


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
