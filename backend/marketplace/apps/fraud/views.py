"""Staff's queue of payments that may be fraud."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.fraud import queries, services
from marketplace.apps.fraud.errors import ReviewDecided, RiskNotFound
from marketplace.apps.fraud.serializers import DecideRisk, ListRisks
from marketplace.apps.fraud.types import ReviewState, RiskView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

REVIEWERS = staff_role("admin", "finance")


class PaymentRisks(TenantAPIView):
    permission_classes = [REVIEWERS]

    @extend_schema(
        operation_id="admin_payment_risks_list",
        parameters=[ListRisks, *PAGE],
        responses={200: Page[RiskView], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """Payments that wait for a review, or those that `review` names; the most likely fraud first."""
        review = ReviewState(query_validated(ListRisks, request)["review"])
        return Response(queries.list_risks(page_request(request), review=review))


class PaymentRiskDecision(TenantAPIView):
    permission_classes = [REVIEWERS]

    @extend_schema(
        operation_id="admin_payment_risks_decide",
        parameters=[IDEMPOTENCY_KEY],
        request=DecideRisk,
        responses={200: RiskView, 404: problem(RiskNotFound), 409: problem(ReviewDecided), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, payment_id: str) -> Response:
        """Clear it, or block it: then its order is canceled a moment later, as far as nothing was sent, and paid back."""
        data = validated(DecideRisk, request.data)
        blocks = data["review"] == ReviewState.BLOCKED
        services.decide(payment_id=payment_id, blocks=blocks, reason=data["reason"], actor=actor_of(request), now=clock.now())
        return Response(queries.get_risk(payment_id))
