"""Customers' endpoints: checkouts, and canceling an order."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.carts import queries as cart_queries
from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout import queries, services
from marketplace.apps.checkout.errors import CheckoutIncomplete, PaymentDeclined, PriceChanged
from marketplace.apps.checkout.serializers import CancelOrder, CheckoutDetail, PlaceOrder, checkout_detail, payment_choice
from marketplace.apps.credit.errors import CreditNotAvailable
from marketplace.apps.inventory.errors import OutOfStock
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.errors import CannotCancel
from marketplace.apps.orders.types import LineQuantity, Order, OrderDetail
from marketplace.apps.payments import queries as payment_queries
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, problem
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, client_address, find_principal, network_of, validated

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
            409: problem(PriceChanged, cart_services.CartClosed, OutOfStock, CreditNotAvailable),
            422: problem(CheckoutIncomplete),
            429: problem(TooManyAttempts),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(PlaceOrder, request.data)
        cart = cart_services.with_choices(_cart_of(request, data.pop("cart_id")), data)
        _admit_guest(request, cart)
        choice = payment_choice(data, method=cart.payment_method, network=network_of(client_address(request)))
        done = services.place_order(cart=cart, quoted_total=data["quoted_total"], payment=choice, now=clock.now())
        return Response(_detail(done), status=201)


class CheckoutItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="store_checkouts_get", parameters=[ORDER_TOKEN, CART_TOKEN], responses={200: CheckoutDetail})
    def get(self, request: Request, checkout_id: str) -> Response:
        found = queries.get_progress(checkout_id)
        _order_of(request, found.checkout.order_id)
        return Response(_detail(found))


class OrderCancellations(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_orders_cancellations_create",
        request=CancelOrder,
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={200: OrderDetail, 409: problem(CannotCancel)},
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        data = validated(CancelOrder, request.data)
        order = _order_of(request, order_id)
        canceled = services.cancel_order_lines(
            order=order,
            lines=[LineQuantity(**item) for item in data["lines"]] if "lines" in data else order_queries.unsent_lines(order),
            reason=data["reason"],
            by="customer",
            request_key=request.META["HTTP_IDEMPOTENCY_KEY"],
            now=clock.now(),
        )
        return Response(order_queries.order_detail(canceled))


def _cart_of(request: Request, cart_id: str) -> Cart:
    """:raises NotFound: if it is not the caller's own"""
    return cart_queries.get_cart(find_principal(request), cart_id, token=request.META.get("HTTP_CART_TOKEN", ""))


def _order_of(request: Request, order_id: str) -> Order:
    """:raises OrderNotFound: if it is not the caller's own"""
    principal = find_principal(request)
    customer_id = principal.id if principal is not None and principal.audience == CUSTOMER else ""
    return order_queries.get_own_order(order_id, customer_id=customer_id, token=request.META.get("HTTP_ORDER_TOKEN", ""))


def _detail(progress: queries.Progress) -> CheckoutDetail:
    order_id = progress.checkout.order_id
    number = progress.order_number or order_queries.get_order_number(order_id)
    return checkout_detail(progress, order_number=number, order_token=order_services.order_token(order_id))


def _admit_guest(request: Request, cart: Cart) -> None:
    """
    :raises OrderingBlocked: if staff have blocked the customer who has this address
    :raises TooManyAttempts: if guests have ordered too often, to pay on delivery, with this e-mail address or from this network
    """
    if not cart.is_open or not cart.email or cart.customer_id:
        return
    account_queries.check_may_order(cart.email)
    if payment_queries.settles_on_delivery(cart.payment_method):
        account_services.admit_guest_unpaid_order(email=cart.email, address=client_address(request))
