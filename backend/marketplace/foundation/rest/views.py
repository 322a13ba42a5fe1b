"""What every view of ours starts from, and the small parts that views share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any, ClassVar

import msgspec
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.foundation.audit import requests as audit_requests
from marketplace.foundation.clock import now
from marketplace.foundation.rest import cursors
from marketplace.foundation.rest.declared import refuse_unknown
from marketplace.foundation.rest.problems import LengthRequired
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR, Principal
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, MarketplaceError, NotFound
from marketplace.kit.pages import PageRequest
from marketplace.kit.texts import Text

MAX_PAGE = limits.declare("rest.page", 100, "items", "Items of a page of a list; 422 `invalid_input` for a larger `limit`.")
_LIMIT = re.compile(r"[0-9]{1,9}")


class PreconditionRequired(MarketplaceError):
    code = "precondition_required"
    status = 428
    title = "Send If-Match with the ETag of what you edit"


class ReadOnlyView(MarketplaceError):
    """A member of staff looks at the shop as a customer: nothing may be changed in the customer's name."""

    code = "read_only_view"
    status = 403
    title = "You are looking at this account for support: nothing can be changed here"


class TenantAPIView(APIView):
    # Base of all views. Permissions must be named by each view: the default refuses everybody. (A comment, since the
    # OpenAPI document shows a docstring here as every endpoint's description.)
    #
    # Whatever staff and vendors' people write is audited. ``audited`` names further methods: reads of people by staff, writes of others.
    audited: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        audit_requests.begin()
        if any("\x00" in str(part) for part in kwargs.values()):
            raise NotFound  # PostgreSQL takes no such text, so nothing has that id
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise LengthRequired
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS and (principal := find_principal(request)) and principal.acting_staff_id:
            raise ReadOnlyView
        refuse_unknown(self, request)
        if request.method not in SAFE_METHODS and self._is_audited(request):
            audit_requests.intend(**_facts_of(request, kwargs))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """What is not said to be for everybody is for this caller alone: no browser and no CDN keeps it. Cursors leave sealed."""
        if getattr(response, "data", None) is not None:
            response.data = self.sealed(request, response.data)
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        if 400 <= response.status_code < 500 or "Idempotency-Replayed" in response:
            audit_requests.withdraw()  # nothing was done. After a 5xx nobody knows, so the intent stays
        elif response.status_code < 400 and self._is_audited(request) and not audit_requests.has_entry():
            audit_requests.record_request(**_facts_of(request, kwargs), answer=getattr(response, "data", None))
        return response

    def _is_audited(self, request: Request) -> bool:
        """Whether this request must leave an entry."""
        if request.method in self.audited or request.method in SAFE_METHODS:
            return request.method in self.audited
        principal = find_principal(request)
        return principal is not None and principal.audience in (STAFF, VENDOR)

    def sealed(self, request: Request, data: Any) -> Any:
        """The page of a list with its cursor sealed; all else as it is."""
        cursor = getattr(data, "next_cursor", None)
        return data if cursor is None else msgspec.structs.replace(data, next_cursor=cursors.seal(cursor, name=self.list_name(request)))

    def list_name(self, request: Request) -> bytes:
        """What the request's cursor must be of. Colleagues may pass a cursor on; of another vendor or customer it is none."""
        principal, owner = find_principal(request), ""
        if principal is not None:
            owner = principal.id if principal.audience == CUSTOMER else principal.vendor_id or ""
        return cursors.list_name(request.path_info, request.query_params.lists(), owner=owner)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """DRF's, but at once for who says what nearly all say: JSON, or anything."""
        renderers = self.get_renderers()
        if request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", renderers[0].media_type):
            return renderers[0], str(renderers[0].media_type)
        return super().perform_content_negotiation(request, force)


def validated(serializer_class: type[StrictSerializer], data: Any) -> dict[str, Any]:
    """The data as the serializer's values. :raises ValidationError: answered as 422 with every wrong or unknown field"""
    return _validated(serializer_class(data=data))


def query_validated(serializer_class: type[StrictSerializer], request: Request) -> dict[str, Any]:
    """The query string as the serializer's values; unknown names were refused before the view began."""
    return _validated(serializer_class(data=request.query_params, context={"is_query": True}))


def _validated(serializer: StrictSerializer) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def page_request(request: Request) -> PageRequest:
    """``?limit=`` (1 to 100, 20 when absent) and ``?cursor=``. :raises InvalidInput: for anything else"""
    text = request.query_params.get("limit", "20")
    if not _LIMIT.fullmatch(text) or not 1 <= int(text) <= MAX_PAGE:
        raise InvalidInput(errors=[FieldError("limit", "invalid_limit", Text("A whole number from 1 to {limit}", limit=MAX_PAGE))])
    sealed = request.query_params.get("cursor")
    if not sealed:
        return PageRequest(int(text))
    view: TenantAPIView = request.parser_context["view"]
    return PageRequest(int(text), cursors.unseal(sealed, name=view.list_name(request)))


def principal_of(request: Request) -> Principal:
    """The caller, where the view's permission has already refused everybody unknown."""
    assert isinstance(request.user, Principal)
    return request.user


def _route_of(request: Request) -> str:
    """Of the endpoint, below the API's beginning, with its parameters' names."""
    match = request.resolver_match
    return match.route.removeprefix("api/v1/") if match is not None and match.route else ""


def _facts_of(request: Request, ids: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit log says of a request: who asks what, of what, now."""
    return {
        "method": str(request.method),
        "route": _route_of(request),
        "ids": ids,
        "body": request.data if request.method != "GET" else None,
        "actor": actor_of(request),
        "now": now(),
    }


def find_principal(request: Request) -> Principal | None:
    return request.user if isinstance(request.user, Principal) else None


def client_address(request: Request) -> str:
    """The caller's IP address; the proxy in front is trusted to set X-Forwarded-For (its last entry)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded.partition("%")[0]))  # an IPv6 address may name an interface of its machine, which is nobody else's
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
