"""
A connection, whichever way it is sent: who may open it, what it receives, and when it ends.

Nothing is lost on the way: each message names the one before it of its topic. Where that has not come, and with every beat, the
connection reads from Valkey what it has not sent yet.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, ClassVar

import msgspec
from channels.consumer import AsyncConsumer, get_handler_name
from channels.db import database_sync_to_async
from django.db import DatabaseError
from redis.exceptions import RedisError

from marketplace.foundation import metrics, tenancy
from marketplace.foundation.realtime import history, spreading
from marketplace.foundation.realtime.admission import Admission
from marketplace.foundation.realtime.asked import address_of, read_asked
from marketplace.foundation.realtime.errors import AccessEnded, TicketRefused, TooSlow
from marketplace.foundation.realtime.history import Missed
from marketplace.foundation.realtime.keys import group_of_subject
from marketplace.foundation.realtime.messages import Beat, Control, Ready, Reload
from marketplace.foundation.realtime.tickets import CONNECTION_LIFE, Grant
from marketplace.foundation.realtime.topics import Topic, group_of
from marketplace.foundation.rest.views import network_of
from marketplace.foundation.tenancy import directory
from marketplace.kit import limits
from marketplace.kit.errors import MarketplaceError, Unavailable

BEAT_S = limits.declare("realtime.beat", 25, "seconds", "From one sign of life of a connection to the next.")
MAX_WAITING = limits.declare("realtime.waiting", 1_000, "messages", "That wait for a slow reader; 4408 above.")
NOBODY = Grant()

log = logging.getLogger(__name__)


class LiveConsumer(AsyncConsumer):
    """Base of both ways. ``self.scope`` is ASGI's; it runs in the tenant's scope. A subclass accepts, sends and closes."""

    transport: ClassVar[str]

    def __init__(self) -> None:
        self._admission = Admission()
        self._grant = NOBODY
        self._known: dict[Topic, int] = {}  # the number up to which each topic was sent
        self._groups: set[str] = set()
        self._sending = asyncio.Lock()
        self._beats: asyncio.Task[None] | None = None
        self._has_ended = False

    async def accept(self) -> None:
        raise NotImplementedError

    async def deliver(self, text: str, *, number: int) -> None:
        raise NotImplementedError

    async def refuse(self, error: MarketplaceError) -> None:
        """Before ``accept``."""
        raise NotImplementedError

    async def end(self, error: MarketplaceError) -> None:
        """After it."""
        raise NotImplementedError

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        gauge = metrics.LIVE_CONNECTIONS.labels(metrics.tenant_in_scope(), self.transport)
        gauge.inc()
        try:
            await super().__call__(scope, receive, send)
        finally:
            gauge.dec()
            self._admission.leave()
            if self._beats is not None:
                self._beats.cancel()
            for group in self._groups:
                await self.channel_layer.group_discard(group, self.channel_name)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels' own looks after database connections before each message, in a thread; no handler here has one."""
        try:
            await getattr(self, get_handler_name(message))(message)
        except MarketplaceError as error:
            await self.finish(error)
        except RedisError as error:
            log.warning("a live connection ends, since Valkey does not answer: %r", error)
            await self.finish(Unavailable())

    async def open(self) -> None:
        """Let the connection in, send what it missed, and begin its beats; or refuse it."""
        try:
            asked = read_asked(self.scope)
            self._admission.enter(address=network_of(address_of(self.scope)))
            self._grant = await self._redeem(asked.ticket)
            self._admission.enter(caller=self._grant.caller)
            await self._check_region()
            await self._join(group_of_subject(subject) for subject in self._grant.subjects)
            missed = await self._listen(dict.fromkeys((*self._grant.topics, *asked.watched), asked.last))
        except MarketplaceError as error:
            await self.refuse(error)
            return
        except (RedisError, DatabaseError) as error:
            log.warning("a live connection is refused, since a store does not answer: %r", error)
            await self.refuse(Unavailable())
            return
        async with self._sending:
            await self.accept()
            await self._send_missed(missed)
            await self._send_ready(missed)
        self._beats = asyncio.create_task(self._beat())

    async def live_message(self, message: dict[str, Any]) -> None:
        """From the channel layer: a message to one of the connection's topics."""
        kind, _, owner = message["topic"].partition(".")
        topic, number = Topic(kind, owner), message["number"]
        if self.channel_layer.channels[self.channel_name].qsize() > MAX_WAITING:
            await self.finish(TooSlow())
            return
        async with self._sending:
            known = self._known.get(topic)
            if self._has_ended or known is None or number <= known:
                return  # it is not watched any more, or was read before
            if message["previous"] > known:
                await self._send_missed(await self._read(self._known))
                return
            began_ns = time.time_ns()
            await self.deliver(message["text"], number=number)
            self._known[topic] = number
        spreading.note(message["place"], kind, number, began_ns=began_ns)
        metrics.LIVE_MESSAGES.labels(metrics.tenant_in_scope(), kind).inc()

    async def access_ended(self, message: dict[str, Any]) -> None:
        """From the channel layer: of the access of a subject, given before this number."""
        if message["number"] > self._grant.number:
            await self.finish(AccessEnded())

    async def watch(self, watched: Iterable[Topic]) -> None:
        """Watch these public topics instead of those so far. :raises RedisError:"""
        wanted = {*self._grant.topics, *watched}
        async with self._sending:
            if self._has_ended:
                return
            for topic in self._known.keys() - wanted:
                del self._known[topic]
                await self._leave(group_of(topic))
            missed = await self._listen(dict.fromkeys(wanted - self._known.keys()))
            await self._send_ready(missed)

    async def finish(self, error: MarketplaceError) -> None:
        async with self._sending:
            if not self._has_ended:
                self._has_ended = True
                await self.end(error)

    async def _redeem(self, ticket: str) -> Grant:
        """:raises TicketRefused: :raises RedisError:"""
        if not ticket:
            return NOBODY
        grant = await history.redeem(ticket)
        if grant is None:
            raise TicketRefused
        return grant

    async def _check_region(self) -> None:
        """:raises InMaintenance: while the region is closed to the caller, or for good :raises DatabaseError:"""
        try:
            tenant = await database_sync_to_async(directory.get)(tenancy.current().slug)
        except tenancy.UnknownTenant:
            raise Unavailable from None
        if tenant.is_in_maintenance and not self._grant.is_staff:
            raise tenancy.InMaintenance

    async def _listen(self, known: Mapping[Topic, int | None]) -> Missed:
        """Join the topics' groups first, so that nothing is published in between that is neither read nor received."""
        await self._join(group_of(topic) for topic in known)
        missed = await self._read(known)
        self._known |= dict.fromkeys(known, missed.present)
        return missed

    async def _read(self, known: Mapping[Topic, int | None]) -> Missed:
        """:raises AccessEnded: :raises RedisError:"""
        missed = await history.read(known, subjects=self._grant.subjects)
        if missed.ended > self._grant.number:
            raise AccessEnded
        return missed

    async def _send_missed(self, missed: Missed) -> None:
        """In the order of their numbers, over all topics; then the connection knows everything up to the present."""
        texts = [(_number_of(text), text) for found in missed.texts.values() for text in found]
        for number, text in sorted(texts):
            await self.deliver(text, number=number)
        if missed.lost:
            await self._send(Reload(number=missed.present, topics=[topic.shown for topic in missed.lost]))
        self._known = {topic: max(known, missed.present) for topic, known in self._known.items()}

    async def _send_ready(self, missed: Missed) -> None:
        await self._send(Ready(number=missed.present, topics=sorted(topic.shown for topic in self._known)))

    async def _send(self, control: Control) -> None:
        await self.deliver(msgspec.json.encode(control).decode(), number=control.number)

    async def _beat(self) -> None:
        """Signs of life, the first after a random time, so that those who came together do not stay together."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + CONNECTION_LIFE.total_seconds() if self._grant.topics else float("inf")
        pause_s = random.uniform(0, BEAT_S)  # noqa: S311  # not a secret
        try:
            while (left_s := ends_at - loop.time()) > 0:
                await asyncio.sleep(min(pause_s, left_s))
                pause_s = BEAT_S
                await self._send_beat()
            await self.finish(TicketRefused())
        except MarketplaceError as error:
            await self.finish(error)
        except RedisError as error:
            log.warning("a live connection ends, since Valkey does not answer: %r", error)
            await self.finish(Unavailable())
        except OSError:
            pass  # the client is gone, and the consumer hears it

    async def _send_beat(self) -> None:
        try:
            await self._check_region()
        except DatabaseError:
            log.warning("the directory of regions cannot be read; live connections go on")
        async with self._sending:
            if self._has_ended:
                return
            missed = await self._read(self._known)
            await self._send_missed(missed)
            await self._send(Beat(number=missed.present))

    async def _join(self, groups: Iterable[str]) -> None:
        for group in groups:
            self._groups.add(group)
            await self.channel_layer.group_add(group, self.channel_name)

    async def _leave(self, group: str) -> None:
        self._groups.discard(group)
        await self.channel_layer.group_discard(group, self.channel_name)


def _number_of(text: str) -> int:
    """Every text begins with its number (``scripts.PUBLISH``)."""
    return int(text[len('{"number":') : text.index(",")])
