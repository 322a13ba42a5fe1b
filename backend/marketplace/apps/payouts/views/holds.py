"""The operator's endpoints of holds on earnings."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.serializers import HoldDetail, HoldForReview, ListHolds, Reasoned, hold_detail
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")


class HoldList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_holds_list", parameters=[ListHolds, *PAGE], responses={200: Page[HoldDetail]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(ListHolds, request)
        return Response(queries.list_holds(page_request(request), **wanted).map(hold_detail))

    @extend_schema(
        operation_id="admin_holds_create",
        request=HoldForReview,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: HoldDetail, 404: problem(NotFound)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Hold the earnings of a vendor order while staff look into it."""
        data = validated(HoldForReview, request.data)
        placed = services.hold_for_review(actor=actor_of(request), now=clock.now(), **data)
        return Response(hold_detail(placed), status=201)


class ReleaseHold(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_holds_release",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: HoldDetail, 404: problem(NotFound)},
    )
    @idempotent
    def post(self, request: Request, review_id: str) -> Response:
        """Release a hold that staff placed; a dispute's hold ends with the dispute."""
        data = validated(Reasoned, request.data)
        released = services.release_review(review_id=review_id, actor=actor_of(request), now=clock.now(), **data)
        return Response(hold_detail(released))
