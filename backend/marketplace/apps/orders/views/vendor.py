"""Vendors' endpoints: a vendor fulfils its vendor orders. Every look-up starts from the caller's own vendor."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import CannotCancel, CannotFulfil, CannotRefund, RefundExceedsSale, RefundLimitExceeded
from marketplace.apps.orders.queries import search
from marketplace.apps.orders.serializers import (
    CancelLines,
    FailDelivery,
    ListVendorOrders,
    ReceiveReturn,
    RefundSale,
    ShipLines,
    VendorOrderDetail,
    refund_request,
    vendor_order_detail,
)
from marketplace.apps.orders.services import cancellations, deliveries, fulfilment, refunds
from marketplace.apps.orders.types import LineQuantity, OrderCriteria, RefundReason, VendorOrderSummary
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated, validated
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

FULFILS = vendor_role("owner", "manager", "fulfilment")
REFUNDS = vendor_role("owner", "manager", needs_second_factor=True)


class VendorOrderList(TenantAPIView):
    permission_classes = [vendor_role()]

    @extend_schema(
        operation_id="vendor_orders_list",
        parameters=[ListVendorOrders, *PAGE],
        responses={200: Page[VendorOrderSummary], 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> Response:
        asked, page = query_validated(ListVendorOrders, request), page_request(request)
        vendor_id = principal_of(request).vendor_id
        if ids := asked.pop("ids"):
            return Response(queries.named_vendor_orders(vendor_id, ids))
        return Response(search.list_vendor_orders(vendor_id, OrderCriteria(**asked), page))


class VendorOrderItem(TenantAPIView):
    permission_classes = [vendor_role()]

    @extend_schema(operation_id="vendor_orders_get", responses={200: VendorOrderDetail})
    def get(self, request: Request, vendor_order_id: str) -> Response:
        return Response(vendor_order_detail(queries.get_vendor_order(principal_of(request).vendor_id, vendor_order_id)))


class Accept(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_accept",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorOrderDetail, 409: problem(CannotFulfil)},
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str) -> Response:
        accepted = fulfilment.accept(vendor_id=principal_of(request).vendor_id, vendor_order_id=vendor_order_id, now=clock.now())
        return Response(vendor_order_detail(accepted))


class Shipments(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_shipments_create",
        request=ShipLines,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: VendorOrderDetail, 409: problem(CannotFulfil)},
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str) -> Response:
        data = validated(ShipLines, request.data)
        lines = [LineQuantity(**item) for item in data.pop("lines")]
        shipped = fulfilment.ship(
            vendor_id=principal_of(request).vendor_id,
            vendor_order_id=vendor_order_id,
            lines=lines,
            request_key=request.META["HTTP_IDEMPOTENCY_KEY"],
            now=clock.now(),
            **data,
        )
        return Response(vendor_order_detail(shipped), status=201)


class Deliver(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_shipments_deliver", request=None, parameters=[IDEMPOTENCY_KEY], responses={200: VendorOrderDetail}
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str, shipment_id: str) -> Response:
        delivered = fulfilment.deliver(
            vendor_id=principal_of(request).vendor_id, vendor_order_id=vendor_order_id, shipment_id=shipment_id, now=clock.now()
        )
        return Response(vendor_order_detail(delivered))


class FailedDelivery(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_shipments_fail",
        request=FailDelivery,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorOrderDetail, 409: problem(CannotFulfil)},
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str, shipment_id: str) -> Response:
        """The parcel does not reach the customer: what was in it is canceled and refunded."""
        names: dict[str, Any] = {
            "vendor_id": principal_of(request).vendor_id,
            "vendor_order_id": vendor_order_id,
            "shipment_id": shipment_id,
        }
        data = validated(FailDelivery, request.data)
        failed = deliveries.fail_delivery(by="vendor", actor=actor_of(request), now=clock.now(), **names, **data)
        return Response(vendor_order_detail(failed))


class ReceivedReturn(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_shipments_receive",
        request=ReceiveReturn,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorOrderDetail, 409: problem(CannotFulfil), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str, shipment_id: str) -> Response:
        """A parcel whose delivery failed is back: what can be sold of it is in stock again."""
        names: dict[str, Any] = {
            "vendor_id": principal_of(request).vendor_id,
            "vendor_order_id": vendor_order_id,
            "shipment_id": shipment_id,
        }
        data = validated(ReceiveReturn, request.data)
        sellable = [LineQuantity(**item) for item in data.pop("sellable")]
        received = deliveries.receive_return(sellable=sellable, actor=actor_of(request), now=clock.now(), **names, **data)
        return Response(vendor_order_detail(received))


class Cancellations(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_cancellations_create",
        request=CancelLines,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorOrderDetail, 409: problem(CannotCancel)},
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str) -> Response:
        data = validated(CancelLines, request.data)
        canceled = cancellations.cancel_vendor_order_lines(
            vendor_id=principal_of(request).vendor_id,
            vendor_order_id=vendor_order_id,
            lines=[LineQuantity(**item) for item in data["lines"]],
            reason=data["reason"],
            by="vendor",
            request_key=request.META["HTTP_IDEMPOTENCY_KEY"],
            now=clock.now(),
        )
        return Response(vendor_order_detail(canceled))


class Refunds(TenantAPIView):
    permission_classes = [REFUNDS]

    @extend_schema(
        operation_id="vendor_orders_refunds_create",
        request=RefundSale,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            200: VendorOrderDetail,
            409: problem(CannotRefund, RefundExceedsSale, RefundLimitExceeded),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str) -> Response:
        """Refund a part of the sale, which the customer keeps; what was not sent is canceled instead."""
        data = validated(RefundSale, request.data)
        names: dict[str, Any] = {"vendor_id": principal_of(request).vendor_id, "vendor_order_id": vendor_order_id}
        about: dict[str, Any] = {"by": "vendor", "actor": actor_of(request), "request_key": request.META["HTTP_IDEMPOTENCY_KEY"]}
        reason, note = RefundReason(data["reason"]), data["note"]
        wanted = refund_request(data)
        refunded = refunds.refund_sale(wanted=wanted, reason=reason, note=note, now=clock.now(), **names, **about)
        return Response(vendor_order_detail(refunded))
