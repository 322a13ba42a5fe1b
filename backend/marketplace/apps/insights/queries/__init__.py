"""Whether the books agree with everything that they are about, and the region at a glance."""

from marketplace.apps.insights.queries.books import check_books
from marketplace.apps.insights.queries.overview import get_overview

__all__ = ["check_books", "get_overview"]
