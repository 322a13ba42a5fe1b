"""
Which pages may call the API from a browser (CORS), at the gateway: those of the region's own hosts, as the API says itself. So a question
in advance costs no thread, and a page can also read what the gateway refuses.

``backend/config/tests/test_gateway_origins.py`` compares these lists with what the API answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ASKED_HEADERS = (
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Cart-Token",
    "Content-Type",
    "Conversation-Token",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Order-Token",
    "X-Request-ID",
)
SHOWN_HEADERS = ("Content-Disposition", "Content-Language", "ETag", "Idempotency-Replayed", "Retry-After", "X-Request-ID")
LIFE_S = 7_200


def plugin(hosts: Sequence[str]) -> dict[str, Any]:
    """Kong's, for the region's ``hosts``. No cookie authenticates a request, so none is ever to be sent."""
    config = {
        "origins": [f"https://{host}" for host in hosts],
        "methods": list(METHODS),
        "headers": list(ASKED_HEADERS),
        "exposed_headers": list(SHOWN_HEADERS),
        "max_age": LIFE_S,
        "credentials": False,
        "preflight_continue": False,
    }
    return {"name": "cors", "config": config}
