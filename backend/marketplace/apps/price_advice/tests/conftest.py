from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.price_advice.tests.factories import Stall


@pytest.fixture
def stall(tenant: Any) -> Stall:
    return Stall()
