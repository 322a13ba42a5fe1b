from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def stall(tenant: Any) -> Any:
    from marketplace.apps.price_advice.tests.factories import Stall  # its models can be imported once the apps are loaded

    return Stall()
