"""Reads of models and their versions."""

from __future__ import annotations

from django.db.models import Max

from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.errors import ModelNotFound
from marketplace.apps.intelligence.models import ModelSwitch, ModelVersion
from marketplace.apps.intelligence.queries.trials import latest_trials
from marketplace.apps.intelligence.types import CAN_BE_TRIED, DriftView, ModelName, ModelView, TrialView, VersionState, VersionView
from marketplace.foundation.postgres import sql
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

LARGEST = 2**31 - 1
DRIFT_DAYS = 14  # the last ones that were scored
LEAST_DRIFT_DAYS = 7  # before which a bad week may be chance


def list_models() -> list[ModelView]:
    """Every model of the region, also one that was never trained. Five queries."""
    switches = {switch.name: switch for switch in ModelSwitch.objects.all()}
    last = ModelVersion.objects.values("name").annotate(last=Max("number")).values_list("name", "last")
    latest = dict(last)
    shown: dict[str, list[ModelVersion]] = {name: [] for name in [*latest, *ModelName]}
    wanted = ModelVersion.objects.filter(number__in=set(latest.values())) | ModelVersion.objects.filter(state=VersionState.ACTIVE)
    for version in wanted:
        shown[version.name].append(version)
    drifts, trials = _drifts(), latest_trials()
    return [
        _model(name, switches.get(name), shown[name], latest.get(name), drift=drifts.get(name), trial=trials.get(name))
        for name in ModelName
    ]


def get_model(name: str) -> ModelView:
    """:raises ModelNotFound: for a name that no model has"""
    found = {model.name.value: model for model in list_models()}
    if name not in found:
        raise ModelNotFound
    return found[name]


def get_version(name: str, version_id: str) -> VersionView:
    """:raises ModelNotFound: also for another model's version"""
    version = ModelVersion.objects.filter(name=name, pk=version_id).first()
    if version is None:
        raise ModelNotFound
    return view_of(version)


def list_versions(name: str, page: PageRequest) -> Page[VersionView]:
    """The newest first. :raises ModelNotFound:"""
    if name not in set(ModelName):
        raise ModelNotFound
    versions = ModelVersion.objects.filter(name=name).order_by("-number")
    if page.cursor:
        versions = versions.filter(number__lt=min(decode_cursor(page.cursor, int), LARGEST))
    return page_of(list(versions[: page.limit + 1]), page, position=lambda version: version.number).map(view_of)


def view_of(version: ModelVersion) -> VersionView:
    return VersionView(
        id=version.id,
        name=ModelName(version.name),
        number=version.number,
        state=VersionState(version.state),
        window_from=version.window_from,
        window_until=version.window_until,
        row_count=version.row_count,
        metrics=version.metrics,
        baselines=version.baselines,
        refused_for=version.refused_for,
        trained_by=version.trained_by,
        trained_at=version.trained_at,
        duration_ms=version.duration_ms,
        activated_by=version.activated_by,
        activated_at=version.activated_at,
    )


def _drifts() -> dict[str, DriftView]:
    """Of each model, over the last days that were scored."""
    found = sql.rows(statements.DRIFTS, {"days": DRIFT_DAYS})
    return {
        name: DriftView(
            days=days,
            cases=cases,
            loss=round(loss / cases, 4),
            baseline_loss=round(baseline / cases, 4),
            is_drifting=days >= LEAST_DRIFT_DAYS and loss > baseline,
        )
        for name, days, cases, loss, baseline in found
        if cases
    }


def _model(
    name: ModelName,
    switch: ModelSwitch | None,
    shown: list[ModelVersion],
    last: int | None,
    *,
    drift: DriftView | None,
    trial: TrialView | None,
) -> ModelView:
    active = next((version for version in shown if version.state == VersionState.ACTIVE), None)
    latest = next((version for version in shown if version.number == last), None)
    return ModelView(
        name=name,
        is_on=switch.is_on if switch else True,
        renews_itself=switch.renews_itself if switch else True,
        is_shadow=switch.is_shadow if switch else False,
        drift=drift,
        can_be_tried=name in CAN_BE_TRIED,
        trial=trial,
        active=view_of(active) if active else None,
        latest=view_of(latest) if latest else None,
        etag=str(switch.version) if switch else "0",
    )
