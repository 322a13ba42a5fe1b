"""Whether the books agree with everything that they are about."""

from marketplace.apps.insights.queries.books import check_books

__all__ = ["check_books"]
