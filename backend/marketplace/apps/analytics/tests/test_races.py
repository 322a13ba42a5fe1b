"""Two workers at once: no mark of an hour is lost, no older copy of an order stays, and no erased customer comes back."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from msgspec.structs import replace

from marketplace.apps.analytics import services, statements
from marketplace.apps.analytics.models import CustomerValue, SaleLine, Visitor
from marketplace.apps.analytics.services.sales import copy_lines, mark
from marketplace.apps.analytics.tests.factories import bought, make_visitor
from marketplace.apps.analytics.types import Source
from marketplace.apps.orders.tests.factories import cancel_units, make_listing, make_order, part_of
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

PATIENCE_S = 20.0
BLOCKED_BY_US = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def test_who_takes_an_hour_waits_for_who_marks_it_again(eu):
    """The hour is marked already. What is written with another mark of it is there for who takes the hour."""
    mark(Source.RETURNS, [NOW])

    def take() -> tuple[list[Any], int]:
        with tenancy.scope(eu):
            try:
                with tenancy.atomic():
                    hours = sql.rows(statements.TAKE_HOURS, {"source": Source.RETURNS, "most": 10})
                    return hours, Visitor.objects.count()
            finally:
                connections[eu.slug].close()

    with ThreadPoolExecutor(1) as pool:
        with tenancy.atomic():
            mark(Source.RETURNS, [NOW])
            taking = pool.submit(take)
            wait_until_another_transaction_waits()
            make_visitor()
        hours, visitors = taking.result(PATIENCE_S)

    assert [hour for (hour,) in hours] == [NOW]
    assert visitors == 1


def wait_until_another_transaction_waits() -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not sql.rows(BLOCKED_BY_US, {})[0][0]:
        assert time.monotonic() < deadline, "nobody waits"


def test_the_night_waits_for_an_order_that_is_being_scored(eu):
    """Else it would not see the customer's row, and end at its own."""
    bought("cus_1", 1)

    def score() -> int:
        with tenancy.scope(eu):
            try:
                return services.score_customers(now=NOW)
            finally:
                connections[eu.slug].close()

    with ThreadPoolExecutor(1) as pool:
        with tenancy.atomic():
            services.refresh_customers(["cus_1"])
            scoring = pool.submit(score)
            wait_until_another_transaction_waits()
        assert scoring.result(PATIENCE_S) == 1

    assert CustomerValue.objects.get().orders == 1


def test_of_two_copies_of_an_order_the_newer_stays(drain):
    mug = make_listing()
    order = make_order((mug, 3))
    drain()
    read_before = part_of(order, mug)
    cancel_units(read_before, now=NOW + timedelta(minutes=20))
    drain()

    copy_lines([read_before])

    line = SaleLine.objects.get()
    assert (line.canceled, line.revision) == (1, part_of(order, mug).revision)


def test_no_copy_brings_an_erased_customer_back(drain):
    mug = make_listing()
    order = make_order((mug, 1))
    drain()
    read_before = replace(part_of(order, mug), order_owner="cus_1", revision=9)
    SaleLine.objects.update(customer_id="cus_1")
    services.forget_sales(customer_id="cus_1")

    copy_lines([read_before])

    assert SaleLine.objects.get().customer_id == ""
