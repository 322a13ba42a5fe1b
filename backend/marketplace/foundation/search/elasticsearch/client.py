"""
One client for each process and cluster, and what their errors mean to callers of the port.

A server that does not answer is asked by one caller every few seconds. The others are told at once: waiting, each for its own
timeout, they would soon keep every thread of the api from work that needs no search.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
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
            self._ask_again_at = time.monotonic() + option("read_timeout_s") + option("silence_s")

    def begin(self) -> None:
        with self._lock:
            self._ask_again_at = time.monotonic() + option("silence_s")

    def end(self) -> None:
        if self._ask_again_at is not None:
            with self._lock:
                self._ask_again_at = None


_clients: dict[tuple[int, str], Elasticsearch] = {}
_silences: dict[str, _Silence] = defaultdict(_Silence)  # by address: one region's cluster says nothing of another's


def option(name: str) -> Any:
    """Of how this program uses its clusters; see the settings."""
    return settings.ELASTICSEARCH[name]


def reader() -> Elasticsearch:
    """For questions that somebody waits for."""
    return _client().options(request_timeout=option("read_timeout_s"))


def writer() -> Elasticsearch:
    """For what runs in the background and may take longer."""
    return _client().options(request_timeout=option("write_timeout_s"))


@contextmanager
def answering() -> Iterator[None]:
    """
    Around every use of the engine.

    :raises NoTenantScope: :raises ForbiddenInTransaction: as the port says
    :raises SearchUnavailable: when the server does not answer, is overloaded or has lost a part of an index
    """
    silence = _silences[_cluster()["url"]]
    tenancy.forbid_in_transaction("search")
    silence.respect()
    try:
        yield
        silence.end()
    except TransportError as error:
        silence.begin()
        raise SearchUnavailable from error
    except ApiError as error:
        if error.status_code == 429 or error.status_code >= 500:
            raise SearchUnavailable from error
        raise


def forget() -> None:
    """The clients, and which servers were silent: the settings may name others now."""
    _clients.clear()
    _silences.clear()


def _client() -> Elasticsearch:
    """A process that was forked from this one makes its own: connections cannot be shared."""
    cluster = _cluster()
    client = _clients.get((os.getpid(), cluster["url"]))
    if client is None:
        client = Elasticsearch(cluster["url"], api_key=cluster["api_key"], connections_per_node=CONNECTIONS, max_retries=0)
        _clients[os.getpid(), cluster["url"]] = client
    return client


def _cluster() -> dict[str, Any]:
    """Of the tenant in scope."""
    cluster: dict[str, Any] = settings.ELASTICSEARCH["clusters"][tenancy.current().slug]
    return cluster
