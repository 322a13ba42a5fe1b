"""What every view of ours starts from, and the small parts that views share."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.foundation.rest.problems import LengthRequired
from marketplace.foundation.rest.tokens import Principal
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, MarketplaceError, NotFound
from marketplace.kit.pages import PageRequest
from marketplace.kit.texts import Text

MAX_PAGE = 100
_LIMIT = re.compile(r"[0-9]{1,9}")


class PreconditionRequired(MarketplaceError):
    code = "precondition_required"
    status = 428
    title = "Send If-Match with the ETag of what you edit"


class TenantAPIView(APIView):
    # Base of all views. Permissions must be named by each view: the default refuses everybody. (A comment, since the
    # OpenAPI document shows a docstring here as every door's description.)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if any("\x00" in str(part) for part in kwargs.values()):
            raise NotFound  # PostgreSQL takes no such text, so nothing has that id
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise LengthRequired
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """What is not said to be for everybody is for this caller alone: no browser and no CDN keeps it."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """DRF's, but at once for who says what nearly all say: JSON, or anything."""
        renderers = self.get_renderers()
        if request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", renderers[0].media_type):
            return renderers[0], str(renderers[0].media_type)
        return super().perform_content_negotiation(request, force)


def validated(serializer_class: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    """The data as the serializer's values. :raises ValidationError: answered as 422 with every wrong field"""
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def query_validated(serializer_class: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The query string as the serializer's values."""
    return validated(serializer_class, request.query_params)


def page_request(request: Request) -> PageRequest:
    """``?limit=`` (1 to 100, 20 when absent) and ``?cursor=``. :raises InvalidInput: for anything else"""
    text = request.query_params.get("limit", "20")
    if not _LIMIT.fullmatch(text) or not 1 <= int(text) <= MAX_PAGE:
        raise InvalidInput(errors=[FieldError("limit", "invalid_limit", Text("A whole number from 1 to {limit}", limit=MAX_PAGE))])
    return PageRequest(int(text), request.query_params.get("cursor") or None)


def principal_of(request: Request) -> Principal:
    """The caller, where the view's permission has already refused everybody unknown."""
    assert isinstance(request.user, Principal)
    return request.user


def find_principal(request: Request) -> Principal | None:
    return request.user if isinstance(request.user, Principal) else None


def client_address(request: Request) -> str:
    """The caller's IP address; the proxy in front is trusted to set X-Forwarded-For (its last entry)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """What to count an address by: itself, or of IPv6 its /64, all of which one customer of a provider has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def actor_of(request: Request) -> Actor:
    """Who to write into the audit log."""
    principal = find_principal(request)
    address = client_address(request)
    return principal.as_actor(address) if principal else Actor("guest", "guest", "", address)


def if_match(request: Request) -> str:
    """The ETag that the caller edits. :raises PreconditionRequired: without one"""
    value = request.META.get("HTTP_IF_MATCH", "").strip()
    if not value:
        raise PreconditionRequired
    return value.removeprefix("W/").strip('"')


def etag_header(etag: str) -> dict[str, str]:
    return {"ETag": f'"{etag}"'}
