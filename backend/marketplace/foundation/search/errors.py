"""What search, whichever the engine, cannot do now."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, Unavailable


class SearchUnavailable(Unavailable):
    code = "search_unavailable"
    title = "Search does not answer"


class RebuildRunning(Conflict):
    code = "rebuild_running"
    title = "The index is being rebuilt already"


class IndexOutdated(Unavailable):
    """The stored index was made by another definition: it needs ``manage.py rebuild_search``."""

    code = "index_outdated"
    title = "Search is being prepared"
