"""
Which pages may call the API from a browser (CORS): those of the region's own hosts.

No cookie authenticates a request, so the browser is never asked to send one. Other pages get the same answers, which their browsers keep to
themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.types import Tenant

_REQUEST_HEADERS = [
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Request-ID",
]
_EXPOSED = "Content-Disposition, Content-Language, ETag, Idempotency-Replayed, Retry-After, X-Request-ID"


class OriginMiddleware:
    """Outside of the region's scope, so that a page also reads why a region is closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = request.META.get("HTTP_ORIGIN", "")
        is_own = bool(origin) and _is_own(origin, request.META.get("HTTP_HOST", ""))
        if is_own and request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            response = HttpResponse(status=204, headers=_preflight())
        else:
            response = self.get_response(request)
        if is_own:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = _EXPOSED
        patch_vary_headers(response, ["Origin"])
        return response


def _preflight() -> dict[str, str]:
    return {
        "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
        "Access-Control-Allow-Headers": ", ".join(sorted([*_REQUEST_HEADERS, *settings.GUEST_SECRETS])),
        "Access-Control-Max-Age": "7200",
    }


def is_of_region(origin: str, tenant: Tenant) -> bool:
    """Whether pages of that origin are the region's own. On a developer's machine each app has a port of its own."""
    scheme, _, place = origin.partition("://")
    domain, colon, port = place.partition(":")
    is_port_right = not colon or (scheme == "http" and port.isdecimal())
    return scheme == settings.PUBLIC_SCHEME and domain in tenant.domains and is_port_right


def _is_own(origin: str, host: str) -> bool:
    tenant = directory.find_by_host(host)
    return tenant is not None and is_of_region(origin, tenant)
