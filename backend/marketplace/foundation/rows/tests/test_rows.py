"""Whole rows without the ORM's composing: what the ORM reads of them, and what it would have written, is the same."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import DataError, IntegrityError, connections
from django.test.utils import CaptureQueriesContext

from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import FeedPosition, OutboxEvent
from marketplace.foundation.events.types import Event, Recorded
from marketplace.foundation.search.models import SearchTerm
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


class FeedMoved(Event, frozen=True, kw_only=True):
    wire_name: ClassVar[str] = "tests.feed_moved.v1"
    feed: str


def moved(feed: str) -> Recorded:
    return outbox.record(FeedMoved(feed=feed), now=NOW)


def an_event(event_id: str, number: int = 5) -> OutboxEvent:
    return OutboxEvent(
        event_id=event_id, subscriber="", wire_name="tests.rows.v1", payload={"number": number, "none": None}, recorded_at=NOW
    )


def a_term(number: int) -> SearchTerm:
    return SearchTerm(space="shop", hash=number)


def find(feed: str) -> FeedPosition | None:
    return rows.first(FeedPosition, "feed = %(feed)s", {"feed": feed})


def tokens() -> dict[str, str]:
    return dict(FeedPosition.objects.values_list("feed", "token"))


@pytest.fixture
def cups() -> FeedPosition:
    cups = FeedPosition(feed="cups", token="7")
    rows.insert(cups)
    return cups


class TestReading:
    def test_a_row_is_stored_and_found(self, cups):
        found = find("cups")

        assert found == FeedPosition.objects.get()
        assert found is not None
        assert found.token == "7"

    def test_what_is_not_there_is_none(self):
        assert find("cups") is None
        assert rows.every(FeedPosition, "token = %(token)s", {"token": "7"}) == []

    def test_a_row_is_read_as_the_orm_reads_it(self):
        rows.insert_all([an_event("evt_1"), an_event("evt_2")], key="event_id")
        names = [field.attname for field in OutboxEvent._meta.concrete_fields]

        found = rows.every(OutboxEvent, "wire_name = %(name)s ORDER BY id DESC", {"name": "tests.rows.v1"})

        by_the_orm = OutboxEvent.objects.order_by("-id")
        assert [[getattr(row, name) for name in names] for row in found] == [[getattr(row, name) for name in names] for row in by_the_orm]


class TestInserting:
    def test_a_conflict_raises_unless_it_was_expected(self, cups):
        assert not rows.insert(FeedPosition(feed="cups", token="8"), unless_there=True)
        assert tokens() == {"cups": "7"}
        with pytest.raises(IntegrityError), tenancy.atomic():
            rows.insert(FeedPosition(feed="cups", token="8"))

    def test_the_key_that_the_database_gives_is_in_the_row(self):
        event = an_event("evt_1")

        rows.insert(event)

        assert event.pk == OutboxEvent.objects.get().pk
        assert not event._state.adding

    def test_its_event_is_part_of_the_statement(self):
        with CaptureQueriesContext(connections["eu"]) as captured:
            rows.insert(FeedPosition(feed="cups", token="7"), events=[moved("cups")])

        assert len(captured) == 1
        assert OutboxEvent.objects.get().payload == {"feed": "cups"}

    def test_what_was_there_already_publishes_nothing(self, cups):
        rows.insert(FeedPosition(feed="cups", token="8"), unless_there=True, events=[moved("cups")])

        assert not OutboxEvent.objects.exists()

    def test_many_are_stored_at_once_and_get_their_ids(self):
        first, second = rows.insert_all([an_event("evt_1"), an_event("evt_2")], key="event_id")

        (third,) = rows.insert_all([an_event("evt_2", 7), an_event("evt_3")], key="event_id", unless_there=True)

        assert (first.event_id, second.event_id, third.event_id) == ("evt_1", "evt_2", "evt_3")
        assert [event.pk for event in OutboxEvent.objects.order_by("event_id")] == [first.pk, second.pk, third.pk]
        assert {event.payload["number"] for event in OutboxEvent.objects.all()} == {5}
        assert rows.insert_all([], key="event_id") == []

    def test_many_without_a_distinct_field_are_stored_without_their_keys(self):
        stored = rows.insert_all([an_event("evt_1"), an_event("evt_2")])

        assert [event.pk for event in stored] == [None, None]
        assert OutboxEvent.objects.count() == 2

    def test_many_of_which_one_conflicts_are_stored_not_at_all(self, cups):
        with pytest.raises(IntegrityError), tenancy.atomic():
            rows.insert_all([FeedPosition(feed="mugs"), FeedPosition(feed="cups")])

        assert tokens() == {"cups": "7"}

    def test_what_is_too_long_is_refused_and_not_cut_off(self):
        with pytest.raises(DataError), tenancy.atomic():
            rows.insert_all([FeedPosition(feed="f" * 500)])


class TestCompositeKeys:
    def test_rows_are_stored_unless_they_are_there(self):
        first = a_term(1)

        assert rows.insert(first)
        assert not rows.insert(a_term(1), unless_there=True)
        (second,) = rows.insert_all([a_term(1), a_term(2)], unless_there=True)

        assert (first.pk, second.pk) == (("shop", 1), ("shop", 2))
        assert set(SearchTerm.objects.all()) == {first, second}

    def test_a_conflict_is_an_error(self):
        with pytest.raises(IntegrityError), tenancy.atomic():
            rows.insert_all([a_term(1), a_term(1)])

    def test_rows_are_changed_by_a_condition_only(self):
        for change in (lambda: rows.change(a_term(1), "label"), lambda: rows.change_all([a_term(1)], "label")):
            with pytest.raises(TypeError, match="composite key"):
                change()


class TestChanging:
    def test_only_the_named_fields_are_written(self, cups):
        cups.token, cups.read_from = "8", NOW

        rows.change(cups, "token")

        assert FeedPosition.objects.get().read_from is None
        assert tokens() == {"cups": "8"}

    def test_a_row_that_is_not_as_expected_is_stale(self, cups):
        cups.token = "8"

        with pytest.raises(rows.StaleRow):
            rows.change(cups, "token", expected={"token": "6"}, events=[moved("cups")])

        assert tokens() == {"cups": "7"}
        assert not OutboxEvent.objects.exists()

    def test_a_row_that_is_as_expected_is_written_with_its_event_and_a_new_row(self, cups):
        cups.token = "8"

        with CaptureQueriesContext(connections["eu"]) as captured:
            rows.change(cups, "token", expected={"token": "7"}, also=an_event("evt_1"), events=[moved("cups")])

        assert len(captured) == 1
        assert tokens() == {"cups": "8"}
        assert [event.payload for event in OutboxEvent.objects.order_by("wire_name")] == [{"feed": "cups"}, {"number": 5, "none": None}]

    def test_the_new_row_is_not_stored_with_a_stale_one(self, cups):
        with pytest.raises(rows.StaleRow):
            rows.change(cups, "token", expected={"token": "6"}, also=an_event("evt_1"))

        assert not OutboxEvent.objects.exists()

    def test_nothing_is_a_value_that_can_be_expected(self, cups):
        cups.read_from = NOW

        rows.change(cups, "read_from", expected={"read_from": None})

        assert FeedPosition.objects.get().read_from == NOW
        with pytest.raises(rows.StaleRow):
            rows.change(cups, "read_from", expected={"read_from": None})

    def test_a_row_that_is_gone_is_stale(self, cups):
        FeedPosition.objects.all().delete()

        with pytest.raises(rows.StaleRow):
            rows.change(cups, "token")

    def test_many_are_changed_at_once_each_to_its_own(self, cups):
        mugs = FeedPosition(feed="mugs", token="1")
        rows.insert(mugs)
        cups.token, mugs.token, mugs.read_from = "8", "2", NOW

        rows.change_all([cups, mugs], "token", "read_from")

        assert tokens() == {"cups": "8", "mugs": "2"}
        assert FeedPosition.objects.get(feed="mugs").read_from == NOW
        rows.change_all([], "token")

    def test_many_of_which_one_is_gone_are_stale(self, cups):
        with pytest.raises(rows.StaleRow), tenancy.atomic():
            rows.change_all([cups, FeedPosition(feed="mugs")], "token")

    def test_all_that_meet_a_condition_get_the_same(self, cups):
        rows.insert_all([FeedPosition(feed="mugs"), FeedPosition(feed="jugs")])
        later = NOW + timedelta(hours=1)

        assert rows.change_where(FeedPosition, "token = %(token)s", {"token": ""}, token="1", read_from=later) == 2

        assert tokens() == {"cups": "7", "mugs": "1", "jugs": "1"}
        assert FeedPosition.objects.filter(read_from=later).count() == 2

    def test_a_column_is_raised_by_what_is_given(self):
        rows.insert_all([an_event("evt_1"), an_event("evt_2")], key="event_id")

        for _ in range(2):
            rows.change_where(OutboxEvent, "event_id = %(id)s", {"id": "evt_1"}, attempts=rows.Plus(2), last_error="why")

        assert list(OutboxEvent.objects.order_by("id").values_list("attempts", "last_error")) == [(4, "why"), (0, "")]

    def test_all_that_meet_a_condition_are_deleted(self, cups):
        rows.insert(FeedPosition(feed="mugs"))

        assert rows.delete_where(FeedPosition, "token = %(token)s", {"token": "7"}) == 1

        assert tokens() == {"mugs": ""}
