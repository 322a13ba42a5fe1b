"""The clients of Cosmos DB: one per process and tenant, made at the first call, with timeouts and without retries of its own."""

from __future__ import annotations

import os
import threading
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from azure.core.exceptions import AzureError
from azure.cosmos import ContainerProxy, CosmosClient, DatabaseProxy
from azure.cosmos.documents import ConnectionPolicy
from azure.identity import DefaultAzureCredential
from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.documents.cosmos.calls import is_refusal, tell_refusal
from marketplace.foundation.documents.errors import StoreUnavailable

CONNECT_TIMEOUT_S = 2

_clients: dict[tuple[int, str], CosmosClient] = {}
_containers: dict[tuple[int, str, str], ContainerProxy] = {}
_making = threading.Lock()


def account() -> CosmosClient:
    """The account that the region in scope has its database in. :raises StoreUnavailable: if it does not answer"""
    key = (os.getpid(), tenancy.current().slug)  # a forked worker must not share its parent's connections
    if key not in _clients:
        if not _making.acquire(timeout=settings.COSMOS_READ_TIMEOUT_S):
            raise StoreUnavailable  # the thread that makes the first one still waits for an answer
        try:
            if key not in _clients:
                _clients[key] = _client(tenancy.current().slug)
        finally:
            _making.release()
    return _clients[key]


def database() -> DatabaseProxy:
    """:raises StoreUnavailable: as ``account``"""
    return account().get_database_client(tenancy.current().document_database)


def container(name: str) -> ContainerProxy:
    """Nothing is asked of the server. :raises StoreUnavailable: as ``account``"""
    key = (os.getpid(), tenancy.current().slug, name)
    if key not in _containers:
        _containers[key] = database().get_container_client(name)
    return _containers[key]


def has_key() -> bool:
    """Whether a key opens the account of the region in scope; else the program's identity does, which may not make containers."""
    return settings.COSMOS[tenancy.current().slug]["key"] is not None


def is_emulator() -> bool:
    return urlsplit(settings.COSMOS[tenancy.current().slug]["endpoint"]).hostname in ("localhost", "127.0.0.1")


def forget() -> None:
    """Drop all clients, to begin anew with other settings."""
    _clients.clear()
    _containers.clear()
    _identity.cache_clear()


def _client(slug: str) -> CosmosClient:
    place: dict[str, Any] = settings.COSMOS[slug]
    policy = ConnectionPolicy()
    policy.RetryOptions._max_retry_attempt_count = 0  # who waits for what, and how long, is calls.py's to say
    try:
        return CosmosClient(
            place["endpoint"],
            place["key"] or _identity(),
            connection_policy=policy,
            connection_timeout=CONNECT_TIMEOUT_S,
            read_timeout=settings.COSMOS_READ_TIMEOUT_S,
            retry_total=0,
            retry_connect=0,
            retry_read=0,
            retry_status=0,
            enable_compact_utf8_item_writes=True,  # Arabic and Greek as they are: half the size of \\u escapes
            user_agent_suffix="globalmarket",
            **_emulator_options(),
        )
    except AzureError as error:
        if is_refusal(error):
            tell_refusal(error)
        raise StoreUnavailable from error


@cache
def _identity() -> DefaultAzureCredential:
    """Of this program: on AKS its workload identity. Its tokens are kept until shortly before they end."""
    return DefaultAzureCredential(connection_timeout=CONNECT_TIMEOUT_S, read_timeout=settings.COSMOS_READ_TIMEOUT_S, retry_total=0)


def _emulator_options() -> dict[str, Any]:
    """An emulator has a certificate of its own, and names an address of its own that may be wrong from here."""
    return {"connection_verify": False, "enable_endpoint_discovery": False} if is_emulator() else {}
