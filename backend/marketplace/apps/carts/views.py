"""Customers' and guests' endpoints of their carts. Each answers the whole cart."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.carts import queries, services
from marketplace.apps.carts.serializers.answers import (
    CartDetail,
    PaymentMethodOption,
    VendorShippingOptions,
    cart_detail,
    payment_method_options,
    shipping_options,
)
from marketplace.apps.carts.serializers.requests import (
    AddGiftCard,
    AddLine,
    AddressQuery,
    EditCart,
    OpenCart,
    SaveItem,
    SetQuantity,
    stock_lines,
)
from marketplace.apps.carts.types import Cart, CartDetails
from marketplace.apps.credit.errors import CreditNotFound
from marketplace.apps.payments import queries as payment_queries
from marketplace.foundation import clock
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import (
    TenantAPIView,
    client_address,
    etag_header,
    find_principal,
    principal_of,
    query_validated,
    validated,
)
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

CART_TOKEN = OpenApiParameter("Cart-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from making the cart.")
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="Change this version only; without it, whichever is the present one."
)
PARAMETERS = [CART_TOKEN, LANGUAGE]
CHANGE_PARAMETERS = [CART_TOKEN, IF_MATCH, LANGUAGE]
CHANGE_ERRORS = {
    404: problem(NotFound),
    409: problem(services.CartClosed),
    412: problem(StaleDocument),
    422: problem(InvalidInput, services.CartLimitReached),
}


class CartList(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        request=OpenCart,
        responses={200: CartDetail, 201: CartDetail, 404: problem(NotFound), 422: problem(InvalidInput, services.CartLimitReached)},
        parameters=[IDEMPOTENCY_KEY, *PARAMETERS],
        operation_id="store_carts_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(OpenCart, request.data)
        data["lines"] = stock_lines(data.get("lines", []))
        data["before"] = _cart(request, before) if (before := data.pop("saved_from", "")) else None
        language = requested_language(request)
        answer = services.open_cart(customer_id=_customer_id(request), language=language, now=clock.now(), **data)
        return _answer(answer, language, status=201 if answer.is_new else 200)


class CartItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(responses={200: CartDetail, 404: problem(NotFound)}, parameters=PARAMETERS, operation_id="store_carts_get")
    def get(self, request: Request, cart_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        priced = services.price_cart(cart, language=language, now=clock.now())
        return _answer(services.CartAnswer(cart=cart, priced=priced), language)

    @extend_schema(
        request=EditCart,
        responses={200: CartDetail, **CHANGE_ERRORS},
        parameters=CHANGE_PARAMETERS,
        operation_id="store_carts_edit",
    )
    def patch(self, request: Request, cart_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        data = validated(EditCart, request.data)
        answer = services.edit_cart(cart, CartDetails(**data), language=language, now=clock.now(), etag=_etag(request))
        return _answer(answer, language)


class CartLines(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        request=AddLine,
        responses={200: CartDetail, **CHANGE_ERRORS},
        parameters=[IDEMPOTENCY_KEY, *CHANGE_PARAMETERS],
        operation_id="store_carts_lines_create",
    )
    @idempotent
    def post(self, request: Request, cart_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        wanted = stock_lines([validated(AddLine, request.data)])
        answer = services.add_lines(cart, wanted, language=language, now=clock.now(), etag=_etag(request))
        return _answer(answer, language)


class CartLineItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        request=SetQuantity,
        responses={200: CartDetail, **CHANGE_ERRORS},
        parameters=CHANGE_PARAMETERS,
        operation_id="store_carts_lines_edit",
    )
    def patch(self, request: Request, cart_id: str, line_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        quantity = validated(SetQuantity, request.data)["quantity"]
        answer = services.set_quantity(cart, line_id=line_id, quantity=quantity, language=language, now=clock.now(), etag=_etag(request))
        return _answer(answer, language)

    @extend_schema(responses={200: CartDetail, **CHANGE_ERRORS}, parameters=CHANGE_PARAMETERS, operation_id="store_carts_lines_remove")
    def delete(self, request: Request, cart_id: str, line_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        answer = services.remove_line(cart, line_id=line_id, language=language, now=clock.now(), etag=_etag(request))
        return _answer(answer, language)


class CartGiftCards(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        request=AddGiftCard,
        responses={200: CartDetail, **CHANGE_ERRORS, 404: problem(CreditNotFound), 429: problem(TooManyAttempts)},
        parameters=[IDEMPOTENCY_KEY, *CHANGE_PARAMETERS],
        operation_id="store_carts_gift_cards_create",
    )
    @idempotent
    def post(self, request: Request, cart_id: str) -> Response:
        """Have a gift card pay what it can of the cart, by its code."""
        cart, language = _cart(request, cart_id), requested_language(request)
        about = {"code": validated(AddGiftCard, request.data)["code"], "address": client_address(request)}
        return _answer(services.add_gift_card(cart, **about, language=language, now=clock.now(), etag=_etag(request)), language)


class CartGiftCard(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(responses={200: CartDetail, **CHANGE_ERRORS}, parameters=CHANGE_PARAMETERS, operation_id="store_carts_gift_cards_remove")
    def delete(self, request: Request, cart_id: str, gift_card_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        about = {"gift_card_id": gift_card_id, "etag": _etag(request)}
        return _answer(services.remove_gift_card(cart, **about, language=language, now=clock.now()), language)


class CartSavedItems(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        request=SaveItem,
        responses={200: CartDetail, **CHANGE_ERRORS},
        parameters=[IDEMPOTENCY_KEY, *CHANGE_PARAMETERS],
        operation_id="store_carts_saved_create",
    )
    @idempotent
    def post(self, request: Request, cart_id: str) -> Response:
        """Keep something for later: a line, which leaves the cart, or a variant."""
        cart, language = _cart(request, cart_id), requested_language(request)
        data = validated(SaveItem, request.data)
        save = services.save_line if "line_id" in data else services.save_variant
        return _answer(save(cart, **data, language=language, now=clock.now(), etag=_etag(request)), language)


class CartSavedItem(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(responses={200: CartDetail, **CHANGE_ERRORS}, parameters=CHANGE_PARAMETERS, operation_id="store_carts_saved_remove")
    def delete(self, request: Request, cart_id: str, saved_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        answer = services.remove_saved(cart, line_id=saved_id, language=language, now=clock.now(), etag=_etag(request))
        return _answer(answer, language)


class CartSavedItemRestore(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        request=None,
        responses={200: CartDetail, **CHANGE_ERRORS},
        parameters=[IDEMPOTENCY_KEY, *CHANGE_PARAMETERS],
        operation_id="store_carts_saved_restore",
    )
    @idempotent
    def post(self, request: Request, cart_id: str, saved_id: str) -> Response:
        """Put a saved item into the cart."""
        cart, language = _cart(request, cart_id), requested_language(request)
        answer = services.restore_line(cart, line_id=saved_id, language=language, now=clock.now(), etag=_etag(request))
        return _answer(answer, language)


class CartMerge(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(
        request=None,
        responses={200: CartDetail, 404: problem(NotFound), 409: problem(services.CartClosed)},
        parameters=[IDEMPOTENCY_KEY, *PARAMETERS],
        operation_id="store_carts_merge",
        description="Puts a guest's cart (by its Cart-Token) into the customer's own, which is the answer.",
    )
    @idempotent
    def post(self, request: Request, cart_id: str) -> Response:
        guest, language = _cart(request, cart_id), requested_language(request)
        answer = services.merge_cart(guest, customer_id=principal_of(request).id, language=language, now=clock.now())
        return _answer(answer, language)


class CartShippingOptions(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        responses={200: Page[VendorShippingOptions], 404: problem(NotFound)},
        parameters=[AddressQuery, *PARAMETERS],
        operation_id="store_carts_shipping_options_list",
    )
    def get(self, request: Request, cart_id: str) -> Response:
        cart, language = _cart(request, cart_id), requested_language(request)
        cart = services.sent_to(cart, query_validated(AddressQuery, request).get("country"))
        priced = services.price_cart(cart, language=language, now=clock.now())
        return Response(Page(shipping_options(services.CartAnswer(cart=cart, priced=priced))))


class CartPaymentMethods(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        responses={200: Page[PaymentMethodOption], 404: problem(NotFound)},
        parameters=[AddressQuery, *PARAMETERS],
        operation_id="store_carts_payment_methods_list",
    )
    def get(self, request: Request, cart_id: str) -> Response:
        cart, language, now = _cart(request, cart_id), requested_language(request), clock.now()
        cart = services.sent_to(cart, query_validated(AddressQuery, request).get("country"))
        quote = services.quote_cart(cart, language=language, now=now).quote
        methods = payment_queries.available_methods(country=cart.country, currency=cart.currency, total=quote.due_before_fee)
        if quote.tenders:  # a vendor that collects does not know how much a credit has paid of what is left by then
            methods = [method for method in methods if not method.settles_on_delivery]
        return Response(Page(payment_method_options(methods, cart, language, now=now)))


def _answer(answer: services.CartAnswer, language: str, *, status: int = 200) -> Response:
    headers = {**etag_header(answer.cart.etag), "Content-Language": language}
    return Response(cart_detail(answer), status=status, headers=headers)


def _cart(request: Request, cart_id: str) -> Cart:
    """:raises NotFound: if it is not the caller's own"""
    return queries.get_cart(find_principal(request), cart_id, token=request.META.get("HTTP_CART_TOKEN", ""))


def _customer_id(request: Request) -> str:
    principal = find_principal(request)
    return principal.id if principal and principal.audience == CUSTOMER else ""


def _etag(request: Request) -> str:
    return request.META.get("HTTP_IF_MATCH", "").strip().removeprefix("W/").strip('"')
