"""The classifiers that a region may use: the registry of models says which."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marketplace.apps.fraud.models import RiskModel
from marketplace.apps.fraud.types import Classifier
from marketplace.foundation import rows

_USED, _NOT_KEPT = "is_used", "NOT version_id = ANY (%(kept)s::text[]) AND NOT is_used"


def store_model(*, version_id: str, classifier: Classifier) -> None:
    """In the transaction that makes the version."""
    rows.insert(RiskModel(version_id=version_id, classifier=msgspec.to_builtins(classifier)))


def use_model(*, version_id: str, is_shadow: bool = False) -> None:
    """
    Score with this version from now on; with rules alone where it is empty. In ``is_shadow`` its scores are noted, and rules decide. In the
    caller's transaction, which orders it.
    """
    rows.change_where(RiskModel, _USED, {}, is_used=False)
    if version_id:
        rows.change_where(RiskModel, "version_id = %(id)s", {"id": version_id}, is_used=True, is_shadow=is_shadow)


def drop_models(*, kept: Sequence[str]) -> None:
    """All but these, and the one in use."""
    rows.delete_where(RiskModel, _NOT_KEPT, {"kept": list(kept)})
