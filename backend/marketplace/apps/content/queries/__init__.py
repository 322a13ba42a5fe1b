"""Reads of the operator's pages and of the home page."""

from marketplace.apps.content.queries.brand import get_brand
from marketplace.apps.content.queries.home import UNSET_VERSION, get_content, get_home
from marketplace.apps.content.queries.pages import get_page, get_published, list_changes, list_pages, list_published, list_whole

__all__ = [
    "UNSET_VERSION",
    "get_brand",
    "get_content",
    "get_home",
    "get_page",
    "get_published",
    "list_changes",
    "list_pages",
    "list_published",
    "list_whole",
]
