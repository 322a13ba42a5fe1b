"""The WebSocket's way."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from channels.exceptions import StopConsumer

from marketplace.foundation import metrics
from marketplace.foundation.realtime.asked import read_watched
from marketplace.foundation.realtime.consumers import LiveConsumer
from marketplace.foundation.realtime.errors import NotUnderstood, TooManyConnections, close_code_of
from marketplace.kit import limits
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.texts import Text

MAX_PER_MINUTE = limits.declare("realtime.messages", 60, "messages a minute", "Of one client; 4429 above.")


class SocketConsumer(LiveConsumer):
    """A refused one is opened and closed at once: a browser lets a script know nothing of a failed handshake."""

    transport = "websocket"

    def __init__(self) -> None:
        super().__init__()
        self._minute, self._received = 0, 0

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        await self.open()

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        self._count()
        await self.watch(read_watched(_read_watch(message.get("text"))))

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        metrics.LIVE_ENDS.labels(metrics.tenant_in_scope(), str(message.get("code", 1006))).inc()
        raise StopConsumer

    async def accept(self) -> None:
        await self.send({"type": "websocket.accept"})

    async def deliver(self, text: str, *, number: int) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def refuse(self, error: MarketplaceError) -> None:
        await self.accept()
        await self.finish(error)

    async def end(self, error: MarketplaceError) -> None:
        await self.send({"type": "websocket.close", "code": int(close_code_of(error)), "reason": error.code})

    def _count(self) -> None:
        """:raises TooManyConnections: for one message more than a client may send in a minute"""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._received = minute, 0
        self._received += 1
        if self._received > MAX_PER_MINUTE:
            raise TooManyConnections


def _read_watch(text: str | None) -> dict[str, list[str]]:
    """:raises NotUnderstood: for all but a ``watch``"""
    try:
        said = msgspec.json.decode(text or "", type=dict[str, str | list[str]])
    except msgspec.DecodeError:
        raise NotUnderstood(Text("A message is a JSON object.")) from None
    if said.pop("type", None) != "watch" or not all(isinstance(ids, list) for ids in said.values()):
        raise NotUnderstood(Text("A client sends `watch`, and nothing else."))
    return {name: ids for name, ids in said.items() if isinstance(ids, list)}
