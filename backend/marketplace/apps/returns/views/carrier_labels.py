"""Vendors' endpoints of labels for returns that are bought with their own account at a carrier."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.carriers.errors import (
    CarrierKeysRefused,
    CarrierNotConnected,
    CarrierUnavailable,
    LabelNotFound,
    LabelNotPossible,
    LabelRefused,
    LabelStateForbids,
    LabelUnderWay,
)
from marketplace.apps.carriers.types import LabelView
from marketplace.apps.returns import queries, services
from marketplace.apps.returns.errors import ReturnNotFound, ReturnStateForbids
from marketplace.apps.returns.serializers import AskReturnOptions, ReturnLabel, ReturnLabelOptions, WishReturnLabel
from marketplace.apps.returns.views.handling import HANDLES_RETURNS
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.actions import action
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, problem
from marketplace.foundation.rest.views import TenantAPIView, actor_of, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput, Stale

OF_CARRIER = (CarrierNotConnected, CarrierKeysRefused, LabelNotPossible, LabelRefused)


class ReturnOptionsOfCarrier(TenantAPIView):
    permission_classes = [HANDLES_RETURNS]

    @extend_schema(
        operation_id="vendor_returns_carrier_label_options_list",
        parameters=[AskReturnOptions],
        responses={
            200: ReturnLabelOptions,
            404: problem(ReturnNotFound),
            409: problem(*OF_CARRIER),
            422: problem(InvalidInput),
            503: problem(CarrierUnavailable),
        },
    )
    def get(self, request: Request, return_id: str) -> Response:
        """How a parcel of this weight can come back from the customer, as the carrier answers at this moment."""
        asked = query_validated(AskReturnOptions, request)
        found = services.list_label_options(return_id=return_id, vendor_id=principal_of(request).vendor_id, **asked)
        return Response(ReturnLabelOptions(items=found))


class CarrierLabelOfReturn(TenantAPIView):
    permission_classes = [HANDLES_RETURNS]

    @extend_schema(operation_id="vendor_returns_carrier_label_get", responses={200: ReturnLabel, 404: problem(ReturnNotFound)})
    def get(self, request: Request, return_id: str) -> Response:
        """The label that was bought for the return; null where there is none."""
        return Response(ReturnLabel(label=queries.find_carrier_label(return_id, vendor_id=principal_of(request).vendor_id)))

    @extend_schema(
        operation_id="vendor_returns_carrier_label_create",
        request=WishReturnLabel,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: LabelView,
            404: problem(ReturnNotFound),
            409: problem(ReturnStateForbids, LabelUnderWay, *OF_CARRIER),
            412: problem(Stale),
            422: problem(InvalidInput),
            503: problem(CarrierUnavailable, BlobsUnavailable),
        },
    )
    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        """Buy the label by which the products come back; the customer can download it. The vendor pays the carrier."""
        data = validated(WishReturnLabel, request.data)
        return Response(services.buy_label(wish=WishReturnLabel.wish(data), **_which(request, return_id)), status=201)


@action(
    "vendor_returns_carrier_label_void",
    None,
    LabelView,
    LabelStateForbids,
    LabelUnderWay,
    *OF_CARRIER,
    also={404: problem(ReturnNotFound, LabelNotFound), 503: problem(CarrierUnavailable)},
)
class VoidLabelOfReturn(TenantAPIView):
    """Void the bought label: the customer cannot download it any more."""

    permission_classes = [HANDLES_RETURNS]

    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        return Response(services.void_bought_label(**_which(request, return_id)))


def _which(request: Request, return_id: str) -> dict[str, Any]:
    return {"return_id": return_id, "vendor_id": principal_of(request).vendor_id, "actor": actor_of(request), "now": clock.now()}
