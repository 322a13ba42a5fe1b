"""Trials of two versions of a model on shares of the customers: staff begin one, and it ends by its rule."""

from __future__ import annotations

from datetime import date, datetime

from marketplace.apps.intelligence.domain.trials import Arm, verdict
from marketplace.apps.intelligence.errors import ModelNotFound, TrialNotPossible, VersionNotActivatable
from marketplace.apps.intelligence.models import ModelTrial, ModelVersion
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.types import CAN_BE_TRIED, ModelName, TrialState, VersionState
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.ids import new_id

_COUNTS = ("days", "scored_until", "champion_cases", "champion_hits", "challenger_cases", "challenger_hits")


def start_trial(*, name: ModelName, version_id: str, share_percent: int, reason: str, actor: Actor, now: datetime) -> None:
    """
    Let a version answer a share of the customers (1 to 50 percent) next to the active one.

    :raises ModelNotFound: :raises VersionNotActivatable: :raises TrialNotPossible:
    """
    if name not in CAN_BE_TRIED:
        raise TrialNotPossible(why="not_split")
    with tenancy.atomic():
        switch = registry.lock(name)
        champion = registry.find_active(name)
        if champion is None or not switch.is_on or switch.is_shadow:
            raise TrialNotPossible(why="not_answering")
        if registry.find_running_trial(name) is not None:
            raise TrialNotPossible(why="running")
        challenger = rows.first(ModelVersion, "id = %(id)s AND name = %(name)s", {"id": version_id, "name": name})
        if challenger is None:
            raise ModelNotFound
        if challenger.state not in (VersionState.CANDIDATE, VersionState.RETIRED) or not registry.has_lists(challenger):
            raise VersionNotActivatable(state=challenger.state)
        trial = ModelTrial(
            id=new_id("mtr", at=now),
            name=name,
            champion=champion,
            challenger=challenger,
            share_percent=share_percent,
            started_by=actor.id,
            started_at=now,
        )
        rows.insert(trial)
        new = {"champion": champion.id, "challenger": challenger.id, "share_percent": share_percent}
        audit.record(actor=actor, action="model.trial_started", resource=trial.id, new=new, reason=reason, now=now)


def stop_trial(*, name: ModelName, reason: str, actor: Actor, now: datetime) -> None:
    """End the trial that runs; the champion answers everybody again. :raises TrialNotPossible: if none runs"""
    with tenancy.atomic():
        registry.lock(name)
        trial = registry.find_running_trial(name)
        if trial is None:
            raise TrialNotPossible(why="no_trial")
        registry.end_trial(trial, TrialState.STOPPED, actor=actor, reason=reason, now=now)


def count_day(name: ModelName, day: date, *, champion: Arm, challenger: Arm, now: datetime) -> None:
    """
    Add what both versions guessed of a day to the trial that runs, and end it where its rule says so: a challenger that has won becomes
    active. Of a day it is counted once.
    """
    with tenancy.atomic():
        registry.lock(name)
        trial = registry.find_running_trial(name)
        if trial is None or (trial.scored_until is not None and day <= trial.scored_until):
            return
        trial.days, trial.scored_until = trial.days + 1, day
        trial.champion_cases, trial.champion_hits = trial.champion_cases + champion.cases, trial.champion_hits + champion.hits
        trial.challenger_cases, trial.challenger_hits = trial.challenger_cases + challenger.cases, trial.challenger_hits + challenger.hits
        rows.change(trial, *_COUNTS)
        state = verdict(Arm(trial.champion_cases, trial.champion_hits), Arm(trial.challenger_cases, trial.challenger_hits), days=trial.days)
        if state is TrialState.RUNNING:
            return
        registry.end_trial(trial, state, actor=SYSTEM, reason="", now=now)
        if state is TrialState.WON:
            registry.make_active(trial.challenger, actor=SYSTEM, now=now)
