"""The suite runs once per engine: a folder, and Azure Blob Storage as Azurite answers for it."""

from __future__ import annotations

import os
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import httpx
import pytest
from django.test import Client

from launcher import emulators
from launcher.servers import Server

KINDS = {"public": "public, max-age=31536000, immutable", "private": "private, no-store"}
SLUGS = ("eu", "mena")


class Fetched(NamedTuple):
    status_code: int
    headers: Mapping[str, str]
    content: bytes


Fetch = Callable[[str], Fetched]


def connection_string(server: Server, slug: str, key: str) -> str:
    account = f"globalmarket{slug}"
    return f"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};BlobEndpoint={server.url}{account};"


def azure_storages(connections: dict[str, str]) -> dict[str, Any]:
    """The settings' storages of regions with these connections."""
    backend = "marketplace.foundation.blobs.azure.AzureContainer"
    return {
        f"{slug}.{kind}": {
            "BACKEND": backend,
            "OPTIONS": {
                "azure_container": kind,
                "connection_string": connection,
                "cache_control": cache_control,
                "overwrite_files": True,
            },
        }
        for slug, connection in connections.items()
        for kind, cache_control in KINDS.items()
    }


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The regions' connection strings to a server of this run's own, with an account each."""
    if lack := emulators.missing_tool():
        if os.environ.get("GM_REQUIRE_SERVERS") == "1":
            pytest.fail(lack)
        pytest.skip(lack)
    keys = {slug: b64encode(secrets.token_bytes(32)).decode() for slug in SLUGS}
    os.environ["AZURITE_ACCOUNTS"] = ";".join(f"globalmarket{slug}:{key}" for slug, key in keys.items())
    with emulators.start_azurite(tmp_path_factory.mktemp("azurite")) as server:
        yield {slug: connection_string(server, slug, key) for slug, key in keys.items()}


def use_azure(settings: Any, connections: dict[str, str]) -> None:
    settings.BLOBS_ENGINE = "azure"
    settings.STORAGES = {**settings.STORAGES, **azure_storages(connections)}


def provision(*slugs: str) -> None:
    from marketplace.foundation import tenancy
    from marketplace.foundation.blobs.store import store
    from marketplace.foundation.tenancy import directory

    for slug in slugs:
        with tenancy.scope(directory.get(slug)):
            store().provision()


@pytest.fixture(params=["files", "azure"])
def blob_engine(request: pytest.FixtureRequest, settings: Any, db: None) -> str:
    if request.param == "azure":
        use_azure(settings, request.getfixturevalue("azurite"))
    provision(*SLUGS)
    return str(request.param)


@pytest.fixture
def fetch(blob_engine: str) -> Fetch:
    """What a browser gets at an address: from our own doors, or from the blob store."""

    def from_azure(url: str) -> Fetched:
        answer = httpx.get(url, trust_env=False)
        return Fetched(answer.status_code, answer.headers, answer.content)

    def from_our_doors(url: str) -> Fetched:
        address = httpx.URL(url)
        answer: Any = Client().get(address.raw_path.decode(), headers={"Host": address.host})
        return Fetched(answer.status_code, answer.headers, answer.getvalue())

    return from_azure if blob_engine == "azure" else from_our_doors
