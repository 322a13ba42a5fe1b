"""What staff decide about two products that show the same picture."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.visual_search.errors import MatchDecided, MatchNotFound
from marketplace.apps.visual_search.models import PictureMatch
from marketplace.apps.visual_search.types import MatchState
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor


def decide_match(*, match_id: str, state: MatchState, reason: str, actor: Actor, now: datetime) -> None:
    """
    Say that the picture was copied, or that both may show it. Nothing else happens by itself: a product is taken down by its own endpoint.

    :raises MatchNotFound: :raises MatchDecided: if it was decided already
    """
    with tenancy.atomic():
        match = rows.first(PictureMatch, "id = %(id)s", {"id": match_id}, for_update=True)
        if match is None:
            raise MatchNotFound
        if match.state != MatchState.OPEN:
            raise MatchDecided(state=match.state)
        match.state, match.reason, match.decided_by, match.decided_at = state, reason, actor.id, now
        rows.change(match, "state", "reason", "decided_by", "decided_at")
        audit.record(
            actor=actor,
            action="picture_match.decided",
            resource=match.id,
            old={"state": MatchState.OPEN},
            new={"state": state, "earlier": match.earlier_product_id, "later": match.later_product_id},
            reason=reason,
            now=now,
        )
