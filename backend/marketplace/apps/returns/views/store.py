"""Customers' endpoints of returns: of a customer's own order, or a guest's by its token."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.inventory.errors import OutOfStock
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.types import LineQuantity, Order, RefundReason
from marketplace.apps.returns import queries, services
from marketplace.apps.returns.errors import NotReturnable, ReturnNotFound, ReturnStateForbids, TooManyPhotos
from marketplace.apps.returns.serializers import AddPhoto, PhotoAdded, RequestReturn, ReturnOptions, ReturnsMade, Withdraw
from marketplace.apps.returns.services.photos import MAX_PHOTO_BYTES
from marketplace.apps.returns.types import ReturnView
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import TenantAPIView, actor_of, find_principal, page_request, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

ORDER_TOKEN = OpenApiParameter("Order-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from placing the order.")


class Options(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_orders_return_options_get",
        parameters=[ORDER_TOKEN],
        responses={200: ReturnOptions, 404: problem(OrderNotFound)},
    )
    def get(self, request: Request, order_id: str) -> Response:
        """What can be returned now, until when, and for which reasons."""
        order = _own_order(request, order_id)
        return Response(ReturnOptions(parts=queries.returnable_parts(order, now=clock.now())))


class OrderReturns(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(operation_id="store_orders_returns_list", parameters=[ORDER_TOKEN, *PAGE], responses={200: Page[ReturnView]})
    def get(self, request: Request, order_id: str) -> Response:
        """The returns of the order, the newest first."""
        order = _own_order(request, order_id)
        return Response(queries.list_returns(page_request(request), order_id=order.id))

    @extend_schema(
        operation_id="store_orders_returns_create",
        request=RequestReturn,
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={201: ReturnsMade, 409: problem(NotReturnable, OutOfStock), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        """
        Request to return products, or to exchange them for another variant. A withdrawal in time is approved at once; all else is decided
        by the vendor.
        """
        order, data = _own_order(request, order_id), validated(RequestReturn, request.data)
        about: dict[str, Any] = {"reason": RefundReason(data["reason"]), "comment": data["comment"], "photo_ids": data["photos"]}
        about["as_store_credit"] = data["as_store_credit"]
        about["exchanges"] = {item["line_id"]: item.pop("exchange_for") for item in data["lines"] if "exchange_for" in item}
        lines = [LineQuantity(**item) for item in data["lines"]]
        made = services.request_returns(order=order, lines=lines, now=clock.now(), **about, **_who(request))
        return Response(ReturnsMade(returns=made), status=201)


class Withdrawals(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_orders_withdrawals_create",
        request=Withdraw,
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={201: ReturnsMade, 409: problem(NotReturnable), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        """Withdraw from the purchase without giving a cause. The receipt of the declaration is confirmed by mail, with its time."""
        order, data = _own_order(request, order_id), validated(Withdraw, request.data)
        lines = [LineQuantity(**item) for item in data["lines"]] if "lines" in data else None
        wish = data["as_store_credit"]
        made = services.withdraw(order=order, lines=lines, name=data["name"], as_store_credit=wish, now=clock.now(), **_who(request))
        return Response(ReturnsMade(returns=made), status=201)


class Photos(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)
    parser_classes = [uploads_of(MAX_PHOTO_BYTES)]

    @extend_schema(
        operation_id="store_orders_return_photos_create",
        request={"multipart/form-data": AddPhoto},
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={
            201: PhotoAdded,
            409: problem(TooManyPhotos),
            413: problem(TooLarge),
            422: problem(InvalidInput),
            503: problem(BlobsUnavailable),
        },
    )
    @idempotent
    def post(self, request: Request, order_id: str) -> Response:
        """A photo of what is wrong, to be named by a return: a JPEG or PNG of up to 10 MB."""
        order, data = _own_order(request, order_id), validated(AddPhoto, request.data)
        photo_id = services.add_photo(order=order, content=data["file"].read(), now=clock.now())
        return Response(PhotoAdded(photo_id=photo_id), status=201)


class CancelReturn(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_orders_returns_cancel",
        request=None,
        parameters=[IDEMPOTENCY_KEY, ORDER_TOKEN],
        responses={200: ReturnView, 404: problem(ReturnNotFound), 409: problem(ReturnStateForbids)},
    )
    @idempotent
    def post(self, request: Request, order_id: str, return_id: str) -> Response:
        """The customer keeps the products."""
        order = _own_order(request, order_id)
        canceled = services.cancel_return(order_id=order.id, return_id=return_id, actor=actor_of(request), now=clock.now())
        return Response(canceled)


class LabelLinks(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_orders_returns_label_links_create",
        request=None,
        parameters=[ORDER_TOKEN],
        responses={201: PrivateLink, 404: problem(ReturnNotFound)},
    )
    def post(self, request: Request, order_id: str, return_id: str) -> Response:
        """An address that downloads the label without a login, for five minutes."""
        order = _own_order(request, order_id)
        link = services.link_to_label(order_id=order.id, return_id=return_id, now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


def _own_order(request: Request, order_id: str) -> Order:
    """:raises OrderNotFound: if it is not the caller's"""
    principal = find_principal(request)
    customer_id = principal.id if principal is not None and principal.audience == CUSTOMER else ""
    return order_queries.get_own_order(order_id, customer_id=customer_id, token=request.META.get("HTTP_ORDER_TOKEN", ""))


def _who(request: Request) -> dict[str, Any]:
    return {"actor": actor_of(request), "request_key": request.META["HTTP_IDEMPOTENCY_KEY"]}
