from __future__ import annotations

from marketplace.apps.visual_search.errors import MatchNotFound
from marketplace.apps.visual_search.models import PictureMatch
from marketplace.apps.visual_search.types import MatchedPicture, MatchState, MatchView
from marketplace.foundation.blobs import public_url
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def list_matches(page: PageRequest, *, state: MatchState) -> Page[MatchView]:
    """Pairs of products that show the same picture, the newest first."""
    matches = PictureMatch.objects.filter(state=state).order_by("-id")
    if page.cursor:
        matches = matches.filter(id__lt=decode_cursor(page.cursor, str))
    return page_of(list(matches[: page.limit + 1]), page, position=lambda match: match.id).map(_view)


def get_match(match_id: str) -> MatchView:
    """:raises MatchNotFound:"""
    match = PictureMatch.objects.filter(pk=match_id).first()
    if match is None:
        raise MatchNotFound
    return _view(match)


def _view(match: PictureMatch) -> MatchView:
    return MatchView(
        id=match.id,
        state=MatchState(match.state),
        similarity=round(match.similarity, 3),
        earlier=MatchedPicture(
            product_id=match.earlier_product_id,
            vendor_id=match.earlier_vendor_id,
            image_id=match.earlier_image_id,
            url=public_url(match.earlier_path),
            seen_at=match.earlier_seen_at,
        ),
        later=MatchedPicture(
            product_id=match.later_product_id,
            vendor_id=match.later_vendor_id,
            image_id=match.later_image_id,
            url=public_url(match.later_path),
            seen_at=match.later_seen_at,
        ),
        found_at=match.found_at,
        decided_by=match.decided_by,
        decided_at=match.decided_at,
        reason=match.reason,
    )
