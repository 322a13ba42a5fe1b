"""Staff's list of products of different vendors that show the same picture."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.visual_search import queries, services
from marketplace.apps.visual_search.errors import MatchDecided, MatchNotFound
from marketplace.apps.visual_search.serializers import DecideMatch, ListMatches
from marketplace.apps.visual_search.types import MatchState, MatchView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

MODERATORS = staff_role("admin", "catalogue")


class PictureMatches(TenantAPIView):
    permission_classes = [MODERATORS]

    @extend_schema(
        operation_id="admin_picture_matches_list",
        parameters=[ListMatches, *PAGE],
        responses={200: Page[MatchView], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """Pairs that nobody has looked at yet, or those decided as `state` says; the newest first."""
        state = MatchState(query_validated(ListMatches, request)["state"])
        return Response(queries.list_matches(page_request(request), state=state))


class PictureMatchDecision(TenantAPIView):
    permission_classes = [MODERATORS]

    @extend_schema(
        operation_id="admin_picture_matches_decide",
        parameters=[IDEMPOTENCY_KEY],
        request=DecideMatch,
        responses={200: MatchView, 404: problem(MatchNotFound), 409: problem(MatchDecided), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, match_id: str) -> Response:
        """Say whether the picture was copied. Taking a product down is a step of its own."""
        data = validated(DecideMatch, request.data)
        state = MatchState(data["state"])
        services.decide_match(match_id=match_id, state=state, reason=data["reason"], actor=actor_of(request), now=clock.now())
        return Response(queries.get_match(match_id))
