from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]


@pytest.fixture
def europe(eu: Any, sandbox: Any) -> Any:
    """A region with two vendors, a customer and a guest who have bought from both, and staff."""
    from contract.tests.world import make_region

    return make_region(eu, sellers=2)


@pytest.fixture
def gulf(mena: Any, sandbox: Any) -> Any:
    """Another region, with one vendor."""
    from contract.tests.world import make_region

    return make_region(mena)
