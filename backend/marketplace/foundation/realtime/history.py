"""What connections ask Valkey, without holding a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.conf import settings
from redis.asyncio import BlockingConnectionPool, Redis

from marketplace.foundation.realtime import scripts, tickets
from marketplace.foundation.realtime.keys import ended_key, number_key, ticket_key
from marketplace.foundation.realtime.publishing import KEPT_S
from marketplace.foundation.realtime.tickets import Grant
from marketplace.foundation.realtime.topics import Topic, listened_key, stream_key
from marketplace.kit.ids import hash_secret

TIMEOUT_S = 5.0  # of one answer
TURN_S = 10.0  # that a connection waits for one to Valkey: after a restart all clients come back at once
MOST_CONNECTIONS = 16
LISTENER_S = KEPT_S + 60  # a connection notes itself with every beat; then who comes back within KEPT_S finds what was published

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Redis] = WeakKeyDictionary()


class Missed(NamedTuple):
    """
    What was published after the numbers that a connection knows, up to the ``present``: ``texts`` in order, by topic. Of the ``lost``
    topics some of it is not kept any more. ``ended`` is the number at which access ended last.
    """

    present: int
    ended: int
    texts: dict[Topic, list[str]]
    lost: list[Topic]


async def redeem(ticket: str) -> Grant | None:
    """What a ticket of the region in scope grants, the first time; None for any other. :raises RedisError:"""
    stored: Any = await _client().getdel(ticket_key(hash_secret(ticket)))
    return None if stored is None else tickets.read(stored)


async def read(known: Mapping[Topic, int | None], *, subjects: Sequence[str]) -> Missed:
    """
    What was missed since the last ``known`` number of each topic (None: nothing was), and note that these topics have a listener.

    :raises RedisError:
    """
    keys = [number_key(), *(ended_key(subject) for subject in subjects)]
    keys += [key for topic in known for key in (stream_key(topic), listened_key(topic))]
    fixed = (KEPT_S * 1_000_000, LISTENER_S * 1000, len(subjects))
    lasts = ("" if last is None else last for last in known.values())
    present, ended, *found = await _client().eval(scripts.READ, len(keys), *keys, *fixed, *lasts)
    by_topic: dict[Topic, Any] = dict(zip(known, found, strict=True))
    return Missed(
        present=int(present),
        ended=int(ended),
        texts={topic: [text.decode() for text in texts] for topic, texts in by_topic.items() if texts},
        lost=[topic for topic, texts in by_topic.items() if texts == 0],
    )


async def ping() -> None:
    """:raises RedisError: if Valkey does not answer"""
    await _client().ping()


def _client() -> Redis:
    """One for each event loop, of which a process has one."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        pool = BlockingConnectionPool.from_url(
            settings.CACHES["default"]["LOCATION"],
            max_connections=MOST_CONNECTIONS,
            timeout=TURN_S,
            socket_timeout=TIMEOUT_S,
            socket_connect_timeout=TIMEOUT_S,
        )
        _clients[loop] = Redis.from_pool(pool)
    return _clients[loop]
