"""Sums are what the sources say, however late and however often something comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import Sum

from marketplace.apps.analytics import services
from marketplace.apps.analytics.models import Aggregate, AggregateProgress, BehaviourEvent, SaleLine, Visitor
from marketplace.apps.analytics.services.aggregates import FEWEST, spans_of
from marketplace.apps.analytics.tests.factories import did, make_visitor
from marketplace.apps.insights import queries as insights_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.factories import CASH, cancel_units, deliver_all, make_listing, make_order, part_of
from marketplace.foundation.rows import insert_all
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(minutes=20)


def sums(grain: str = "day", **parts: str) -> dict[str, int]:
    found = Aggregate.objects.filter(grain=grain, **parts).values_list("measure").annotate(Sum("value"))
    return {measure: int(value) for measure, value in found}


def rows() -> set[tuple]:
    return set(Aggregate.objects.values_list("grain", "starts_at", "measure", "currency", "vendor_id", "subject", "country", "value"))


class TestMoney:
    def test_is_the_ledgers_to_the_cent(self, drain):
        mug, pan = make_listing(price_minor=2_999), make_listing(price_minor=10_001)
        order = make_order((mug, 3), (pan, 1))
        drain()
        cancel_units(part_of(order, mug), now=LATER)
        drain()
        services.refresh(now=LATER)

        for product in (mug, pan):
            (day,) = ledger_queries.daily_sales(product.vendor_id, since=NOW - HOUR, until=LATER)
            found = sums(vendor_id=product.vendor_id)
            assert found["sales"] == day.sales.minor
            assert found.get("refunds", 0) == day.refunds.minor
            assert found["vendor_orders"] == day.order_count
        assert sums()["orders"] == 1
        assert sums()["units"] == 3
        assert sums(vendor_id=mug.vendor_id)["product_sales"] == 2 * 2_999
        assert sums()["payments_succeeded"] == 1
        assert sums()["paid"] == 3 * 2_999 + 10_001 + 2 * 500

    def test_the_books_agree_with_it(self, drain):
        mug = make_listing(price_minor=3_333, stock=50)
        order, cash = make_order((mug, 3)), make_order((mug, 2), payment=CASH)
        drain()
        deliver_all(part_of(cash, mug), now=NOW + timedelta(days=1))
        cancel_units(part_of(order, mug), now=LATER)
        drain()
        services.refresh(now=NOW + timedelta(days=1))

        assert insights_queries.check_books(now=LATER).is_clean

    def test_a_sum_that_is_not_what_was_booked_is_a_difference(self, drain):
        mug = make_listing()
        make_order((mug, 1))
        drain()
        services.refresh(now=LATER)
        Aggregate.objects.filter(grain="day", measure="sales").update(value=1)
        SaleLine.objects.update(amount_minor=7)

        report = insights_queries.check_books(now=LATER)

        (euros,) = report.currencies
        found = {(item.check, item.subject, item.expected, item.found) for item in euros.differences}
        part = SaleLine.objects.get().vendor_order_id
        assert found == {("report_sums", mug.vendor_id, 2_500, 1), ("report_lines", part, 2_000, 7)}

    def test_what_is_booked_later_is_in_the_hour_in_which_it_was_booked(self, drain):
        mug = make_listing()
        order = make_order((mug, 2))
        drain()
        services.refresh(now=NOW)
        cancel_units(part_of(order, mug), now=NOW + timedelta(days=2))
        drain()

        services.refresh(now=NOW + timedelta(days=2))

        refunds = Aggregate.objects.filter(grain="hour", measure="refunds").values_list("starts_at", "value")
        assert list(refunds) == [(NOW + timedelta(days=2), 2_000)]


class TestBehaviour:
    def test_visits_begin_after_half_an_hour_of_nothing(self):
        product = make_listing()
        visitor, other = make_visitor(), make_visitor()
        for minutes in (0, 20, 45, 80):  # 80 is 35 minutes after 45: another visit
            did(visitor, "view", NOW + timedelta(minutes=minutes), product_id=product.id)
        did(other, "view", NOW, product_id=product.id)
        services.refresh(now=NOW + 2 * HOUR)

        assert sums()["visits"] == 3
        assert sums()["views"] == 5
        assert sums(vendor_id=product.vendor_id, subject=product.id) == {"views": 5}
        assert sums("hour")["viewers"] == 3  # two in the first hour, one in the second

    def test_messages_count_for_the_products_vendor(self):
        product, visitor = make_listing(), make_visitor()
        did(visitor, "message", NOW, product_id=product.id)
        did(visitor, "message", NOW, product_id=product.id, is_program=True)
        services.refresh(now=NOW + HOUR)

        assert sums(vendor_id=product.vendor_id, subject=product.id) == {"messages": 1}

    def test_events_that_come_late_or_in_several_sums_come_to_the_same(self):
        product, visitor = make_listing(), make_visitor()
        events = [(0, "view"), (25, "add"), (50, "view"), (70, "view"), (130, "remove")]
        for minutes, kind in events:
            did(visitor, kind, NOW + timedelta(minutes=minutes), product_id=product.id, received=NOW + 3 * HOUR)
        services.refresh(now=NOW + 3 * HOUR)
        at_once = rows()
        Aggregate.objects.all().delete()
        BehaviourEvent.objects.all().delete()
        AggregateProgress.objects.all().delete()
        for place, (minutes, kind) in enumerate(reversed(events)):
            received = NOW + 3 * HOUR + timedelta(minutes=place)
            did(visitor, kind, NOW + timedelta(minutes=minutes), product_id=product.id, received=received)
            services.refresh(now=received)

        assert rows() == at_once
        services.refresh(now=NOW + 5 * HOUR)
        assert rows() == at_once

    def test_searches_and_what_was_clicked(self):
        product, visitors = make_listing(), [make_visitor() for _ in range(FEWEST)]
        for hours, visitor in enumerate(visitors):  # in different hours of a day
            did(visitor, "search", NOW + hours * HOUR, query="mug", count=12)
        did(visitors[0], "click", NOW + timedelta(seconds=9), query="mug", product_id=product.id, position=3)
        did(visitors[0], "search", NOW + timedelta(seconds=30), query="noor@example.com", count=0)
        services.refresh(now=NOW + 3 * HOUR)

        assert sums(subject="mug") == {"searches": 3, "search_clicks": 1, "click_positions": 3}
        assert sums() | {"searches": 3} == sums()

    def test_a_text_of_few_visitors_is_counted_and_not_kept(self):
        visitors = [make_visitor() for _ in range(FEWEST - 1)]
        for place, visitor in enumerate([*visitors, visitors[0], visitors[0]]):
            did(visitor, "search", NOW + timedelta(seconds=place), query="jansen hoofdstraat", count=0)
        services.refresh(now=LATER)

        assert sums(subject="") | {"searches": 4, "empty_searches": 4} == sums(subject="")
        assert not Aggregate.objects.exclude(subject="").exists()

        did(make_visitor(), "search", NOW + HOUR, query="jansen hoofdstraat", count=0)
        services.refresh(now=NOW + HOUR)
        assert sums(subject="jansen hoofdstraat") == {"searches": 5, "empty_searches": 5}

    def test_an_hour_of_a_program_is_left_out_and_no_other(self):
        """However hours are summed: alone or together."""
        product, visitor = make_listing(), make_visitor()
        number = Visitor.objects.get().number
        insert_all([view(number, product.id, NOW + timedelta(seconds=place)) for place in range(601)])
        did(visitor, "view", NOW + HOUR, product_id=product.id)
        services.refresh(now=NOW + HOUR)
        together = rows()
        assert sums()["views"] == 1

        did(visitor, "view", NOW + HOUR + timedelta(minutes=20), product_id=product.id)
        services.refresh(now=NOW + HOUR + timedelta(minutes=20))
        assert sums()["views"] == 2
        assert {row for row in together if row[1] == NOW} == {row for row in rows() if row[1] == NOW}

    def test_what_commits_some_minutes_late_is_found_by_any_later_sum(self):
        """Sums that follow each other at once leave nothing behind."""
        product, visitor = make_listing(), make_visitor()
        for minutes in (5, 6, 7):
            services.refresh(now=NOW + timedelta(minutes=minutes))
        did(visitor, "view", NOW, product_id=product.id, received=NOW + timedelta(minutes=1))

        services.refresh(now=NOW + timedelta(minutes=8))

        assert sums()["views"] == 1

    def test_programs_and_products_that_nobody_sells_are_counted_nowhere(self):
        product = make_listing()
        did(make_visitor(), "view", product_id=product.id, is_program=True)
        did(make_visitor(), "view", product_id="prod_01J9ZZZZZZZZZZZZZZZZZZZZZZ")
        services.refresh(now=LATER)

        assert sums() == {"visits": 1, "viewers": 1}

    def test_the_steps_of_the_checkout(self):
        visitor = make_visitor()
        for seconds, step in enumerate(("cart", "details", "details", "payment")):
            did(visitor, "checkout", NOW + timedelta(seconds=seconds), step=step)
        services.refresh(now=LATER)

        assert sums() == {"visits": 1, "reached_cart": 1, "reached_details": 1, "reached_payment": 1}


def view(visitor: int, product_id: str, at: datetime) -> BehaviourEvent:
    return BehaviourEvent(at=at, id=uuid4(), received_at=at, visitor=visitor, kind="view", product_id=product_id, is_bot=False)


def test_a_day_is_the_regions(drain):
    """Shortly after midnight in Amsterdam it is the day before in UTC."""
    midnight = datetime(2026, 11, 9, 23, 30, tzinfo=UTC)
    make_order((make_listing(), 1), now=midnight)
    drain()
    services.refresh(now=midnight)

    days = Aggregate.objects.filter(grain="day", measure="orders").values_list("starts_at", flat=True)
    assert [day.isoformat() for day in days] == ["2026-11-09T23:00:00+00:00"]


def test_hours_that_follow_each_other_are_read_together():
    hours = [NOW + HOUR * number for number in (0, 1, 2, 5, 6, 30)]

    spans = [((begins - NOW) / HOUR, (ends - NOW) / HOUR) for begins, ends in spans_of(hours, longest=2 * HOUR)]

    assert spans == [(0, 2), (2, 3), (5, 7), (30, 31)]
