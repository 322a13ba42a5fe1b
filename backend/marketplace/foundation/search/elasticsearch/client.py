"""
The one client of each process, and what its errors mean to callers of the port.

A server that does not answer is asked by one caller every few seconds. The others are told at once: waiting, each for its own
timeout, they would soon keep every thread of the api from work that needs no search.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from marketplace.foundation import tenancy
from marketplace.foundation.search.port import SearchUnavailable

CONNECTIONS = 20  # of each process; its threads share them

Json = dict[str, Any]


class _Silence:
    """Whether the server was silent when it was last asked, and when somebody may ask again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ask_again_at: float | None = None

    def respect(self) -> None:
        """:raises SearchUnavailable: while it is not this caller's turn to ask"""
        with self._lock:
            if self._ask_again_at is None:
                return
            if time.monotonic() < self._ask_again_at:
                raise SearchUnavailable
            self._ask_again_at = time.monotonic() + settings.ELASTICSEARCH["read_timeout_s"] + settings.ELASTICSEARCH["silence_s"]

    def begin(self) -> None:
        with self._lock:
            self._ask_again_at = time.monotonic() + settings.ELASTICSEARCH["silence_s"]

    def end(self) -> None:
        if self._ask_again_at is not None:
            with self._lock:
                self._ask_again_at = None


_clients: dict[int, Elasticsearch] = {}
_silence = _Silence()


def reader() -> Elasticsearch:
    """For questions that somebody waits for."""
    return _client().options(request_timeout=settings.ELASTICSEARCH["read_timeout_s"])


def writer() -> Elasticsearch:
    """For what runs in the background and may take longer."""
    return _client().options(request_timeout=settings.ELASTICSEARCH["write_timeout_s"])


@contextmanager
def answering() -> Iterator[None]:
    """
    Around every use of the engine.

    :raises NoTenantScope: :raises ForbiddenInTransaction: as the port says
    :raises SearchUnavailable: when the server does not answer, is overloaded or has lost a part of an index
    """
    tenancy.current()
    tenancy.forbid_in_transaction("search")
    _silence.respect()
    try:
        yield
        _silence.end()
    except TransportError as error:
        _silence.begin()
        raise SearchUnavailable from error
    except ApiError as error:
        if error.status_code == 429 or error.status_code >= 500:
            raise SearchUnavailable from error
        raise


def forget() -> None:
    """The client, and whether its server was silent: the settings may name another one now."""
    _clients.clear()
    _silence.end()


def _client() -> Elasticsearch:
    """A process that was forked from this one makes its own: connections cannot be shared."""
    client = _clients.get(os.getpid())
    if client is None:
        url, key = str(settings.ELASTICSEARCH["url"]), str(settings.ELASTICSEARCH["api_key"])
        client = Elasticsearch(url, api_key=key or None, connections_per_node=CONNECTIONS, max_retries=0)
        _clients[os.getpid()] = client
    return client
