"""What visitors do comes in: with consent alone, once, marked, and gone when they say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.domain.bots import is_program
from marketplace.apps.analytics.domain.search_words import without_personal_data
from marketplace.apps.analytics.models import BehaviourEvent, Visitor
from marketplace.apps.analytics.serializers.behaviour import RecordBehaviour, ReportedEvent
from marketplace.apps.analytics.tests.factories import WORDS, did, make_visitor
from marketplace.apps.analytics.types import Behaviour
from marketplace.foundation import clock
from marketplace.foundation.rest.views import validated
from marketplace.kit.ids import new_id

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
PRODUCT = "prod_01J9ZZZZZZZZZZZZZZZZZZZZZZ"


def event(kind: str = "view", *, at: Any = None, **facts: Any) -> dict[str, Any]:
    facts = facts or {"product_id": PRODUCT}
    return {"id": str(uuid4()), "kind": kind, "at": (at or clock.now()).isoformat(), **facts}


def send(api, visitor_id: str, *events: dict[str, Any], **options: Any):
    headers = {**BROWSER, **options.pop("headers", {})}
    return api.post("store/events", {"visitor_id": visitor_id, "events": list(events)}, headers=headers, **options)


def test_an_agreement_is_recorded_with_its_words(api):
    answer = api.post("store/visitors", {"text": WORDS, "language": "nl"})

    visitor = Visitor.objects.get()
    assert answer.status_code == 201
    assert (answer.json()["id"], visitor.text, visitor.language, visitor.customer_id) == (visitor.id, WORDS, "nl", "")


def test_events_are_stored_once_however_often_they_are_sent(api):
    visitor = make_visitor()
    batch = [event(), event("search", query="Blue  Mug", count=3), event("checkout", step="cart")]

    answers = [send(api, visitor, *batch) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert [answer.json() for answer in answers] == [{"stored": 3, "ignored": 0}, {"stored": 0, "ignored": 3}]
    assert set(BehaviourEvent.objects.values_list("kind", "query")) == {("view", ""), ("search", "blue mug"), ("checkout", "")}


def test_without_an_agreement_nothing_is_stored(api, mena):
    from marketplace.foundation import tenancy

    with tenancy.scope(mena):
        foreign = make_visitor()
    answers = [send(api, visitor, event()) for visitor in (foreign, new_id("vis", at=clock.now()))]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "visitor_not_found")] * 2
    assert not BehaviourEvent.objects.exists()


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_a_browser_that_asks_not_to_be_tracked_is_not_counted(api, header):
    answer = send(api, make_visitor(), event(), headers={header: "1"})

    assert answer.json() == {"stored": 0, "ignored": 1}
    assert not BehaviourEvent.objects.exists()


def test_taking_it_back_deletes_what_was_counted(api):
    visitor, other = make_visitor(), make_visitor()
    send(api, visitor, event(), event())
    send(api, other, event())

    answer = api.delete(f"store/visitors/{visitor}")

    assert answer.status_code == 204
    assert BehaviourEvent.objects.count() == 1
    assert list(Visitor.objects.values_list("id", flat=True)) == [other]
    assert send(api, visitor, event()).status_code == 404
    assert api.delete(f"store/visitors/{visitor}").status_code == 404


def test_a_customer_who_logs_in_is_found_by_the_copy_and_by_the_erasure(api):
    customer, visitor = make_customer().id, make_visitor()
    send(api, visitor, event(), token=customer_token(customer))

    (stored,) = queries.visitors_of(customer)
    assert (stored.id, stored.text, [one.product_id for one in stored.events]) == (visitor, WORDS, [PRODUCT])

    services.forget_visitors(customer_id=customer)

    assert queries.visitors_of(customer) == []
    assert not BehaviourEvent.objects.exists()


def test_another_customer_at_the_same_browser_is_asked_anew(api):
    visitor, (noor, omar) = make_visitor(), [make_customer(email=f"{name}@example.com").id for name in ("noor", "omar")]

    answers = [send(api, visitor, event(), token=customer_token(customer)) for customer in (noor, omar, noor)]

    assert [answer.status_code for answer in answers] == [202, 404, 202]
    assert answers[1].json()["code"] == "visitor_not_found"
    assert Visitor.objects.get().customer_id == noor
    assert BehaviourEvent.objects.count() == 2
    assert queries.visitors_of(omar) == []


def test_what_was_done_before_the_agreement_is_not_stored(api):
    now = clock.now()
    visitor = make_visitor(now=now - timedelta(minutes=1))

    answer = send(api, visitor, event(at=now - timedelta(minutes=2)), event(at=now - timedelta(seconds=59)))

    assert answer.json() == {"stored": 1, "ignored": 1}
    assert BehaviourEvent.objects.get().at == now - timedelta(seconds=59)


def test_what_is_too_old_or_of_tomorrow_is_not_stored(api):
    now = clock.now()
    times = [now - timedelta(hours=49), now + timedelta(minutes=10), now - timedelta(hours=47)]

    answer = send(api, make_visitor(), *(event(at=at) for at in times))

    assert answer.json() == {"stored": 1, "ignored": 2}


def test_as_many_units_as_a_cart_may_hold_and_as_many_products_as_are_found(api):
    answer = send(api, make_visitor(), event("add", product_id=PRODUCT, count=999), event("search", query="mug", count=2_000_000))

    assert answer.json() == {"stored": 2, "ignored": 0}


def test_events_of_programs_are_marked(api):
    visitor = make_visitor()
    send(api, visitor, event(), headers={"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"})
    send(api, visitor, event())

    assert sorted(BehaviourEvent.objects.values_list("is_bot", flat=True)) == [False, True]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (event("view", query="mug"), "events.0.product_id"),
        (event("checkout", query="mug"), "events.0.step"),
        (event("dance"), "events.0.kind"),
        ({**event(), "id": "1"}, "events.0.id"),
        ({**event(), "email": "noor@example.com"}, "events.0.email"),
        (event("click", product_id=PRODUCT, position=0), "events.0.position"),
        (event("add", product_id=PRODUCT, count=1_000), "events.0.count"),
        (event("remove", product_id=PRODUCT, count=1_000), "events.0.count"),
        (event("view", product_id="1; DROP TABLE orders"), "events.0.product_id"),
        (event("view", product_id=""), "events.0.product_id"),
        (event("checkout", step=""), "events.0.step"),
        (event("search", query="m" * 201), "events.0.query"),
        (event("search", query=None), "events.0.query"),
        ({**event(), "at": "2026-13-01T10:00:00Z"}, "events.0.at"),
    ],
)
def test_what_is_not_an_event_is_refused_and_named(api, wrong, field):
    answer = send(api, make_visitor(), wrong)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not BehaviourEvent.objects.exists()


@pytest.mark.parametrize(
    "written",
    [
        event(),
        event("click", product_id=PRODUCT, position=1),
        event("search", query="  Blue   MUG ", count=0),
        event("search", query="\u200bكوب"),
        event("add", product_id=PRODUCT, count=999),
        event("checkout", step="payment"),
        {**event(), "at": "2026-12-01T10:00:00.123456+02:00"},
        {**event(), "at": "2026-12-01T10:00:00Z"},
    ],
)
def test_plain_events_are_read_as_their_fields_would_read_them(written):
    slowly = ReportedEvent(data=written)
    slowly.is_valid(raise_exception=True)

    quickly = validated(RecordBehaviour, {"visitor_id": new_id("vis", at=clock.now()), "events": [written]})["events"]

    assert quickly == [Behaviour(**slowly.validated_data)]


def test_one_event_that_is_not_plain_leaves_the_others_as_they_are(api):
    loose = {**event("add", product_id=PRODUCT), "count": "2"}

    answer = send(api, make_visitor(), event(), loose)

    assert answer.json() == {"stored": 2, "ignored": 0}
    assert set(BehaviourEvent.objects.values_list("kind", "count")) == {("view", None), ("add", 2)}


def test_a_batch_has_a_limit_and_something_in_it(api):
    visitor = make_visitor()

    assert send(api, visitor, *(event() for _ in range(services.MAX_EVENTS + 1))).status_code == 422
    assert send(api, visitor).status_code == 422


def test_a_batch_costs_two_statements_however_many_events_it_has(django_assert_num_queries):
    visitor = make_visitor()

    with django_assert_num_queries(2, using="eu"):
        did(visitor, "view", product_id=PRODUCT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Blue   MUG ", "blue mug"), ("noor@example.com", ""), ("call 020 123 4567", ""), ("iphone 15", "iphone 15"), ("كوب", "كوب")],
)
def test_a_search_text_is_kept_without_what_could_name_a_person(typed, kept):
    assert without_personal_data(typed) == kept


@pytest.mark.parametrize("agent", ["", "curl/8.5", "python-httpx/0.28", "HeadlessChrome/140.0", "Mozilla/5.0 (compatible; bingbot/2.0)"])
def test_programs_are_known_by_what_they_call_themselves(agent):
    assert is_program(agent)
    assert not is_program(BROWSER["User-Agent"])
