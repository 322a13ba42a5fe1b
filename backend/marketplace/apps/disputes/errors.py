from __future__ import annotations

from marketplace.kit.errors import Conflict
from marketplace.kit.texts import Text


class EvidenceNotTaken(Conflict):
    """The dispute has ended, its deadline is over, or its provider takes evidence in its dashboard alone."""

    code = "evidence_not_taken"
    title = "Evidence in this dispute cannot be sent from here"


class EvidenceRefused(Conflict):
    """The provider does not take the evidence; ``reason`` is its own code."""

    code = "evidence_refused"
    title = "The payment provider refuses the evidence"

    def __init__(self, *, reason: str) -> None:
        super().__init__(Text("Its reason: {reason}", reason=reason), reason=reason)
