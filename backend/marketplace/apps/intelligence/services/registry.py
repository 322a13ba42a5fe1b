"""The registry of versions: what was trained, what may answer, and who decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery import services as discovery_services
from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.errors import ModelNotFound, VersionNotActivatable
from marketplace.apps.intelligence.models import DemandForecast, ModelScore, ModelSwitch, ModelTrial, ModelVersion, NeighbourList
from marketplace.apps.intelligence.types import Evaluated, ModelName, TrialState, VersionState
from marketplace.apps.price_advice import queries as price_queries
from marketplace.apps.price_advice import services as price_services
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.ids import new_id

KEPT_VERSIONS = 3  # whose lists stay, next to the active one and a trial's: those that staff may go back to

_OF_MODEL = "name = %(name)s"
_NUMBERED = "name = %(name)s ORDER BY number DESC"
_ACTIVE = "name = %(name)s AND state = 'active'"
_KEPT = """
    name = %(name)s AND (state = 'active' OR id IN (
        SELECT id FROM model_versions WHERE name = %(name)s AND state <> 'refused' ORDER BY number DESC LIMIT %(most)s
    ) OR id IN (SELECT challenger_id FROM model_trials WHERE state = 'running'))
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
    lock(name)
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
        lock(name)
        version = rows.first(ModelVersion, "id = %(id)s AND name = %(name)s", {"id": version_id, "name": name}, for_update=True)
        if version is None:
            raise ModelNotFound
        if version.state == VersionState.ACTIVE:
            return version
        if version.state == VersionState.REFUSED or not has_lists(version):
            raise VersionNotActivatable(state=version.state)
        before = rows.first(ModelVersion, _ACTIVE, {"name": name}, for_update=True)
        _stop_trial(name, actor=actor, reason=reason, now=now)
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
    """
    Make a new version active, if it may be, staff let the model renew itself and no trial runs. Inside the transaction that made it.
    """
    switch = lock(ModelName(version.name))
    if find_running_trial(ModelName(version.name)) is not None:
        return False
    if version.state != VersionState.CANDIDATE or not switch.renews_itself or not has_lists(version):
        return False
    make_active(version, actor=SYSTEM, now=now)
    return True


def make_active(version: ModelVersion, *, actor: Actor, now: datetime) -> None:
    """Under the lock of the model's switch."""
    rows.change_where(ModelVersion, _ACTIVE, {"name": version.name}, state=VersionState.RETIRED)
    version.state, version.activated_by, version.activated_at = VersionState.ACTIVE, actor.id, now
    rows.change(version, "state", "activated_by", "activated_at")
    _hand_over(ModelName(version.name))


def change_model(
    *,
    name: ModelName,
    etag: str,
    actor: Actor,
    reason: str,
    now: datetime,
    is_on: bool | None = None,
    renews_itself: bool | None = None,
    is_shadow: bool | None = None,
) -> None:
    """
    Switch a model on or off in the region, into shadow or out of it, or let it renew itself or not. A trial ends where it does not answer.

    :raises StaleRow: if another person changed it since that version
    """
    with tenancy.atomic():
        switch = lock(name)
        if str(switch.version) != etag:
            raise StaleRow
        old = {"is_on": switch.is_on, "renews_itself": switch.renews_itself, "is_shadow": switch.is_shadow}
        switch.is_on = switch.is_on if is_on is None else is_on
        switch.renews_itself = switch.renews_itself if renews_itself is None else renews_itself
        switch.version += 1
        switch.is_shadow = switch.is_shadow if is_shadow is None else is_shadow
        rows.change(switch, "is_on", "renews_itself", "is_shadow", "version")
        if not switch.is_on or switch.is_shadow:
            _stop_trial(name, actor=actor, reason=reason, now=now)
        _hand_over(name)
        new = {"is_on": switch.is_on, "renews_itself": switch.renews_itself, "is_shadow": switch.is_shadow}
        audit.record(actor=actor, action="model.changed", resource=name, old=old, new=new, reason=reason, now=now)


