from __future__ import annotations

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
