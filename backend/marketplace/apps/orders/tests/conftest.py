from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider"]


@pytest.fixture
def crasher() -> Iterator[object]:
    from marketplace.apps.orders.tests.crasher import Crasher

    crasher = Crasher()
    yield crasher
    crasher.close()


@pytest.fixture
def mug() -> Any:
    from marketplace.apps.orders.tests.factories import make_listing  # conftest files are imported before Django is ready

    return make_listing(price_minor=2000, shipping_minor=500, stock=20)


@pytest.fixture
def pan() -> Any:
    from marketplace.apps.orders.tests.factories import make_listing

    return make_listing(price_minor=3000, shipping_minor=700, stock=20)


@pytest.fixture
def delivered(mug: Any, pan: Any, drain: Any) -> Any:
    """Three mugs of 20.00 with 5.00 of shipping, delivered, next to another vendor's pan in the same order."""
    from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of

    order = make_order((mug, 3), (pan, 1))
    part = deliver_all(part_of(order, mug))
    drain()
    return part
