"""The Elasticsearch engine by itself, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from launcher.servers import Server
from marketplace.foundation.search.tests.examples import Shop
from marketplace.foundation.search.tests.faults import Faults, faulty


@pytest.fixture
def shop(tenant: Any) -> Shop:
    from marketplace.foundation.search.elasticsearch.engine import ElasticSearch

    return Shop(ElasticSearch())


@pytest.fixture
def busy(elasticsearch: Server, shop: Shop, settings: Any) -> Iterator[tuple[Shop, Faults]]:
    """A shop whose server can be made to refuse."""
    from marketplace.foundation.search.elasticsearch import client

    with faulty(elasticsearch.url) as (url, faults):
        settings.ELASTICSEARCH["clusters"]["eu"]["url"] = url
        client.forget()
        yield shop, faults
