"""The registry of versions: what was trained, what may answer, and who decided it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.errors import ModelNotFound, VersionNotActivatable
from marketplace.apps.intelligence.models import DemandForecast, ModelSwitch, ModelVersion, NeighbourList
from marketplace.apps.intelligence.types import Evaluated, ModelName, VersionState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.ids import new_id

KEPT_VERSIONS = 3  # whose lists stay: the active one and those that staff may go back to

_OF_MODEL = "name = %(name)s"
_NUMBERED = "name = %(name)s ORDER BY number DESC"
_ACTIVE = "name = %(name)s AND state = 'active'"
_KEPT = """
    name = %(name)s AND (state = 'active' OR id IN (
        SELECT id FROM model_versions WHERE name = %(name)s AND state <> 'refused' ORDER BY number DESC LIMIT %(most)s
    ))
"""
_OF_OTHERS = "version_id IN (SELECT id FROM model_versions WHERE name = %(name)s AND id <> ALL (%(kept)s::text[]))"
_OF_VERSION = "version_id = %(version_id)s"


@contextmanager
def only_training(name: ModelName) -> Iterator[bool]:
    """Whether nobody else trains the model in this region: two at once take twice the memory, for two versions of the same rows."""
    ((is_free,),) = sql.rows(statements.TRY_TRAINING, {"name": name})
    try:
        yield is_free
    finally:
        if is_free:
            sql.rows(statements.END_TRAINING, {"name": name})


def open_version(
    name: ModelName,
    evaluated: Evaluated,
    *,
    window: tuple[date, date] | None,
    row_count: int,
    duration_ms: int,
    trained_by: str,
    now: datetime,
) -> ModelVersion:
    """A row for a training, in the transaction that stores its lists: a candidate, or refused if it is not better than its baselines."""
    _lock(name)
    last = rows.first(ModelVersion, _NUMBERED, {"name": name})
    version = ModelVersion(
        id=new_id("mdl", at=now),
        name=name,
        number=last.number + 1 if last else 1,
        state=VersionState.REFUSED if evaluated.reason else VersionState.CANDIDATE,
        window_from=window[0] if window else None,
        window_until=window[1] if window else None,
        row_count=row_count,
        metrics=evaluated.metrics,
        baselines=evaluated.baselines,
        refused_for=evaluated.reason,
        trained_by=trained_by,
        trained_at=now,
        duration_ms=duration_ms,
    )
    rows.insert(version)
    return version


def activate(*, name: ModelName, version_id: str, reason: str, actor: Actor, now: datetime) -> ModelVersion:
    """
    Let a version answer in place of the present one. The active one stays as it is.

    :raises ModelNotFound: :raises VersionNotActivatable: if it does not beat its baselines, or is so old that its lists are gone
    """
    with tenancy.atomic():
        _lock(name)
        version = rows.first(ModelVersion, "id = %(id)s AND name = %(name)s", {"id": version_id, "name": name}, for_update=True)
        if version is None:
            raise ModelNotFound
        if version.state == VersionState.ACTIVE:
            return version
        if version.state == VersionState.REFUSED or not _has_lists(version):
            raise VersionNotActivatable(state=version.state)
        before = rows.first(ModelVersion, _ACTIVE, {"name": name}, for_update=True)
        make_active(version, actor=actor, now=now)
        audit.record(
            actor=actor,
            action="model.activated",
            resource=version.id,
            old={"active": before.id if before else ""},
            new={"active": version.id},
            reason=reason,
            now=now,
        )
    return version


def renew(version: ModelVersion, *, now: datetime) -> bool:
    """Make a new version active, if it may be and staff let the model renew itself. Inside the transaction that made it."""
    switch = _lock(ModelName(version.name))
    if version.state != VersionState.CANDIDATE or not switch.renews_itself or not _has_lists(version):
        return False
    make_active(version, actor=SYSTEM, now=now)
    return True


def make_active(version: ModelVersion, *, actor: Actor, now: datetime) -> None:
    """Under the lock of the model's switch."""
    rows.change_where(ModelVersion, _ACTIVE, {"name": version.name}, state=VersionState.RETIRED)
    version.state, version.activated_by, version.activated_at = VersionState.ACTIVE, actor.id, now
    rows.change(version, "state", "activated_by", "activated_at")
    _use_for_fraud(ModelName(version.name))


def change_model(
    *, name: ModelName, etag: str, actor: Actor, reason: str, now: datetime, is_on: bool | None = None, renews_itself: bool | None = None
) -> None:
    """
    Switch a model on or off in the region, or let it renew itself or not.

    :raises StaleRow: if another person changed it since that version
    """
    with tenancy.atomic():
        switch = _lock(name)
        if str(switch.version) != etag:
            raise StaleRow
        old = {"is_on": switch.is_on, "renews_itself": switch.renews_itself}
        switch.is_on = switch.is_on if is_on is None else is_on
        switch.renews_itself = switch.renews_itself if renews_itself is None else renews_itself
        switch.version += 1
        rows.change(switch, "is_on", "renews_itself", "version")
        _use_for_fraud(name)
        new = {"is_on": switch.is_on, "renews_itself": switch.renews_itself}
        audit.record(actor=actor, action="model.changed", resource=name, old=old, new=new, reason=reason, now=now)


def drop_old_lists(name: ModelName) -> None:
    """The answers of all versions but the active and the latest ones; their rows and measures stay. One statement deletes them."""
    with tenancy.atomic():
        _lock(name)  # else staff could make one active whose answers are being deleted
        kept = rows.every(ModelVersion, _KEPT, {"name": name, "most": KEPT_VERSIONS})
        if name == ModelName.FRAUD:
            fraud_services.drop_models(kept=[version.id for version in kept])
        else:
            rows.delete_where(_answers(name), _OF_OTHERS, {"name": name, "kept": [version.id for version in kept]})


def _lock(name: ModelName) -> ModelSwitch:
    """The model's switch, locked until the transaction ends; made where there is none."""
    rows.insert(ModelSwitch(name=name), unless_there=True)
    switch = rows.first(ModelSwitch, _OF_MODEL, {"name": name}, for_update=True)
    assert switch is not None
    return switch


def _use_for_fraud(name: ModelName) -> None:
    """Checkouts know nothing of the registry: they score by what they were given, and by rules alone while the model is off."""
    if name == ModelName.FRAUD:
        active, switch = rows.first(ModelVersion, _ACTIVE, {"name": name}), rows.first(ModelSwitch, _OF_MODEL, {"name": name})
        fraud_services.use_model(version_id=active.id if active and (switch is None or switch.is_on) else "")


def _has_lists(version: ModelVersion) -> bool:
    if version.name == ModelName.FRAUD:
        return fraud_queries.has_model(version.id)
    return rows.first(_answers(ModelName(version.name)), _OF_VERSION, {"version_id": version.id}) is not None


def _answers(name: ModelName) -> type[NeighbourList] | type[DemandForecast]:
    return NeighbourList if name == ModelName.RECOMMENDATIONS else DemandForecast
