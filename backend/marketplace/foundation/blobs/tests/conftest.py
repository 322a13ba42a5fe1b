"""The suite runs once per engine: a folder, and Azure Blob Storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import httpx
import pytest
from django.test import Client

from .azurite import Azurite, provision, running_azurite, use_azure


class Fetched(NamedTuple):
    status_code: int
    headers: Mapping[str, str]
    content: bytes


Fetch = Callable[[str], Fetched]


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Azurite]:
    with running_azurite(tmp_path_factory.mktemp("azurite")) as azurite:
        yield azurite


@pytest.fixture(params=["files", "azure"])
def blob_engine(request: pytest.FixtureRequest, settings: Any, db: None) -> str:
    if request.param == "azure":
        use_azure(settings, request.getfixturevalue("azurite"))
    provision()
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
