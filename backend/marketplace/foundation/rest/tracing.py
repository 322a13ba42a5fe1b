"""Requests as the first spans of their traces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from marketplace.foundation import tracing
from marketplace.foundation.logs.request_id import REQUEST_ID
from marketplace.kit import ids


class TracingMiddleware:
    """
    Begins a trace with each request of a region. What callers claim of traces is not read: they could have everything recorded, or
    hide in the trace of another. Without a collector it is not there at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.TRACES_URL is None:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with tracing.span("request", kind=tracing.SERVER, facts={"globalmarket.request_id": request.META[REQUEST_ID]}):
            response = self.get_response(request)
            match, status = request.resolver_match, response.status_code
            route = match.route if match else "none"
            facts = {"http.route": route, "http.response.status_code": status, **_ids_of(match.kwargs if match else {})}
            tracing.note(f"{request.method} {route}", facts=facts, has_failed=status >= 500)
        return response


def _ids_of(named: dict[str, Any]) -> dict[str, str]:
    """What the address names by an id; a slug, a number or a token is left out."""
    return {f"globalmarket.{name}": value for name, value in named.items() if ids.is_any_id(str(value))}
