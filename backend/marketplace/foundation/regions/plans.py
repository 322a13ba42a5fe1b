"""Regions that staff describe in the panel, as rows of the directory that serve nobody, and open once all is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F

from marketplace.foundation import audit, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.regions.checks import faults_of_apps
from marketplace.foundation.regions.errors import RegionAlreadyOpen, RegionNotReady
from marketplace.foundation.regions.files import RegionFile, as_tenant, faults_of_region
from marketplace.foundation.regions.queries import get_plan, get_record
from marketplace.foundation.regions.steps import steps_of
from marketplace.foundation.regions.stores import provision_stores
from marketplace.foundation.regions.types import RegionPlan
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.etags import version_of
from marketplace.kit.texts import Text


def plan_region(region: RegionFile, *, reason: str, actor: Actor, now: datetime) -> RegionPlan:
    """
    Enter a region in the directory as a plan, which serves nobody yet.

    :raises InvalidInput: naming what is wrong with the description, or what another region has already
    """
    _check(region, now=now)
    values = msgspec.to_builtins(region)
    with tenancy.atomic(), _directory_to_oneself():
        audit.record(actor=actor, action="region.planned", resource=region.slug, new=values, reason=reason, now=now)
        if TenantRecord.objects.filter(slug=region.slug).exists():
            raise InvalidInput(errors=[FieldError("slug", "taken", Text("There is a region with this code"))])
        _check_untaken(region)
        TenantRecord.objects.create(**values, is_active=False, is_planned=True)
    return get_plan(region.slug)


def change_plan(region: RegionFile, *, etag: str, reason: str, actor: Actor, now: datetime) -> RegionPlan:
    """
    Describe a planned region anew.

    :raises InvalidInput: as ``plan_region`` :raises NotFound: :raises RegionAlreadyOpen: :raises StaleRow: if ``etag`` is old
    """
    _check(region, now=now)
    values = msgspec.to_builtins(region)
    with tenancy.atomic(), _directory_to_oneself():
        old = _described(_get_planned(region.slug, etag))
        audit.record(actor=actor, action="region.plan_changed", resource=region.slug, old=old, new=values, reason=reason, now=now)
        _check_untaken(region)
        TenantRecord.objects.filter(slug=region.slug).update(**values, version=F("version") + 1)
    return get_plan(region.slug)


def withdraw_plan(slug: str, *, etag: str, reason: str, actor: Actor, now: datetime) -> None:
    """Take a planned region out of the directory. :raises NotFound: :raises RegionAlreadyOpen: :raises StaleRow: if ``etag`` is old"""
    with tenancy.atomic(), _directory_to_oneself():
        record = _get_planned(slug, etag)
        audit.record(actor=actor, action="region.plan_withdrawn", resource=slug, old=_described(record), reason=reason, now=now)
        record.delete()


def open_region(slug: str, *, etag: str, reason: str, actor: Actor, now: datetime) -> RegionPlan:
    """
    Open a planned region, in maintenance: staff can log in and set it up, and customers come once they end that. Its containers, indices
    and folders are made here; its database and tables are an administrator's work before (``manage.py provision``).

    :raises RegionNotReady: if anything that it cannot do without is missing; nothing is changed then
    :raises NotFound: :raises RegionAlreadyOpen: :raises StaleRow: if ``etag`` is old
    """
    tenant = _get_planned(slug, etag).as_tenant()
    _require_steps(tenant, "environment", "database", "tables")
    with tenancy.scope(tenant):
        provision_stores()
    _require_steps(tenant)
    entry: dict[str, Any] = {"actor": actor, "action": "region.opened", "resource": slug, "reason": reason, "now": now}
    with tenancy.atomic():
        audit.record(**entry)
        with _directory_to_oneself():
            _get_planned(slug, etag)
            TenantRecord.objects.filter(slug=slug).update(
                is_planned=False, is_active=True, is_in_maintenance=True, version=F("version") + 1
            )
    directory.forget()
    with tenancy.scope(directory.get(slug)), tenancy.atomic():
        audit.record(**entry)  # the first of the region's own log
    return get_plan(slug)


def _require_steps(tenant: tenancy.Tenant, *names: str) -> None:
    """:raises RegionNotReady: if one of the steps of these names, or any that is required, is not done"""
    steps = steps_of(tenant)
    if any(step.state != "done" for step in steps if step.is_required and (not names or step.name in names)):
        raise RegionNotReady(steps=msgspec.to_builtins(steps))


@contextmanager
def _directory_to_oneself() -> Iterator[None]:
    """A transaction of the platform's database in which nobody else enters or opens a region: no two may have the same host."""
    with transaction.atomic(using=DEFAULT_DB_ALIAS):  # noqa: TID251  # the platform's database is meant
        list(TenantRecord.objects.select_for_update().order_by("slug").values_list("slug"))
        yield


def _get_planned(slug: str, etag: str) -> TenantRecord:
    record = get_record(slug)
    if not record.is_planned:
        raise RegionAlreadyOpen
    if record.version != version_of(etag):
        raise StaleRow
    return record


def _described(record: TenantRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in RegionFile.__struct_fields__}


def _check(region: RegionFile, *, now: datetime) -> None:
    """What the command checks of a file. :raises InvalidInput:"""
    faults = faults_of_region(region)
    if not faults:  # the apps count on codes that are known
        faults = faults_of_apps(as_tenant(region), now=now)
    if faults:
        raise InvalidInput(errors=faults)


def _check_untaken(region: RegionFile) -> None:
    """:raises InvalidInput: naming the hosts, or the database of documents, that another region has"""
    faults = []
    for other in TenantRecord.objects.exclude(slug=region.slug):
        for host in sorted(set(other.domains) & set(region.domains)):
            message = Text("{host} already leads to region {region}", host=host, region=other.slug)
            faults.append(FieldError("domains", "taken", message))
        if other.cosmos_database_name == region.cosmos_database_name:
            message = Text("This is the document database of region {region}", region=other.slug)
            faults.append(FieldError("cosmos_database_name", "taken", message))
    if faults:
        raise InvalidInput(errors=faults)
