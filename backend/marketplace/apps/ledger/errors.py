"""What can be wrong with a posting. Each is a fault of the program, so none is shown to a caller."""

from __future__ import annotations


class PostingConflict(RuntimeError):
    """A key was posted before with other content: two parts of the program compute one fact differently. Nothing was posted."""


class PostingNotInChart(RuntimeError):
    """The chart of accounts has no such type, or the type does not move between these accounts. Nothing was posted."""
