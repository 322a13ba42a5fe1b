from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from marketplace.apps.assistant.tests import double as doubles


@pytest.fixture
def shop(tenant: Any, drain: Callable[..., None]) -> dict[str, Any]:
    """Two kettles and a teapot of a vendor who delivers, with the demo's pages; findable by meaning."""
    from marketplace.apps.assistant.tests.factories import make_shop

    return make_shop(drain)


@pytest.fixture
def visitor(api: Any, shop: Any) -> Any:
    from marketplace.apps.assistant.tests.talking import Visitor

    return Visitor(api)


@pytest.fixture
def at_once() -> Iterator[None]:
    """What waits for a worker is done in place."""
    from celery import current_app

    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.fixture
def model(settings: Any) -> Iterator[doubles.Double]:
    """The region ``eu`` has a key, and a service that says what the test wants."""
    with doubles.running() as double:
        settings.ASSISTANT_API_KEYS = {"eu": "sk-test"}
        settings.ASSISTANT_URL, settings.ASSISTANT_MODEL = double.url, "scripted"
        yield double
