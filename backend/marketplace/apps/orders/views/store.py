"""Customers' doors: checkout and their orders."""

from __future__ import annotations

from contextlib import suppress

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.carts import queries as cart_queries
from marketplace.apps.carts import services as cart_services
from marketplace.apps.inventory.services import OutOfStock
from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import Order
from marketplace.apps.orders.serializers import (
    CancelOrder,
    CheckoutDetail,
    OrderDetail,
    OrderSummary,
    PlaceOrder,
    checkout_detail,
    order_detail,
    order_summary,
)
from marketplace.apps.orders.services import cancellations, checkout, progress
from marketplace.apps.orders.services.errors import (
    CannotCancel,
    CheckoutIncomplete,
    PaymentDeclined,
    PriceChanged,
)
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, find_principal, page_request, principal_of, validated
from marketplace.kit.pages import Page

ORDER_TOKEN = OpenApiParameter("Order-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from placing the order.")
CART_TOKEN = OpenApiParameter("Cart-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from making the cart.")


class CheckoutList(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_checkouts_create",
        request=PlaceOrder,
        parameters=[IDEMPOTENCY_KEY, CART_TOKEN],
        responses={
            201: CheckoutDetail,
            402: problem(PaymentDeclined),
            409: problem(PriceChanged, cart_services.CartClosed, OutOfStock),
            422: problem(CheckoutIncomplete),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(PlaceOrder, request.data)
        cart = cart_queries.get_cart(request, data.pop("cart_id"))
        done = checkout.place_order(
            cart=cart_services.with_choices(cart, data),
            quoted_total=data["quoted_total"],
            payment=checkout.PaymentChoice(method=data["payment_method"], return_url=data["return_url"], card_token=data["card_token"]),
            now=clock.now(),
        )
        return Response(checkout_detail(done, order_token=checkout.order_token(done.checkout.id)), status=201)


class CheckoutItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="store_checkouts_get", parameters=[ORDER_TOKEN, CART_TOKEN], responses={200: CheckoutDetail})
    def get(self, request: Request, checkout_id: str) -> Response:
        row = queries.get_checkout(checkout_id)
        order_of(request, row.order_id)
        found = progress.Progress(row, payment_queries.get_payment(row.payment_id))
        return Response(checkout_detail(found, order_token=checkout.order_token(row.id)))


class OrderList(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="store_orders_list", parameters=PAGE, responses={200: Page[OrderSummary]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_orders(principal_of(request).id, page_request(request)).map(order_summary))


class OrderItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="store_orders_get", parameters=[ORDER_TOKEN], responses={200: OrderDetail})
    def get(self, request: Request, order_id: str) -> Response:
        return Response(order_detail(order_of(request, order_id)))


class OrderCancellations(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_orders_cancellations_create",
        request=CancelOrder,
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={200: OrderDetail, 409: problem(CannotCancel)},
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        data = validated(CancelOrder, request.data)
        order = order_of(request, order_id)
        canceled = cancellations.cancel_order_lines(
            order=order,
            lines=[LineQuantity(**item) for item in data["lines"]] if "lines" in data else queries.unsent_lines(order),
            reason=data["reason"],
            by="customer",
            request_key=request.META["HTTP_IDEMPOTENCY_KEY"],
            now=clock.now(),
        )
        return Response(order_detail(canceled))


def order_of(request: Request, order_id: str) -> Order:
    """The caller's own order: a customer's, or one that the Order-Token opens. :raises OrderNotFound: for any other"""
    principal, token = find_principal(request), request.META.get("HTTP_ORDER_TOKEN", "")
    if principal is not None and principal.audience == CUSTOMER:
        with suppress(queries.OrderNotFound):  # who logs in after ordering as a guest still has the guest's order
            return queries.get_order(principal.id, order_id)
    return queries.get_order_by_token(order_id, token)
