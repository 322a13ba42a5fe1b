"""Whole answers of the process: its health, and why a connection is refused."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest

from marketplace.foundation.realtime.asked import header
from marketplace.foundation.rest.json import encode
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.problems import PROBLEM_TYPE, problem_document
from marketplace.kit.errors import MarketplaceError

JSON = "application/json"


def answer(status: int, body: Any, *, content_type: str = JSON, headers: Iterable[tuple[str, str]] = ()) -> list[dict[str, Any]]:
    """ASGI's messages of a whole answer."""
    content = encode(body)
    sent = [("Content-Type", content_type), ("Content-Length", str(len(content))), ("Cache-Control", "no-store"), *headers]
    encoded = [(name.lower().encode(), value.encode()) for name, value in sent]
    return [
        {"type": "http.response.start", "status": status, "headers": encoded},
        {"type": "http.response.body", "body": content},
    ]


def problem_answer(error: MarketplaceError, scope: dict[str, Any]) -> list[dict[str, Any]]:
    """The error as a problem document, in a language that the caller reads."""
    origin, language = header(scope, "origin"), requested_language(ASGIRequest({"method": "GET", **scope}, BytesIO()))
    headers = [*error.headers.items(), *([("Access-Control-Allow-Origin", origin), ("Vary", "Origin")] if origin else [])]
    return answer(error.status, problem_document(error, language), content_type=PROBLEM_TYPE, headers=headers)
