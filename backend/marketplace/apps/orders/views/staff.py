"""The operator's endpoints of orders."""

from __future__ import annotations

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import CannotFulfil, CannotRefund, OrderNotFound, RefundExceedsSale
from marketplace.apps.orders.queries import search
from marketplace.apps.orders.serializers import (
    FailDelivery,
    ListAllOrders,
    ListCollections,
    ReceiveReturn,
    RefundSaleAsStaff,
    VendorOrderDetail,
    refund_request,
    vendor_order_detail,
)
from marketplace.apps.orders.services import deliveries, refunds
from marketplace.apps.orders.types import CollectionView, LineQuantity, OrderCriteria, OrderDetail, RefundReason, StaffOrderSummary
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page


class StaffOrderDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The order with every vendor's part."""

    order: OrderDetail
    vendor_orders: list[VendorOrderDetail]


class StaffOrderList(TenantAPIView):
    permission_classes = [staff_role("admin", "support", "finance")]
    audited = ("GET",)

    @extend_schema(
        operation_id="admin_orders_list",
        parameters=[ListAllOrders, *PAGE],
        responses={200: Page[StaffOrderSummary], 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> Response:
        criteria = OrderCriteria(**query_validated(ListAllOrders, request))
        return Response(search.list_orders(criteria, page_request(request)))


class Collections(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        operation_id="admin_courier_collections_list", parameters=[ListCollections, *PAGE], responses={200: Page[CollectionView]}
    )
    def get(self, request: Request) -> Response:
        """What couriers collected on delivery, parcel by parcel, the newest first."""
        return Response(queries.list_collections(page_request(request), **query_validated(ListCollections, request)))


class StaffFailedDelivery(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]

    @extend_schema(
        operation_id="admin_orders_shipments_fail",
        request=FailDelivery,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorOrderDetail, 409: problem(CannotFulfil)},
    )
    @idempotent
    def post(self, request: Request, order_id: str, shipment_id: str) -> Response:
        """The parcel does not reach the customer: what was in it is canceled and refunded."""
        part = queries.vendor_order_with(order_id, shipment_id)
        names: dict[str, Any] = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "shipment_id": shipment_id}
        data = validated(FailDelivery, request.data)
        failed = deliveries.fail_delivery(by="staff", actor=actor_of(request), now=clock.now(), **names, **data)
        return Response(vendor_order_detail(failed))


class StaffReceivedReturn(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]

    @extend_schema(
        operation_id="admin_orders_shipments_receive",
        request=ReceiveReturn,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorOrderDetail, 409: problem(CannotFulfil), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, order_id: str, shipment_id: str) -> Response:
        """A parcel whose delivery failed is back with its vendor: what can be sold of it is in stock again."""
        part = queries.vendor_order_with(order_id, shipment_id)
        names: dict[str, Any] = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "shipment_id": shipment_id}
        data = validated(ReceiveReturn, request.data)
        sellable = [LineQuantity(**item) for item in data.pop("sellable")]
        received = deliveries.receive_return(sellable=sellable, actor=actor_of(request), now=clock.now(), **names, **data)
        return Response(vendor_order_detail(received))


class StaffRefunds(TenantAPIView):
    permission_classes = [staff_role("admin", "support", "finance")]

    @extend_schema(
        operation_id="admin_orders_refunds_create",
        request=RefundSaleAsStaff,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            200: VendorOrderDetail,
            404: problem(OrderNotFound),
            409: problem(CannotRefund, RefundExceedsSale),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        """Refund a part of what one vendor of the order sold, which the customer keeps."""
        data = validated(RefundSaleAsStaff, request.data)
        names: dict[str, Any] = {"order_id": order_id, "vendor_order_id": data["vendor_order_id"]}
        about: dict[str, Any] = {"actor": actor_of(request), "request_key": request.META["HTTP_IDEMPOTENCY_KEY"]}
        reason, note = RefundReason(data["reason"]), data["note"]
        refunded = refunds.refund_order(wanted=refund_request(data), reason=reason, note=note, now=clock.now(), **names, **about)
        return Response(vendor_order_detail(refunded))


class StaffOrderItem(TenantAPIView):
    permission_classes = [staff_role("admin", "support", "finance")]
    audited = ("GET",)

    @extend_schema(operation_id="admin_orders_get", responses={200: StaffOrderDetail})
    def get(self, request: Request, order_id: str) -> Response:
        order = queries.get_any_order(order_id)
        parts = [vendor_order_detail(part) for part in queries.vendor_orders_of(order)]
        return Response(StaffOrderDetail(order=queries.order_detail(order), vendor_orders=parts))
