"""What looks alike, what could be better about a picture, and which pictures may be copies."""

from marketplace.apps.visual_search.queries.advice import advice_on_product
from marketplace.apps.visual_search.queries.alike import find_by_picture, looks_alike
from marketplace.apps.visual_search.queries.matches import get_match, list_matches

__all__ = ["advice_on_product", "find_by_picture", "get_match", "list_matches", "looks_alike"]
