"""
One client for each process and cluster, and what their errors mean to callers of the port.

A server that does not answer is asked by one caller every few seconds. The others get the error at once: waiting, each for its own
timeout, they would soon keep every thread of the api from work that needs no search.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.conf import settings
from elastic_transport import TlsError
from elasticsearch import ApiError, Elasticsearch, TransportError

from marketplace.foundation import tenancy
from marketplace.foundation.search.errors import SearchUnavailable

CONNECTIONS = 20  # of each process; its threads share them
NO_KEY, FORBIDDEN, BUSY = 401, 403, 429

Json = dict[str, Any]
Way = tuple[str, str | None, str | None]  # to a server: its address, the key, and the file of who vouches for it

log = logging.getLogger(__name__)


class _Silence:
    """Whether the server was silent when it was last asked, and when a caller may ask again."""

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


_clients: dict[tuple[int, Way], Elasticsearch] = {}
_silences: dict[Way, _Silence] = defaultdict(_Silence)  # one region's cluster, or key, says nothing of another's


def option(name: str) -> Any:
    """Of how this program uses its clusters; see the settings."""
    return settings.ELASTICSEARCH[name]


def reader() -> Elasticsearch:
    """For searches whose caller waits."""
    return _client().options(request_timeout=option("read_timeout_s"))


def writer() -> Elasticsearch:
    """For what runs in the background and may take longer."""
    return _client().options(request_timeout=option("write_timeout_s"))


def copy() -> str:
    """Which copy of each shard this process reads: the same one always, since another may be a second behind it."""
    return f"{socket.gethostname()}-{os.getpid()}"


@contextmanager
def answering() -> Iterator[None]:
    """
    Around every use of the engine.

    :raises NoTenantScope: :raises ForbiddenInTransaction: as the port says
    :raises SearchUnavailable: when the server does not answer, does not take our key, is overloaded or has lost a part of an index
    """
    tenancy.forbid_in_transaction("search")
    silence = _silences[_way()]
    silence.respect()
    try:
        yield
        silence.end()
    except TransportError as error:
        if isinstance(error, TlsError):
            log.error("Elasticsearch of %s has no certificate that we trust: %s", tenancy.current().slug, error)
        silence.begin()
        raise SearchUnavailable from error
    except ApiError as error:
        if error.status_code == NO_KEY:
            silence.begin()  # the next question has the same key
        else:
            silence.end()
        if error.status_code in (NO_KEY, FORBIDDEN):
            tell_refusal(str(error))
        elif error.status_code != BUSY and error.status_code < 500:
            raise
        raise SearchUnavailable from error


def tell_refusal(reason: str) -> None:
    """For the operator: to the caller search is out of order, and what is written waits until the key is mended."""
    log.error("Elasticsearch refuses the API key of %s: %s", tenancy.current().slug, reason)


def forget() -> None:
    """The clients, and which servers were silent: the settings may name others now."""
    _clients.clear()
    _silences.clear()


def _client() -> Elasticsearch:
    """A process that was forked from this one makes its own: connections cannot be shared."""
    url, api_key, ca_file = way = _way()
    client = _clients.get((os.getpid(), way))
    if client is None:
        trust: dict[str, Any] = {"ca_certs": ca_file} if ca_file else {}
        client = Elasticsearch(url, api_key=api_key, connections_per_node=CONNECTIONS, max_retries=0, **trust)
        _clients[os.getpid(), way] = client
    return client


def _way() -> Way:
    """Of the tenant in scope."""
    cluster = settings.ELASTICSEARCH["clusters"][tenancy.current().slug]
    return cluster["url"], cluster["api_key"], cluster["ca_file"]
