from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.texts import Text


class RiskNotFound(NotFound):
    """No payment of that id was assessed in the region."""

    code = "risk_not_found"
    title = "This payment was not assessed"


class ReviewDecided(Conflict):
    """Nobody has to look at this payment (any more); ``state`` says why."""

    code = "review_decided"
    title = "This payment waits for no review"

    def __init__(self, *, state: str) -> None:
        super().__init__(Text("Another person has decided it in the meantime."), state=state)
