"""What can be wrong with a posting, each a fault of the program that no caller is shown; and what cannot be exported."""

from __future__ import annotations

from marketplace.kit.errors import MarketplaceError


class PostingConflict(RuntimeError):
    """A key was posted before with other content: two parts of the program compute one fact differently. Nothing was posted."""


class PostingNotInChart(RuntimeError):
    """The chart of accounts has no such type, or the type does not move between these accounts. Nothing was posted."""


class TooManyRows(MarketplaceError):
    """The period has more rows than a workbook takes. Its CSV file has no limit."""

    code = "too_many_rows"
    status = 409
    title = "The period has too many rows for a workbook; ask for a shorter one, or for the CSV file"
