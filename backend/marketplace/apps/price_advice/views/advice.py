"""A vendor's advice on prices, and the changes that came of it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.price_advice import queries, services
from marketplace.apps.price_advice.errors import (
    AdviceNotFound,
    AdviceOutdated,
    ChangeNotFound,
    ChangeNotUndoable,
    ChangeUnderWay,
    ExperimentUnderWay,
    PriceAdviceOff,
    PriceOutsideLimits,
)
from marketplace.apps.price_advice.serializers import ListAdvice
from marketplace.apps.price_advice.types import AdviceState, AdviceView, ChangeView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

PRICERS = vendor_role("owner", "manager")
_FORBIDDEN = (PriceAdviceOff, ExperimentUnderWay, ChangeUnderWay, AdviceOutdated, PriceOutsideLimits)


class AdviceList(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(
        operation_id="vendor_price_advice_list",
        parameters=[ListAdvice, *PAGE],
        responses={200: Page[AdviceView], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """What to ask instead, what it is expected to bring most first. Empty before a first model, and while advice is off."""
        state = AdviceState(query_validated(ListAdvice, request)["state"])
        return Response(queries.list_advice(principal_of(request).vendor_id, page_request(request), state=state, now=clock.now()))


class AdviceAcceptance(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(
        operation_id="vendor_price_advice_accept",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ChangeView, 404: problem(AdviceNotFound), 409: problem(*_FORBIDDEN)},
    )
    @idempotent
    def post(self, request: Request, advice_id: str) -> Response:
        """Ask this price from now on, of everybody. Refused if the price has changed since, or the vendor's own limits forbid it."""
        vendor_id = principal_of(request).vendor_id
        change = services.accept_advice(vendor_id=vendor_id, advice_id=advice_id, actor=actor_of(request), now=clock.now())
        return Response(queries.get_change(vendor_id, change.id))


class AdviceDismissal(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(
        operation_id="vendor_price_advice_dismiss",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: AdviceView, 404: problem(AdviceNotFound), 409: problem(AdviceOutdated)},
    )
    @idempotent
    def post(self, request: Request, advice_id: str) -> Response:
        """Keep the price. For two weeks nothing is advised for this variant."""
        vendor_id = principal_of(request).vendor_id
        services.dismiss_advice(vendor_id=vendor_id, advice_id=advice_id, actor=actor_of(request), now=clock.now())
        return Response(queries.get_advice(vendor_id, advice_id))


class Changes(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_changes_list", parameters=PAGE, responses={200: Page[ChangeView]})
    def get(self, request: Request) -> Response:
        """What advice, automation and experiments did to prices, newest first."""
        return Response(queries.list_changes(principal_of(request).vendor_id, page_request(request)))


class ChangeReversal(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(
        operation_id="vendor_price_changes_undo",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ChangeView, 404: problem(ChangeNotFound), 409: problem(ChangeNotUndoable, ExperimentUnderWay, ChangeUnderWay)},
    )
    @idempotent
    def post(self, request: Request, change_id: str) -> Response:
        """Bring back the price from before. For two weeks nothing is advised for this variant, and nothing changes by itself."""
        vendor_id = principal_of(request).vendor_id
        change = services.undo_change(vendor_id=vendor_id, change_id=change_id, actor=actor_of(request), now=clock.now())
        return Response(queries.get_change(vendor_id, change.id))
