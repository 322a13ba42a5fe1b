"""Helpers of tests that kill a process at each statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from marketplace.apps.checkout.services.recovery import recover_checkouts
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.crasher import Crasher
from marketplace.testing import NOW

LATER = NOW + timedelta(minutes=2)
STATEMENTS_AT_MOST = 400  # a guard against a test that never ends


def kill_at_each_statement(crasher: Crasher, make_job, *, at_least: int = 10) -> Iterator[int]:
    """Run a fresh job killed at statement 1, 2, 3 ... until one is short enough (yet not shorter than ``at_least``) to get through."""
    for number in range(1, STATEMENTS_AT_MOST):
        answer = crasher.run(msgspec.structs.replace(make_job(), kill_at=number))
        yield number
        if answer == "done":
            assert number > at_least, "the job did hardly anything"
            return
        assert answer == "killed"
    raise AssertionError("still not through")


def recover(drain) -> None:
    """What beat, worker and relay do after a restart."""
    recover_checkouts(now=LATER)
    drain(LATER + timedelta(minutes=2))  # claims of a relay that died have run out by then


def assert_nothing_left(*products) -> None:
    """No money with anybody, and all of the stock."""
    assert not any(item.balance for item in ledger_queries.list_balances())
    for product in products:
        variant_id = product.variants[0].id
        assert inventory_queries.find_variants([variant_id])[variant_id].available == 500
