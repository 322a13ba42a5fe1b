from __future__ import annotations

from typing import Literal

from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.texts import Text


class ModelNotFound(NotFound):
    """There is no such model, or no such version of it in the region."""

    code = "model_not_found"
    title = "There is no such model"


class VersionNotActivatable(Conflict):
    """A version that does not beat its baselines, or whose lists are gone, must not answer. ``state`` is its present one."""

    code = "version_not_activatable"
    title = "This version cannot be made active"

    def __init__(self, *, state: str) -> None:
        super().__init__(Text("Only a version that beats its baselines may become active."), state=state)


class TrialNotPossible(Conflict):
    """
    Two versions cannot be tried. ``why``: ``not_split`` (no answers that customers get), ``not_answering`` (it is off, in shadow, or has no
    active version), ``running`` (another trial is), ``no_trial`` (none runs that could be stopped).
    """

    code = "trial_not_possible"
    title = "This trial is not possible"

    def __init__(self, *, why: Literal["not_split", "not_answering", "running", "no_trial"]) -> None:
        super().__init__(_WHY[why], why=why)


_WHY = {
    "not_split": Text("The versions of this model are compared in shadow: nobody gets a version's own answers."),
    "not_answering": Text("The model does not answer at the moment."),
    "running": Text("A trial of this model runs already."),
    "no_trial": Text("No trial of this model runs."),
}
