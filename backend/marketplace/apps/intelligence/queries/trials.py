"""Reads of trials."""

from __future__ import annotations

from marketplace.apps.intelligence.domain.trials import MOST_DAYS, Arm
from marketplace.apps.intelligence.models import ModelTrial, ModelVersion
from marketplace.apps.intelligence.types import TrialArm, TrialState, TrialView


def latest_trials() -> dict[str, TrialView]:
    """Of each model the trial that runs, or else the last one."""
    found = ModelTrial.objects.order_by("name", "-started_at").distinct("name").select_related("champion", "challenger")
    return {trial.name: _view(trial) for trial in found}


def _view(trial: ModelTrial) -> TrialView:
    return TrialView(
        id=trial.id,
        state=TrialState(trial.state),
        share_percent=trial.share_percent,
        champion=_arm(trial.champion, Arm(trial.champion_cases, trial.champion_hits)),
        challenger=_arm(trial.challenger, Arm(trial.challenger_cases, trial.challenger_hits)),
        days=trial.days,
        most_days=MOST_DAYS,
        started_by=trial.started_by,
        started_at=trial.started_at,
        ended_at=trial.ended_at,
    )


def _arm(version: ModelVersion, arm: Arm) -> TrialArm:
    return TrialArm(
        version_id=version.id, version_number=version.number, cases=arm.cases, hit_rate=round(arm.rate, 4) if arm.cases else None
    )
