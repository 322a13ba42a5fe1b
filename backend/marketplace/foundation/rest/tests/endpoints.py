"""Endpoints for these tests: each shows one way in which a request may go."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation.rest.fields import EmailField, IdField, LineField, MoneyField
from marketplace.foundation.rest.json import JSONParser
from marketplace.foundation.rest.language import pick_text, requested_language
from marketplace.foundation.rest.openapi import PAGE
from marketplace.foundation.rest.permissions import IsCustomer, staff_role, vendor_role
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.uploads import MB, uploads_of
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    client_address,
    etag_header,
    if_match,
    page_request,
    principal_of,
    validated,
)
from marketplace.kit.errors import Conflict, FieldError, Forbidden, InvalidInput, NotFound, Unavailable
from marketplace.kit.money import Money
from marketplace.kit.pages import decode_cursor, page_of
from marketplace.kit.texts import Text

SECRET = "postgresql://user:hunter2@db"  # what an exception's text may hold and an answer may not


class PriceChanged(Conflict):
    code = "price_changed"
    title = "The price has changed"


ERRORS: dict[str, Exception] = {
    "domain": PriceChanged(Text("It costs more now."), current=Money(2000, "EUR"), status=200, code="hidden"),
    "fields": InvalidInput(errors=[FieldError("lines.0.quantity", "too_many", Text("At most {limit} characters", limit=1_000))]),
    "not-found": NotFound(),
    "forbidden": Forbidden(),
    "unavailable": Unavailable(retry_after_s=7),
    "http404": Http404(f"No row {SECRET}"),
    "denied": exceptions.PermissionDenied(),
    "throttled": exceptions.Throttled(wait=12.4),
    "database": OperationalError(f"connection to {SECRET} failed"),
    "suspicious": SuspiciousOperation(SECRET),
    "fault": ZeroDivisionError(SECRET),
}


class Line(StrictSerializer):
    product_id = IdField(prefix="prod")
    price = MoneyField()


class Basket(StrictSerializer):
    email = EmailField()
    lines = Line(many=True)
    tags = serializers.ListField(child=LineField(max_length=3), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["lines"]:
            raise serializers.ValidationError("Put something in", code="empty")
        return attrs


class Fails(TenantAPIView):
    permission_classes = [AllowAny]

    def get(self, request: Request, how: str) -> Response:
        raise ERRORS[how]


def fail_plainly(request: HttpRequest, how: str) -> HttpResponse:
    """As middleware fails, or a view that is none of DRF's."""
    raise ERRORS[how]


class Echo(TenantAPIView):
    permission_classes = [AllowAny]
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(parameters=PAGE)
    def get(self, request: Request) -> Response:
        text, language = pick_text({"en": "mug", "nl": "beker"}, requested_language(request))
        page = page_request(request)
        after = decode_cursor(page.cursor, tuple[str, int]) if page.cursor else None
        found = {"asked": requested_language(request), "text": text, "in": language, "limit": page.limit, "after": after}
        return Response({**found, "address": client_address(request)})

    def post(self, request: Request) -> Response:
        return Response(request.data)

    def patch(self, request: Request) -> Response:
        etag = if_match(request)
        return Response({"etag": etag}, headers=etag_header(etag))


class Numbers(TenantAPIView):
    """A list of the numbers from 0 to 9, of everybody alike."""

    permission_classes = [AllowAny]

    @extend_schema(parameters=[OpenApiParameter("colour", str), *PAGE])
    def get(self, request: Request) -> Response:
        page = page_request(request)
        after = decode_cursor(page.cursor, int) if page.cursor else -1
        return Response(page_of(list(range(after + 1, 10))[: page.limit + 1], page, position=int))


class Uploads(TenantAPIView):
    permission_classes = [AllowAny]
    parser_classes = [uploads_of(2 * MB)]

    def post(self, request: Request) -> Response:
        return Response({name: [file.size, type(file).__name__] for name, file in request.FILES.items()})


class Baskets(TenantAPIView):
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        return Response(validated(Basket, request.data))


class Unnamed(TenantAPIView):
    def get(self, request: Request) -> Response:
        return Response("open")


class Slow(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "register"  # 20 an hour

    def get(self, request: Request) -> Response:
        return Response("in")


def _behind(permission: type[BasePermission]) -> Any:
    class Who(TenantAPIView):
        permission_classes = [permission]

        def get(self, request: Request) -> Response:
            return Response({"principal": principal_of(request), "actor": actor_of(request)})

    return Who.as_view()


urlpatterns = [
    path("api/v1/fails/<how>", Fails.as_view()),
    path("api/v1/plain/<how>", fail_plainly),
    path("api/v1/echo", Echo.as_view()),
    path("api/v1/numbers", Numbers.as_view()),
    path("api/v1/other-numbers", Numbers.as_view()),
    path("api/v1/uploads", Uploads.as_view()),
    path("api/v1/baskets", Baskets.as_view()),
    path("api/v1/unnamed", Unnamed.as_view()),
    path("api/v1/slow", Slow.as_view()),
    path("api/v1/customers", _behind(IsCustomer)),
    path("api/v1/owners", _behind(vendor_role("owner", "manager"))),
    path("api/v1/vendors", _behind(vendor_role())),
    path("api/v1/finance", _behind(staff_role("finance"))),
]
handler400 = "marketplace.foundation.rest.problems.bad_request"
handler404 = "marketplace.foundation.rest.problems.not_found"
handler500 = "marketplace.foundation.rest.problems.server_error"
