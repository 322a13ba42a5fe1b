"""The operator's endpoints of adjustments."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import AdjustmentNeedsSecondPerson, AdjustmentStateForbids, WriteOffExceedsDebt
from marketplace.apps.payouts.models import Adjustment
from marketplace.apps.payouts.serializers import AdjustmentDetail, ListAdjustments, ProposeAdjustment, Reasoned, adjustment_detail
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.actions import action
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")


class AdjustmentList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_adjustments_list", parameters=[ListAdjustments, *PAGE], responses={200: Page[AdjustmentDetail]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(ListAdjustments, request)
        return Response(queries.list_adjustments(page_request(request), **wanted).map(adjustment_detail))

    @extend_schema(
        operation_id="admin_adjustments_create",
        request=ProposeAdjustment,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: AdjustmentDetail, 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Propose a correction, a repayment or a write-off; it is booked when another person approves it."""
        data = validated(ProposeAdjustment, request.data)
        proposed = services.propose_adjustment(actor=actor_of(request), now=clock.now(), **data)
        return Response(adjustment_detail(proposed), status=201)


class AdjustmentItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_adjustments_get", responses={200: AdjustmentDetail})
    def get(self, request: Request, adjustment_id: str) -> Response:
        return Response(adjustment_detail(queries.get_adjustment(adjustment_id)))


class Decision(TenantAPIView):
    """Base: what a member of staff decides on a proposed adjustment, with a reason; ``act`` is the service."""

    permission_classes = [HANDLES_MONEY]
    act: ClassVar[Callable[..., Adjustment]]

    @idempotent
    def post(self, request: Request, adjustment_id: str) -> Response:
        data = validated(Reasoned, request.data)
        return Response(adjustment_detail(self.act(adjustment_id=adjustment_id, actor=actor_of(request), now=clock.now(), **data)))


@action(
    "admin_adjustments_approve",
    Reasoned,
    AdjustmentDetail,
    AdjustmentStateForbids,
    AdjustmentNeedsSecondPerson,
    WriteOffExceedsDebt,
    VendorStateForbids,
)
class ApproveAdjustment(Decision):
    """Book it: by another person than the one who proposed it."""

    act = staticmethod(services.approve_adjustment)


@action("admin_adjustments_reject", Reasoned, AdjustmentDetail, AdjustmentStateForbids)
class RejectAdjustment(Decision):
    """Decide against it; nothing is booked."""

    act = staticmethod(services.reject_adjustment)
