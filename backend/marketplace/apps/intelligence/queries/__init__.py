"""What models answer, and what the registry knows of them."""

from marketplace.apps.intelligence.queries.forecasts import UNSET_VERSION, due, get_terms, list_forecasts
from marketplace.apps.intelligence.queries.purchases import purchases_of
from marketplace.apps.intelligence.queries.recommendations import also_bought, complete_cart, for_you, trending
from marketplace.apps.intelligence.queries.registry import get_model, get_version, list_models, list_versions

__all__ = [
    "UNSET_VERSION",
    "also_bought",
    "complete_cart",
    "due",
    "for_you",
    "get_model",
    "get_terms",
    "get_version",
    "list_forecasts",
    "list_models",
    "list_versions",
    "purchases_of",
    "trending",
]
