"""Where clients connect to."""

from __future__ import annotations

import msgspec
from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.realtime.paths import BASE, EVENTS


class LiveAddresses(msgspec.Struct, frozen=True, kw_only=True):
    """Of live updates: as a WebSocket, and as server-sent events."""

    websocket_url: str
    events_url: str


def addresses() -> LiveAddresses:
    """Of the tenant in scope, on its API's host; on a developer's machine the process has a port of its own."""
    is_local = settings.PUBLIC_SCHEME == "http"
    # A directory may name a developer's and the public hosts side by side.
    fitting = [domain for domain in tenancy.current().domains if domain.endswith(".localhost") == is_local] or [*tenancy.current().domains]
    host = next((domain for domain in fitting if domain.startswith("api.")), fitting[0])
    place = f"{host}:{settings.PORT_BASE + settings.LIVE['port']}" if is_local else host
    return LiveAddresses(
        websocket_url=f"{'ws' if is_local else 'wss'}://{place}{BASE}", events_url=f"{settings.PUBLIC_SCHEME}://{place}{EVENTS}"
    )
