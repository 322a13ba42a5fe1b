"""Customers' endpoints: their orders."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.carts.services import CartClosed
from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.serializers import LookUpOrder, OrderFound, OrderSummary, Reordered, order_summary
from marketplace.apps.orders.services import order_token, reordering
from marketplace.apps.orders.types import Order, OrderDetail
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, PAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, client_address, find_principal, page_request, principal_of, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

ORDER_TOKEN = OpenApiParameter("Order-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from placing the order.")


class OrderList(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="store_orders_list", parameters=PAGE, responses={200: Page[OrderSummary]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_orders(principal_of(request).id, page_request(request)).map(order_summary))


class OrderItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="store_orders_get", parameters=[ORDER_TOKEN], responses={200: OrderDetail})
    def get(self, request: Request, order_id: str) -> Response:
        return Response(queries.order_detail(_own_order(request, order_id)))


class Reorder(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_orders_reorder",
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN, LANGUAGE],
        request=None,
        responses={200: Reordered, 404: problem(OrderNotFound), 409: problem(CartClosed)},
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        """Put what the order had into the caller's cart, as far as it can be bought now."""
        order, language = _own_order(request, order_id), requested_language(request)
        added = reordering.reorder(order, customer_id=_customer_id(request), language=language, now=clock.now())
        cart = added.answer.cart
        answer = Reordered(cart_id=cart.id, cart_token=added.answer.token, item_count=cart.item_count, left_out=added.left_out)
        return Response(answer)


class OrderLookup(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_order_lookups_create",
        request=LookUpOrder,
        responses={200: OrderFound, 404: problem(OrderNotFound), 422: problem(InvalidInput), 429: problem(TooManyAttempts)},
    )
    def post(self, request: Request) -> Response:
        """A guest's order by its number and e-mail address. Customers log in instead."""
        data = validated(LookUpOrder, request.data)
        account_services.admit_order_lookup(email=data["email"], address=client_address(request), now=clock.now())
        order = queries.find_guest_order(data["number"].upper(), email=data["email"])
        if order is None:
            raise OrderNotFound
        return Response(OrderFound(order_id=order.id, order_token=order_token(order.id)))


def _customer_id(request: Request) -> str:
    principal = find_principal(request)
    return principal.id if principal is not None and principal.audience == CUSTOMER else ""


def _own_order(request: Request, order_id: str) -> Order:
    """:raises OrderNotFound: if it is not the caller's"""
    return queries.get_own_order(order_id, customer_id=_customer_id(request), token=request.META.get("HTTP_ORDER_TOKEN", ""))
