from __future__ import annotations

import pytest

from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider"]


@pytest.fixture
def mug():
    from marketplace.apps.orders.tests.factories import make_listing

    return make_listing(price_minor=2000, shipping_minor=500, stock=10)


@pytest.fixture
def delivered(mug, drain):
    """Three mugs of 20.00 with 5.00 of shipping, delivered by now."""
    from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of
    from marketplace.foundation import clock

    part = deliver_all(part_of(make_order((mug, 3), now=clock.now()), mug), now=clock.now())
    drain()
    return part
