"""The way of server-sent events: an answer that does not end."""

from __future__ import annotations

from typing import Any

import msgspec
from channels.exceptions import StopConsumer

from marketplace.foundation import metrics
from marketplace.foundation.realtime.answers import problem_answer
from marketplace.foundation.realtime.asked import header
from marketplace.foundation.realtime.consumers import LiveConsumer
from marketplace.foundation.realtime.errors import close_code_of
from marketplace.foundation.realtime.messages import Ended
from marketplace.kit.errors import MarketplaceError

RETRY_MS = 3_000
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # of proxies that would collect the answer first
]


class EventsConsumer(LiveConsumer):
    """Each message is an event without a name, with its number as the id: ``onmessage`` hears all of them."""

    transport = "events"

    async def http_request(self, message: dict[str, Any]) -> None:
        await self.open()

    async def http_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    async def accept(self) -> None:
        origin = header(self.scope, "origin")
        allowed = [(b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin")] if origin else []
        await self.send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *allowed]})
        await self._send_part(f"retry: {RETRY_MS}\n\n")

    async def deliver(self, text: str, *, number: int) -> None:
        await self._send_part(f"id: {number}\ndata: {text}\n\n")

    async def refuse(self, error: MarketplaceError) -> None:
        for part in problem_answer(error, self.scope):
            await self.send(part)
        raise StopConsumer

    async def end(self, error: MarketplaceError) -> None:
        code = int(close_code_of(error))
        metrics.LIVE_ENDS.labels(metrics.tenant_in_scope(), str(code)).inc()
        number = max(self._known.values(), default=0)
        await self.deliver(msgspec.json.encode(Ended(number=number, code=code)).decode(), number=number)
        await self.send({"type": "http.response.body", "body": b""})

    async def _send_part(self, text: str) -> None:
        await self.send({"type": "http.response.body", "body": text.encode(), "more_body": True})