def record_score(version: ModelVersion, *, day: date, cases: int, loss: float, baseline_loss: float) -> None:
    """
    Note how a version did on a day after its training, whether its answers were shown or not: a sum of losses over ``cases``, and that of
    its simplest baseline on the same cases. Of a day it is noted once.
    """
    if cases and version.window_until is not None and day > version.window_until:
        score = ModelScore(version=version, day=day, cases=cases, loss=loss, baseline_loss=baseline_loss)
        rows.insert(score, unless_there=True)


def find_active(name: ModelName) -> ModelVersion | None:
    """The version that answers, or would if it were not switched off."""
    return rows.first(ModelVersion, _ACTIVE, {"name": name})


def find_running_trial(name: ModelName) -> ModelTrial | None:
    return rows.first(ModelTrial, "name = %(name)s AND state = 'running'", {"name": name})


def end_trial(trial: ModelTrial, state: TrialState, *, actor: Actor, reason: str, now: datetime) -> None:
    """Under the lock of the model's switch."""
    trial.state, trial.ended_at = state, now
    rows.change(trial, "state", "ended_at")
    new = {"state": state, "days": trial.days}
    audit.record(
        actor=actor, action="model.trial_ended", resource=trial.id, old={"state": TrialState.RUNNING}, new=new, reason=reason, now=now
    )


def drop_old_lists(name: ModelName) -> None:
    """The answers of all versions but the active and the latest ones; their rows and measures stay. One statement deletes them."""
    with tenancy.atomic():
        lock(name)  # else staff could make one active whose answers are being deleted
        kept = rows.every(ModelVersion, _KEPT, {"name": name, "most": KEPT_VERSIONS})
        kept_ids = [version.id for version in kept]
        if name in _GIVEN:
            _GIVEN[name].drop_models(kept=kept_ids)
        else:
            rows.delete_where(_answers(name), _OF_OTHERS, {"name": name, "kept": kept_ids})


def _stop_trial(name: ModelName, *, actor: Actor, reason: str, now: datetime) -> None:
    if trial := find_running_trial(name):
        end_trial(trial, TrialState.STOPPED, actor=actor, reason=reason, now=now)


def lock(name: ModelName) -> ModelSwitch:
    """The model's switch, locked until the transaction ends; made where there is none."""
    rows.insert(ModelSwitch(name=name), unless_there=True)
    switch = rows.first(ModelSwitch, _OF_MODEL, {"name": name}, for_update=True)
    assert switch is not None
    return switch


def _hand_over(name: ModelName) -> None:
    """
    Apps below know nothing of the registry: checkouts score, and search ranks, by what they were given. While the model is off or in shadow
    checkouts decide by rules alone, search ranks without, and prices are advised for nobody's eyes.
    """
    if name not in _GIVEN:
        return
    active, switch = rows.first(ModelVersion, _ACTIVE, {"name": name}), rows.first(ModelSwitch, _OF_MODEL, {"name": name})
    is_shadow = switch is not None and switch.is_shadow
    version_id = active.id if active and (switch is None or switch.is_on) else ""
    if name == ModelName.PRICES:
        price_services.use_model(version_id=version_id, is_shadow=is_shadow)
    elif name == ModelName.FRAUD:
        fraud_services.use_model(version_id=version_id, is_shadow=is_shadow)
    else:
        discovery_services.use_model(version_id="" if is_shadow else version_id)


class _Given(NamedTuple):
    """Of a model whose answers lie in another app: which of its versions still have theirs, and what deletes them."""

    has_model: Callable[[str], bool]
    drop_models: Callable[..., None]


_GIVEN = {
    ModelName.FRAUD: _Given(fraud_queries.has_model, fraud_services.drop_models),
    ModelName.PRICES: _Given(price_queries.has_model, price_services.drop_models),
    ModelName.SEARCH: _Given(discovery_queries.has_model, discovery_services.drop_models),
}


def has_lists(version: ModelVersion) -> bool:
    name = ModelName(version.name)
    if name in _GIVEN:
        return _GIVEN[name].has_model(version.id)
    return rows.first(_answers(name), _OF_VERSION, {"version_id": version.id}) is not None


def _answers(name: ModelName) -> type[NeighbourList] | type[DemandForecast]:
    return NeighbourList if name == ModelName.RECOMMENDATIONS else DemandForecast
