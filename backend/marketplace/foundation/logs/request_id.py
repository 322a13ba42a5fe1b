"""One id per request, in the answer, in problem documents and in log lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from ulid import ULID

_request_id: ContextVar[str] = ContextVar("request_id", default="")
REQUEST_ID = "globalmarket.request_id"  # where Django's own log lines, which it writes after the request, find it
_ACCEPTABLE = re.compile(r"[\w.-]{8,64}")


def current_request_id() -> str:
    return _request_id.get()


class RequestIdMiddleware:
    """Takes the caller's X-Request-ID where it is harmless, else makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _ACCEPTABLE.fullmatch(given) else str(ULID())
        request.META[REQUEST_ID] = request_id
        token = _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response
