from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider"]


@pytest.fixture
def mug() -> Any:
    """With its delivery one costs 25.00."""
    from marketplace.apps.orders.tests.factories import make_listing  # models are there only once Django is set up

    return make_listing(stock=500, price_minor=2000)
