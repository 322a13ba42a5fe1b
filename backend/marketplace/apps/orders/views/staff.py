"""The operator's doors to orders."""

from __future__ import annotations

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.orders import queries, search
from marketplace.apps.orders.serializers import (
    ListAllOrders,
    OrderDetail,
    StaffOrderSummary,
    VendorOrderDetail,
    order_detail,
    vendor_order_detail,
)
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.foundation.search.port import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page


class StaffOrderDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The order with every vendor's part."""

    order: OrderDetail
    vendor_orders: list[VendorOrderDetail]


class StaffOrderList(TenantAPIView):
    permission_classes = [staff_role("admin", "support", "finance")]

    @extend_schema(
        operation_id="admin_orders_list",
        parameters=[ListAllOrders, *PAGE],
        responses={200: Page[StaffOrderSummary], 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> Response:
        criteria = search.Criteria(**query_validated(ListAllOrders, request))
        return Response(search.list_orders(criteria, page_request(request)))


class StaffOrderItem(TenantAPIView):
    permission_classes = [staff_role("admin", "support", "finance")]

    @extend_schema(operation_id="admin_orders_get", responses={200: StaffOrderDetail})
    def get(self, request: Request, order_id: str) -> Response:
        order = queries.get_any_order(order_id)
        parts = [vendor_order_detail(part) for part in queries.vendor_orders_of(order)]
        return Response(StaffOrderDetail(order=order_detail(order), vendor_orders=parts))
