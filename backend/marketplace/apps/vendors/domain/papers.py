"""Which papers the operator still needs of a vendor. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marketplace.apps.vendors.types import DOCUMENT_KINDS, DocumentNeed, DocumentState, DocumentView


def needs_of(documents: Sequence[DocumentView], *, needed: Iterable[str]) -> list[DocumentNeed]:
    """
    Of each kind that every vendor has to show (``needed``), whether a paper is missing or was refused. A paper that waits or was accepted
    ends the need, whatever was refused of its kind before. ``documents`` are newest first.
    """
    wanted, needs = set(needed), list[DocumentNeed]()
    for kind in (kind for kind in DOCUMENT_KINDS if kind in wanted):
        shown = [document for document in documents if document.kind == kind]
        if any(document.state is not DocumentState.REFUSED for document in shown):
            continue
        if shown:
            needs.append(DocumentNeed(kind=kind, reason="refused", refusal=shown[0].refusal))
        else:
            needs.append(DocumentNeed(kind=kind, reason="missing", refusal=""))
    return needs
