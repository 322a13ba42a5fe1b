"""The models of demand that a region may use: the registry of models says which, and whether what it says is shown."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marketplace.apps.price_advice.models import DemandEstimate, DemandModel, PriceAdvice
from marketplace.apps.price_advice.types import AdviceState, Estimate
from marketplace.foundation import rows

BATCH = 1_000
_NOT_KEPT = "NOT model_id = ANY (%(kept)s::text[]) AND NOT EXISTS (SELECT FROM price_models WHERE version_id = model_id AND is_used)"
_EMPTY = "NOT is_used AND NOT EXISTS (SELECT FROM price_estimates WHERE model_id = version_id)"


def store_model(*, version_id: str, estimates: Sequence[tuple[str, Estimate]]) -> None:
    """What a version knows of each variant, next to its vendor. In the transaction that makes the version."""
    model = DemandModel(version_id=version_id)
    rows.insert(model)
    for start in range(0, len(estimates), BATCH):
        rows.insert_all(
            [
                DemandEstimate(
                    model=model,
                    variant_id=estimate.variant_id,
                    vendor_id=vendor_id,
                    product_id=estimate.product_id,
                    value=msgspec.to_builtins(estimate),
                )
                for vendor_id, estimate in estimates[start : start + BATCH]
            ]
        )


def use_model(*, version_id: str, is_shadow: bool = False) -> None:
    """
    Advise by this version from now on; not at all where it is empty. In ``is_shadow`` its advice is made and scored, and not shown. What
    another version advised is no longer to be had. In the caller's transaction, which orders it.
    """
    rows.change_where(DemandModel, "is_used", {}, is_used=False)
    if version_id:
        rows.change_where(DemandModel, "version_id = %(id)s", {"id": version_id}, is_used=True, is_shadow=is_shadow)
    outdated = "state = 'open' AND (model_version_id <> %(id)s OR is_shadow <> %(is_shadow)s)"
    rows.change_where(PriceAdvice, outdated, {"id": version_id, "is_shadow": is_shadow}, state=AdviceState.OUTDATED)


def drop_models(*, kept: Sequence[str]) -> None:
    """All but these, and the one in use."""
    rows.delete_where(DemandEstimate, _NOT_KEPT, {"kept": list(kept)})
    rows.delete_where(DemandModel, _EMPTY, {})
