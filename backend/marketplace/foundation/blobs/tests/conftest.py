"""The suite runs once per engine: a folder, and Azure Blob Storage, opened by an account's key and by the program's identity."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import httpx
import pytest
from django.test import Client

from marketplace.foundation.blobs.azure import credential

from .azurite import Azurite, AzuriteByIdentity, provision, running_azurite, use_azure
from .identity import Machine, running_machine


class Fetched(NamedTuple):
    status_code: int
    headers: Mapping[str, str]
    content: bytes


Fetch = Callable[[str], Fetched]


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Azurite]:
    with running_azurite(tmp_path_factory.mktemp("azurite")) as azurite:
        yield azurite


@pytest.fixture(scope="session")
def azurite_by_identity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AzuriteByIdentity]:
    with running_azurite(tmp_path_factory.mktemp("azurite"), AzuriteByIdentity) as azurite:
        assert isinstance(azurite, AzuriteByIdentity)
        yield azurite


@pytest.fixture
def machine(azurite_by_identity: AzuriteByIdentity, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """The program runs where it has an identity, and trusts the server's certificate."""
    with running_machine() as machine:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", machine.url)
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(azurite_by_identity.certificate))
        credential.cache_clear()
        yield machine
        credential.cache_clear()


@pytest.fixture
def by_identity(azurite_by_identity: AzuriteByIdentity, machine: Machine, settings: Any) -> Machine:
    use_azure(settings, azurite_by_identity)
    return machine


@pytest.fixture(params=["files", "azure", "azure by identity"])
def blob_engine(request: pytest.FixtureRequest, settings: Any, db: None) -> str:
    if request.param == "azure":
        use_azure(settings, request.getfixturevalue("azurite"))
    if request.param == "azure by identity":
        request.getfixturevalue("by_identity")
    provision()
    return str(request.param)


@pytest.fixture
def fetch(blob_engine: str, request: pytest.FixtureRequest) -> Fetch:
    """What a browser gets at an address: from our own endpoints, or from the blob store."""
    by_identity = blob_engine == "azure by identity"
    trusted = request.getfixturevalue("azurite_by_identity").certificate if by_identity else None

    def from_azure(url: str) -> Fetched:
        answer = httpx.get(url, trust_env=False, verify=ssl.create_default_context(cafile=trusted))
        return Fetched(answer.status_code, answer.headers, answer.content)

    def from_our_endpoints(url: str) -> Fetched:
        address = httpx.URL(url)
        answer: Any = Client().get(address.raw_path.decode(), headers={"Host": address.host})
        return Fetched(answer.status_code, answer.headers, answer.getvalue())

    return from_our_endpoints if blob_engine == "files" else from_azure
