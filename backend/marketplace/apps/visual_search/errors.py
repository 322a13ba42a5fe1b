from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound, Unavailable
from marketplace.kit.texts import Text


class PictureSearchOff(NotFound):
    """The region does not offer search by picture (feature ``picture_search``)."""

    code = "picture_search_off"
    title = "This shop has no search by picture"


class PictureSearchBusy(Unavailable):
    """The process looks at another caller's pictures; so many at once are looked at."""

    code = "picture_search_busy"
    title = "Too many people search by picture right now"


class MatchNotFound(NotFound):
    """There is no such pair of pictures in the region."""

    code = "picture_match_not_found"
    title = "There is no such pair of pictures"


class MatchDecided(Conflict):
    """Another person has decided it; ``state`` is what was decided."""

    code = "picture_match_decided"
    title = "This pair was decided already"

    def __init__(self, *, state: str) -> None:
        super().__init__(Text("Another person has decided it in the meantime."), state=state)
