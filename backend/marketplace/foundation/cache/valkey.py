"""
Valkey as every request may ask it: it waits a quarter of a second at most, and after a failure nothing is asked for a moment.

For what can be had elsewhere too. (Throttles, sessions and the like use Django's cache.)
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from marketplace.foundation.cache.keys import tenant_key

TIMEOUT_S = 0.25
REST_S = 1.0

Command = tuple[Any, ...]

_resting_until = 0.0


class CacheUnavailable(RuntimeError):
    """Valkey does not answer, or did not a moment ago."""


def run(*commands: Command) -> list[Any]:
    """What these commands answer, in one round trip. :raises CacheUnavailable:"""
    global _resting_until
    if time.monotonic() < _resting_until:
        raise CacheUnavailable
    try:
        with _client().pipeline(transaction=False) as pipeline:
            for command in commands:
                pipeline.execute_command(*command)
            return list(pipeline.execute())
    except RedisError as error:
        _resting_until = time.monotonic() + REST_S
        raise CacheUnavailable from error


def key(name: str) -> str:
    """Of the tenant in scope. :raises NoTenantScope: outside a tenant"""
    return tenant_key(name, settings.CACHES["default"]["KEY_PREFIX"], 1)


def connect_anew() -> None:
    """To where the settings say by now, at once."""
    global _resting_until
    _resting_until = 0.0
    _client.cache_clear()


@cache
def _client() -> Redis:
    return Redis.from_url(
        settings.CACHES["default"]["LOCATION"],
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        retry=Retry(NoBackoff(), 1),  # once more, on a new connection: an idle one may have been closed
    )
