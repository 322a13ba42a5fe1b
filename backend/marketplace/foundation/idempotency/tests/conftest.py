from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nothing_ran_yet() -> None:
    from marketplace.foundation.idempotency.tests import endpoints  # here, since Django is not ready when this file is read

    endpoints.runs.clear()
    endpoints.is_waiting.clear()
