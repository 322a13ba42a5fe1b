from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.search.engine import ENGINES
from marketplace.foundation.search.port import SearchEngine
from marketplace.foundation.search.tests.examples import Shop


@pytest.fixture(params=["postgres", "elasticsearch"])
def engine(request: pytest.FixtureRequest) -> SearchEngine:
    """
    Every engine in turn; one that needs a server of its own is skipped where there is none.

    Elasticsearch has its indices in several shards, which must not show; what is tested of it alone has them in one.
    """
    from django.utils.module_loading import import_string

    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
        settings.ELASTICSEARCH["shards"] = 3
    made: SearchEngine = import_string(ENGINES[request.param])()
    return made


@pytest.fixture
def shop(tenant: Any, engine: SearchEngine) -> Shop:
    """A small index in the scope of ``eu`` (en, nl, de, fr)."""
    return Shop(engine)


@pytest.fixture
def gulf_shop(mena: Any, engine: SearchEngine) -> Iterator[Shop]:
    """The same in the scope of ``mena`` (ar, en, fr)."""
    with tenancy.scope(mena):
        yield Shop(engine)
