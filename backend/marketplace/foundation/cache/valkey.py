"""
Valkey as every request may ask it: it does not wait for long, and after a failure nothing is asked for a moment.

Of all the cache it is the part that is on the way of nearly every request: cached answers, and the sessions that have ended.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.foundation.cache.keys import tenant_key
from marketplace.kit.errors import Unavailable

CLIENT = "marketplace.foundation.cache.client.Client"

Command = tuple[Any, ...]


class CacheUnavailable(Unavailable):
    """Valkey does not answer, or did not a moment ago. Where nothing else has what is asked, the caller hears it."""


class Client(Protocol):
    def run(self, commands: tuple[Command, ...]) -> list[Any]: ...


def run(*commands: Command) -> list[Any]:
    """What these commands answer, in one round trip. :raises CacheUnavailable:"""
    return _client().run(commands)


def key(name: str) -> str:
    """Of the tenant in scope. :raises NoTenantScope: outside a tenant"""
    return tenant_key(name, settings.CACHES["default"]["KEY_PREFIX"], 1)


def connect_anew() -> None:
    """To where the settings say by now, at once."""
    _client.cache_clear()


@cache
def _client() -> Client:
    made: Client = import_string(CLIENT)()
    return made
