"""The one client of each process, and what its errors mean to callers of the port."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from elasticsearch import ApiError, Elasticsearch, TransportError
from marketplace.foundation import tenancy
from marketplace.foundation.search.port import SearchUnavailable

READ_TIMEOUT_S = 3.0  # a customer waits no longer; a page without its list is better
WRITE_TIMEOUT_S = 60.0
CONNECTIONS = 20  # of each process; its threads share them

Json = dict[str, Any]

_clients: dict[int, Elasticsearch] = {}


def reader() -> Elasticsearch:
    """For questions that somebody waits for."""
    return _client().options(request_timeout=READ_TIMEOUT_S)


def writer() -> Elasticsearch:
    """For what runs in the background and may take longer."""
    return _client().options(request_timeout=WRITE_TIMEOUT_S)


@contextmanager
def answering() -> Iterator[None]:
    """
    Around every use of the engine.

    :raises NoTenantScope: :raises ForbiddenInTransaction: as the port says
    :raises SearchUnavailable: when the server does not answer, is overloaded or has lost a part of an index
    """
    tenancy.current()
    tenancy.forbid_in_transaction("search")
    try:
        yield
    except TransportError as error:
        raise SearchUnavailable("Search does not answer.") from error
    except ApiError as error:
        if error.status_code == 429 or error.status_code >= 500:
            raise SearchUnavailable("Search does not answer.") from error
        raise


def _client() -> Elasticsearch:
    """A process that was forked from this one makes its own: connections cannot be shared."""
    client = _clients.get(os.getpid())
    if client is None:
        key = settings.ELASTICSEARCH["api_key"]
        client = Elasticsearch(settings.ELASTICSEARCH["url"], api_key=key or None, connections_per_node=CONNECTIONS, max_retries=0)
        _clients[os.getpid()] = client
    return client
