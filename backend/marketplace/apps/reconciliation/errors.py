from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.texts import Text


class ReportNotFound(NotFound):
    """There is no such report in the region."""

    code = "report_not_found"
    title = "There is no such report"


class DifferenceNotFound(NotFound):
    """There is no such difference in the region."""

    code = "difference_not_found"
    title = "There is no such difference"


class DifferenceStateForbids(Conflict):
    """A difference that is resolved stays so. ``state`` is its present one."""

    code = "difference_state_forbids"
    title = "The difference's present state does not allow this"

    def __init__(self, *, state: str) -> None:
        super().__init__(Text("The difference is resolved."), state=state)
