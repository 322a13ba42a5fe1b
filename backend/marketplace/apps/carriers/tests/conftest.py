from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process

__all__ = ["crasher", "sandbox", "sandbox_process"]


@pytest.fixture
def sendcloud(settings: Any) -> Iterator[Any]:
    """Sendcloud's stand-in, over HTTP."""
    from payment_doubles.sendcloud import SendcloudDouble
    from payment_doubles.server import Server

    double = SendcloudDouble({})
    server = Server({"sendcloud": double})
    server.start()
    settings.SENDCLOUD_URL = f"{server.url}/sendcloud"
    yield double
    server.close()


@pytest.fixture
def mugs(tenant: Any, sandbox: Any) -> Any:
    """Three mugs that were paid for, in Amsterdam; their vendor has an address and no account at a carrier."""
    from marketplace.apps.carriers.tests.factories import give_address
    from marketplace.apps.orders.tests.factories import make_listing, make_order, part_of

    mug = make_listing()
    give_address(mug.vendor_id)
    return part_of(make_order((mug, 3)), mug)
