"""Customers' endpoints: what is written about a customer's own order, or about a guest's by its token."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.messaging import queries, services
from marketplace.apps.messaging.errors import ConversationFull, TooManyMessages
from marketplace.apps.messaging.serializers import AskVendor, OfVendorOrder
from marketplace.apps.messaging.types import OrderMessageView
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.types import Order
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, find_principal, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

ORDER_TOKEN = OpenApiParameter("Order-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from placing the order.")


class OrderMessages(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_orders_messages_list",
        parameters=[OfVendorOrder, ORDER_TOKEN, *PAGE],
        responses={200: Page[OrderMessageView], 404: problem(OrderNotFound)},
    )
    def get(self, request: Request, order_id: str) -> Response:
        """What was written about the order, the newest first."""
        wanted, order = query_validated(OfVendorOrder, request), _own_order(request, order_id)
        return Response(queries.list_messages_of_order(page_request(request), order_id=order.id, **wanted))

    @extend_schema(
        operation_id="store_orders_messages_create",
        request=AskVendor,
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={
            201: OrderMessageView,
            404: problem(OrderNotFound),
            409: problem(ConversationFull),
            422: problem(InvalidInput),
            429: problem(TooManyMessages),
        },
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        """Ask a vendor about its part of the order. E-mail addresses in the text are hidden."""
        order, data = _own_order(request, order_id), validated(AskVendor, request.data)
        return Response(services.ask_vendor(order=order, **data, customer_id=_customer_id(request), now=clock.now()), status=201)


def _customer_id(request: Request) -> str:
    principal = find_principal(request)
    return principal.id if principal is not None and principal.audience == CUSTOMER else ""


def _own_order(request: Request, order_id: str) -> Order:
    """:raises OrderNotFound: if it is not the caller's"""
    return order_queries.get_own_order(order_id, customer_id=_customer_id(request), token=request.META.get("HTTP_ORDER_TOKEN", ""))
