from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process
from marketplace.apps.webhooks.tests.receiver import Dripping, Receiver

__all__ = ["sandbox", "sandbox_process"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


@pytest.fixture
def dripping() -> Iterator[Dripping]:
    made = Dripping()
    yield made
    made.stop()


@pytest.fixture
def vendor(tenant: Any) -> Any:
    from marketplace.apps.vendors.tests.factories import make_vendor

    return make_vendor()
