"""Vendors' endpoints of carriers: the account, and the labels of an order's parcels. Every look-up starts from the caller's own vendor."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.carriers import queries, services
from marketplace.apps.carriers.errors import (
    CarrierKeysRefused,
    CarrierNotConnected,
    CarrierUnavailable,
    LabelNotFound,
    LabelNotPossible,
    LabelRefused,
    LabelsCoverUnits,
    LabelStateForbids,
    LabelUnderWay,
)
from marketplace.apps.carriers.serializers import AskOptions, BuyLabel, ConnectCarrier, LabelOptions
from marketplace.apps.carriers.types import CarrierAccountView, LabelView
from marketplace.apps.orders.errors import CannotFulfil, OrderNotFound
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.actions import action
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

FULFILS = vendor_role("owner", "manager", "fulfilment")
OWNER = vendor_role("owner", needs_second_factor=True, needs_recent_authentication=True)


class CarrierAccountItem(TenantAPIView):
    def get_permissions(self) -> list:
        is_read = self.request.method in ("GET", "HEAD", "OPTIONS")
        return [FULFILS() if is_read else OWNER()]

    @extend_schema(operation_id="vendor_carrier_account_get", responses={200: CarrierAccountView})
    def get(self, request: Request) -> Response:
        """The vendor's account at a carrier. Before there is one, `is_connected` is false and the ETag is `0`."""
        return _account(queries.get_account(principal_of(request).vendor_id))

    @extend_schema(
        operation_id="vendor_carrier_account_set",
        request=ConnectCarrier,
        parameters=[IF_MATCH],
        responses={
            200: CarrierAccountView,
            409: problem(CarrierKeysRefused, LabelUnderWay, VendorStateForbids),
            412: problem(StaleRow),
            422: problem(InvalidInput),
            503: problem(CarrierUnavailable),
        },
    )
    def put(self, request: Request) -> Response:
        """Buy labels with this account from now on. The carrier is asked first whether it knows the keys."""
        etag, data = if_match(request), validated(ConnectCarrier, request.data)
        about: dict[str, Any] = {"vendor_id": principal_of(request).vendor_id, "actor": actor_of(request), "now": clock.now()}
        return _account(services.connect(etag=etag, **data, **about))

    @extend_schema(
        operation_id="vendor_carrier_account_remove",
        responses={204: OpenApiResponse(description="Done"), 404: problem(NotFound), 409: problem(LabelUnderWay)},
    )
    def delete(self, request: Request) -> Response:
        """Forget the keys. Labels that were bought stay."""
        services.disconnect(vendor_id=principal_of(request).vendor_id, actor=actor_of(request), now=clock.now())
        return Response(status=204)


class OptionsOfOrder(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_label_options_list",
        parameters=[AskOptions],
        responses={
            200: LabelOptions,
            404: problem(OrderNotFound),
            409: problem(CarrierNotConnected, CarrierKeysRefused, LabelNotPossible, LabelRefused),
            422: problem(InvalidInput),
            503: problem(CarrierUnavailable),
        },
    )
    def get(self, request: Request, vendor_order_id: str) -> Response:
        """How a parcel of this weight can be sent to the order's customer, as the carrier answers at this moment."""
        asked = query_validated(AskOptions, request)
        found = services.list_options(vendor_id=principal_of(request).vendor_id, vendor_order_id=vendor_order_id, **asked)
        return Response(LabelOptions(items=found))


class LabelsOfOrder(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_labels_list", parameters=[*PAGE], responses={200: Page[LabelView], 404: problem(OrderNotFound)}
    )
    def get(self, request: Request, vendor_order_id: str) -> Response:
        """The labels for parcels of the order, the newest first."""
        return Response(queries.list_labels(principal_of(request).vendor_id, vendor_order_id, page_request(request)))

    @extend_schema(
        operation_id="vendor_orders_labels_create",
        request=BuyLabel,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: LabelView,
            404: problem(OrderNotFound),
            409: problem(
                CannotFulfil,
                LabelsCoverUnits,
                LabelNotPossible,
                CarrierNotConnected,
                CarrierKeysRefused,
                LabelRefused,
                LabelUnderWay,
            ),
            422: problem(InvalidInput),
            503: problem(CarrierUnavailable),
        },
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str) -> Response:
        """
        Buy a label for a parcel with these units. The vendor pays the carrier. After 503 the label is in the list as `buying` until it
        is known whether it was bought; it never is twice.
        """
        data, principal = validated(BuyLabel, request.data), principal_of(request)
        bought = services.buy_label(
            vendor_id=principal.vendor_id,
            vendor_order_id=vendor_order_id,
            lines=[LineQuantity(**item) for item in data["lines"]],
            wish=BuyLabel.wish(data),
            actor=actor_of(request),
            request_key=request.META["HTTP_IDEMPOTENCY_KEY"],
            now=clock.now(),
        )
        return Response(bought, status=201)


class _OfLabel(TenantAPIView):
    permission_classes = [FULFILS]

    def which(self, request: Request, vendor_order_id: str, label_id: str) -> dict[str, Any]:
        vendor_id = principal_of(request).vendor_id
        return {"vendor_id": vendor_id, "vendor_order_id": vendor_order_id, "label_id": label_id, "now": clock.now()}


@action("vendor_orders_labels_ship", None, LabelView, CannotFulfil, LabelStateForbids, also={404: problem(LabelNotFound)})
class ShipLabel(_OfLabel):
    """The label's parcel is on its way: it is a shipment of the order, with the label's carrier and tracking number."""

    @idempotent
    def post(self, request: Request, vendor_order_id: str, label_id: str) -> Response:
        return Response(services.ship_label(**self.which(request, vendor_order_id, label_id)))


@action(
    "vendor_orders_labels_void",
    None,
    LabelView,
    LabelStateForbids,
    LabelRefused,
    LabelNotPossible,
    LabelUnderWay,
    CarrierNotConnected,
    CarrierKeysRefused,
    also={404: problem(LabelNotFound), 503: problem(CarrierUnavailable)},
)
class VoidLabel(_OfLabel):
    """Void a label that was not used. Its units can have another one. An `unknown` one ends, too: look at the carrier before."""

    @idempotent
    def post(self, request: Request, vendor_order_id: str, label_id: str) -> Response:
        return Response(services.void_label(**self.which(request, vendor_order_id, label_id)))


class LabelLinks(_OfLabel):
    @extend_schema(
        operation_id="vendor_orders_labels_links_create",
        request=None,
        responses={
            201: PrivateLink,
            404: problem(LabelNotFound),
            409: problem(LabelStateForbids, LabelNotPossible, CarrierNotConnected, CarrierKeysRefused, LabelRefused),
            503: problem(CarrierUnavailable, BlobsUnavailable),
        },
    )
    def post(self, request: Request, vendor_order_id: str, label_id: str) -> Response:
        """An address that downloads the label as a PDF without a login, for five minutes."""
        link = services.link_to_label(**self.which(request, vendor_order_id, label_id))
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


def _account(view: CarrierAccountView) -> Response:
    return Response(view, headers=etag_header(view.etag))
