from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nothing_ran_yet() -> None:
    from marketplace.foundation.idempotency.tests import doors  # here, since Django is not ready when this file is read

    doors.runs.clear()
    doors.is_waiting.clear()
