"""
The ASGI application of the process ``realtime``: ``/ws/v1/`` (WebSocket), ``/ws/v1/events`` (server-sent events) and its health.

The WebSocket way in: the host names the tenant, and the connection runs in its scope. A page of another origin comes to neither.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from channels.db import database_sync_to_async
from django.db import DatabaseError
from redis.exceptions import RedisError

from marketplace.foundation import tenancy
from marketplace.foundation.realtime import history
from marketplace.foundation.realtime.answers import answer, problem_answer
from marketplace.foundation.realtime.asked import header
from marketplace.foundation.realtime.errors import ForeignOrigin
from marketplace.foundation.realtime.paths import BASE, EVENTS, LIVE, READY
from marketplace.foundation.realtime.server_sent_events import EventsConsumer
from marketplace.foundation.realtime.websockets import SocketConsumer
from marketplace.foundation.rest.gateway import HEADER, NotThroughGateway, is_from_gateway
from marketplace.foundation.rest.origins import is_of_region
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.errors import MarketplaceError, NotFound, Unavailable
from marketplace.kit.texts import Text

CONSUMERS = {("websocket", BASE): SocketConsumer, ("http", EVENTS): EventsConsumer}

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["path"] in (LIVE, READY):
        await _send_all(await _health(scope["path"]), scope, send)
    else:
        await _connect(scope, receive, send)


async def _connect(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One connection from its beginning to its end, or why there is none."""
    try:
        if not is_from_gateway(header(scope, HEADER.lower())):
            raise NotThroughGateway
        consumer = CONSUMERS.get((scope["type"], scope["path"]))
        if consumer is None or scope.get("method", "GET") != "GET":
            raise NotFound(Text("There is nothing at this address."))
        tenant = await _tenant_of(scope)
    except MarketplaceError as error:
        await _send_all(problem_answer(error, scope), scope, send)
        return
    with tenancy.scope(tenant):
        try:
            await consumer.as_asgi()(scope, receive, send)
        except RedisError as error:
            log.warning("a live connection fails, since Valkey does not answer: %r", error)
            await _send_all(problem_answer(Unavailable(), scope), scope, send)


async def _tenant_of(scope: dict[str, Any]) -> Tenant:
    """:raises WrongRegion: for an unknown host :raises ForeignOrigin: :raises Unavailable: if the directory cannot be read"""
    try:
        tenant = await database_sync_to_async(directory.find_by_host)(header(scope, "host"))
    except DatabaseError as error:
        log.warning("the directory of regions cannot be read: %r", error)
        raise Unavailable from error
    if tenant is None:
        raise tenancy.WrongRegion(Text("No marketplace has this host name."))
    origin = header(scope, "origin")
    if origin and not is_of_region(origin, tenant):
        raise ForeignOrigin
    return tenant


async def _health(path: str) -> list[dict[str, Any]]:
    """Whether the process answers; and, for ``ready``, whether it can hear what is published and knows its regions."""
    faults = []
    if path == READY:
        try:
            await history.ping()
        except RedisError:
            faults.append("valkey does not answer")
        try:
            await database_sync_to_async(directory.list_active)()
        except DatabaseError:
            faults.append("the directory of regions cannot be read")
    return answer(503 if faults else 200, {"status": "degraded", "faults": faults} if faults else {"status": "ok"})


async def _send_all(parts: list[dict[str, Any]], scope: dict[str, Any], send: Send) -> None:
    """The answer; to a handshake of a WebSocket by ASGI's extension for that."""
    kind = "websocket.http" if scope["type"] == "websocket" else "http"
    for part in parts:
        await send({**part, "type": part["type"].replace("http", kind, 1)})


async def _live(receive: Receive, send: Send) -> None:
    """ASGI's lifespan: nothing has to be done, but servers ask."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
