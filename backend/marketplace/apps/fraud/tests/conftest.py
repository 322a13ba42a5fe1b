from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments.tests.offering import using
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process", "using"]


@pytest.fixture
def mug() -> Any:
    from marketplace.apps.orders.tests.factories import make_listing  # models are there only once Django is set up

    return make_listing(stock=3, price_minor=2000)
