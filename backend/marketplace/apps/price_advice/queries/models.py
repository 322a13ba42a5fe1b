"""The models of demand that a region has, and what training reads."""

from __future__ import annotations

from marketplace.apps.price_advice.models import DemandEstimate, DemandModel
from marketplace.foundation import rows


def has_model(version_id: str) -> bool:
    """Whether the estimates of a version are still there."""
    return rows.first(DemandModel, "version_id = %(id)s", {"id": version_id}) is not None


def find_used_model() -> DemandModel | None:
    """The one that advice is made by, if the registry of models lets any."""
    return rows.first(DemandModel, "is_used", {})


def next_estimates(model_id: str, *, after: str, most: int) -> list[DemandEstimate]:
    """By variant, those behind ``after``."""
    condition = "model_id = %(model)s AND variant_id > %(after)s ORDER BY variant_id LIMIT %(most)s"
    return rows.every(DemandEstimate, condition, {"model": model_id, "after": after, "most": most})


def find_estimate(variant_id: str) -> DemandEstimate | None:
    """Of the model that is used."""
    condition = "variant_id = %(variant)s AND model_id = (SELECT version_id FROM price_models WHERE is_used)"
    return rows.first(DemandEstimate, condition, {"variant": variant_id})
