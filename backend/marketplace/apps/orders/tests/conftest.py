from collections.abc import Iterator

import pytest

from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider"]


@pytest.fixture
def crasher() -> Iterator[object]:
    from marketplace.apps.orders.tests.crasher import Crasher

    crasher = Crasher()
    yield crasher
    crasher.close()
