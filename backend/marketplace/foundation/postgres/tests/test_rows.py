"""Whole rows without the ORM's composing: what the ORM reads of them, and what it wrote, is the same."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from marketplace.foundation import tenancy
from marketplace.foundation.events.models import FeedPosition, OutboxEvent
from marketplace.foundation.postgres import rows, sql
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def an_event(event_id: str, number: int = 5) -> OutboxEvent:
    return OutboxEvent(
        event_id=event_id, wire_name="tests.rows.v1", is_bulk=False, payload={"number": number, "none": None}, recorded_at=NOW
    )


def find(feed: str) -> FeedPosition | None:
    return rows.first(FeedPosition, "feed = %(feed)s", {"feed": feed})


def test_a_row_is_stored_and_found():
    assert sql.row(*rows.inserting(FeedPosition(feed="cups", token="7"))) == ("cups",)

    found = find("cups")
    assert found == FeedPosition.objects.get()
    assert found is not None
    assert found.token == "7"


def test_a_conflict_raises_unless_it_was_expected():
    sql.row(*rows.inserting(FeedPosition(feed="cups", token="7")))

    assert sql.row(*rows.inserting(FeedPosition(feed="cups", token="8"), unless_there=True)) is None
    assert FeedPosition.objects.get().token == "7"
    with pytest.raises(IntegrityError), tenancy.atomic():
        sql.row(*rows.inserting(FeedPosition(feed="cups", token="8")))


def test_what_is_not_there_is_none():
    assert find("cups") is None
    assert rows.every(FeedPosition, "token = %(token)s", {"token": "7"}) == []


def test_many_are_stored_at_once_and_get_their_ids():
    first, second = rows.insert_all([an_event("evt_1"), an_event("evt_2")], key="event_id")

    (third,) = rows.insert_all([an_event("evt_2", 7), an_event("evt_3")], key="event_id")

    assert (first.event_id, second.event_id, third.event_id) == ("evt_1", "evt_2", "evt_3")
    assert [event.pk for event in OutboxEvent.objects.order_by("event_id")] == [first.pk, second.pk, third.pk]
    assert {event.payload["number"] for event in OutboxEvent.objects.all()} == {5}
    assert rows.insert_all([], key="event_id") == []


def test_a_row_is_read_as_the_orm_reads_it():
    rows.insert_all([an_event("evt_1"), an_event("evt_2")], key="event_id")
    names = [field.attname for field in OutboxEvent._meta.concrete_fields]

    found = rows.every(OutboxEvent, "wire_name = %(name)s ORDER BY id DESC", {"name": "tests.rows.v1"})

    by_the_orm = OutboxEvent.objects.order_by("-id")
    assert [[getattr(row, name) for name in names] for row in found] == [[getattr(row, name) for name in names] for row in by_the_orm]


def test_only_the_named_fields_of_a_row_that_is_as_expected_are_changed():
    sql.row(*rows.inserting(FeedPosition(feed="cups", token="7")))
    later = FeedPosition(feed="cups", token="8")

    assert sql.row(*rows.changing(later, "token", expected={"token": "6"})) is None
    assert sql.row(*rows.changing(later, "token", expected={"token": "7"})) == ("cups",)

    assert FeedPosition.objects.get().token == "8"
