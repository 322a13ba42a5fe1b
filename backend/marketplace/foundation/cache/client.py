"""The client of Valkey; ``valkey`` loads it, so that nobody else meets the SDK."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from redis import Redis, exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

from marketplace.foundation.cache.valkey import CacheUnavailable, Command

REST_S = 1.0


class Client:
    """For all threads of a process. After a failure it does not ask for a moment."""

    def __init__(self) -> None:
        self._redis = Redis.from_url(
            settings.CACHES["default"]["LOCATION"],
            socket_timeout=settings.VALKEY_TIMEOUT_S,
            socket_connect_timeout=settings.VALKEY_TIMEOUT_S,
            # Once more, on a new connection, where an idle one was closed; not where it took too long.
            retry=Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,)),
        )
        self._resting_until = 0.0

    def run(self, commands: tuple[Command, ...]) -> list[Any]:
        """:raises CacheUnavailable:"""
        if time.monotonic() < self._resting_until:
            raise CacheUnavailable
        try:
            with self._redis.pipeline(transaction=False) as pipeline:
                for command in commands:
                    pipeline.execute_command(*command)
                return list(pipeline.execute())
        except exceptions.RedisError as error:
            self._resting_until = time.monotonic() + REST_S
            raise CacheUnavailable from error
