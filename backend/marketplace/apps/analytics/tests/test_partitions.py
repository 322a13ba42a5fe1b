"""Days are tables of their own: made ahead, dropped when their time is over, and what had none moves in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connections

from marketplace.apps.analytics import services
from marketplace.apps.analytics.models import BehaviourEvent, Visitor
from marketplace.apps.analytics.services.partitions import KEPT_DAYS
from marketplace.apps.analytics.tests.factories import did, make_visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

FAR = datetime(2031, 5, 7, 23, 30, tzinfo=UTC)  # no partition is there yet


def table_of(at: datetime) -> str:
    with connections["eu"].cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM analytics_events WHERE at = %s", [at])
        return cursor.fetchone()[0]


def test_what_has_no_table_yet_is_kept_and_moves_into_its_day():
    did(make_visitor(now=FAR), "view", FAR, product_id="prod_1")
    assert table_of(FAR) == "analytics_events_default"

    for _ in range(2):
        services.keep_partitions(now=FAR)

    assert table_of(FAR) == "analytics_events_20310507"
    did(make_visitor(now=FAR), "view", FAR + timedelta(days=6), product_id="prod_1")
    assert table_of(FAR + timedelta(days=6)) == "analytics_events_20310513"


def test_a_day_that_is_over_its_time_is_dropped():
    visitor = make_visitor(now=FAR)
    did(visitor, "view", FAR, product_id="prod_1")
    services.keep_partitions(now=FAR)

    services.keep_partitions(now=FAR + timedelta(days=KEPT_DAYS))
    assert BehaviourEvent.objects.count() == 1

    services.keep_partitions(now=FAR + timedelta(days=KEPT_DAYS + 1))
    assert not BehaviourEvent.objects.exists()


def test_a_visitor_of_whom_nothing_is_left_goes_with_the_days():
    idle, seen, fresh = make_visitor(now=FAR), make_visitor(now=FAR), make_visitor(now=FAR + timedelta(days=5))
    did(idle, "view", FAR, product_id="prod_1")
    did(seen, "view", FAR + timedelta(days=2), product_id="prod_1")
    services.keep_partitions(now=FAR)

    services.keep_partitions(now=FAR + timedelta(days=KEPT_DAYS + 1))

    assert set(Visitor.objects.values_list("id", flat=True)) == {seen, fresh}


def test_the_programs_role_makes_no_tables_by_itself():
    with connections["eu"].cursor() as cursor, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        cursor.execute("DROP TABLE analytics_events")
