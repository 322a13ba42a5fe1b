"""Staff's endpoint: reading what customers and vendors write each other."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.messaging import queries
from marketplace.apps.messaging.serializers import OfVendorOrder
from marketplace.apps.messaging.types import OrderMessageView
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.pages import Page


class AnyOrderMessages(TenantAPIView):
    permission_classes = [staff_role("admin", "support", "finance")]

    @extend_schema(
        operation_id="admin_orders_messages_list",
        parameters=[OfVendorOrder, *PAGE],
        responses={200: Page[OrderMessageView], 404: problem(OrderNotFound)},
    )
    def get(self, request: Request, order_id: str) -> Response:
        """What customer and vendors wrote about the order, the newest first."""
        wanted, order = query_validated(OfVendorOrder, request), order_queries.get_any_order(order_id)
        return Response(queries.list_messages_of_order(page_request(request), order_id=order.id, **wanted))
