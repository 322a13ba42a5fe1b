"""A label is bought once: when answers are lost, processes are killed at the carrier, and several people want it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.carriers import services
from marketplace.apps.carriers.errors import CarrierUnavailable, LabelNotPossible, LabelRefused, LabelsCoverUnits, LabelUnderWay
from marketplace.apps.carriers.models import CarrierLabel
from marketplace.apps.carriers.providers.base import Bought
from marketplace.apps.carriers.services import at_carrier
from marketplace.apps.carriers.tests.factories import buy, connect, give_address
from marketplace.apps.carriers.types import LabelView
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import make_listing, make_order, part_of
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import Conflict
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox", "sendcloud")]
SOON, LATER = NOW + timedelta(seconds=30), NOW + at_carrier.CLAIMED_FOR
CALLS_AT_MOST = 8


@pytest.fixture
def connected(mugs):
    connect(mugs.vendor_id)
    return mugs


def held(sendcloud):
    return list(sendcloud.accounts["test_shop"].objects.values())


def state_of(label_id=None):
    rows = CarrierLabel.objects.all() if label_id is None else CarrierLabel.objects.filter(pk=label_id)
    return rows.get().state


class TestLostAnswers:
    def test_a_lost_answer_is_asked_for_and_not_bought_again(self, connected, sendcloud):
        sendcloud.faults.loses_answers_to = "POST .*/announce"
        with pytest.raises(CarrierUnavailable):
            buy(connected)
        sendcloud.faults.loses_answers_to = ""

        with pytest.raises(LabelUnderWay):  # the lost request may still be on its way
            buy(connected, now=SOON)
        found = buy(connected, now=LATER)

        assert (found.state, found.tracking_number) == ("bought", "3SDOUBLE000001")
        assert sendcloud.calls.count("POST /api/v3/shipments/announce") == 1
        assert len(held(sendcloud)) == 1

    def test_the_task_finds_it_when_nobody_asks_again(self, connected, sendcloud):
        sendcloud.faults.loses_answers_to = "POST .*/announce"
        with pytest.raises(CarrierUnavailable):
            buy(connected)
        sendcloud.faults.loses_answers_to = ""

        early, late = services.finish_labels(now=SOON), services.finish_labels(now=LATER)

        assert (early, late, state_of()) == (0, 1, "bought")

    def test_what_never_arrived_was_not_bought_and_its_units_are_free(self, connected, sendcloud):
        sendcloud.faults.is_down = True
        with pytest.raises(CarrierUnavailable):
            buy(connected, 3)
        assert services.finish_labels(now=LATER) == 0  # still down: it is not known
        sendcloud.faults.is_down = False

        services.finish_labels(now=LATER + timedelta(minutes=3))

        assert state_of() == "failed"
        with pytest.raises(LabelRefused):
            buy(connected, 3, now=LATER + timedelta(minutes=5))
        assert buy(connected, 3, key="another", now=LATER + timedelta(minutes=5)).state == "bought"

    def test_a_lost_void_is_asked_for_again(self, connected, sendcloud):
        label = buy(connected)
        named = {"vendor_id": connected.vendor_id, "vendor_order_id": connected.id, "label_id": label.id}
        sendcloud.faults.loses_answers_to = "POST .*/cancel"
        with pytest.raises(CarrierUnavailable):
            services.void_label(now=NOW, **named)
        sendcloud.faults.loses_answers_to = ""

        with pytest.raises(LabelUnderWay):
            services.void_label(now=SOON, **named)
        assert services.finish_labels(now=LATER) == 1

        assert state_of() == "voided"
        assert services.void_label(now=LATER, **named).state == "voided"

    def test_a_file_that_cannot_be_had_at_once_is_fetched_by_the_first_who_prints_it(self, connected, sendcloud):
        sendcloud.faults.loses_answers_to = "GET .*/documents/label"
        label = buy(connected)
        sendcloud.faults.loses_answers_to = ""
        assert CarrierLabel.objects.get().path == ""

        services.link_to_label(vendor_id=connected.vendor_id, vendor_order_id=connected.id, label_id=label.id, now=NOW)

        assert CarrierLabel.objects.get().path

    def test_a_carrier_that_refuses_the_question_keeps_no_other_label_waiting(self, connected, sendcloud):
        sendcloud.faults.loses_answers_to = "POST .*"
        with pytest.raises(CarrierUnavailable):
            buy(connected)
        label = CarrierLabel.objects.get().id
        with pytest.raises(CarrierUnavailable):
            buy(connected, key="two")
        sendcloud.faults.loses_answers_to = ""
        CarrierLabel.objects.exclude(pk=label).update(state="voiding", bought_at=NOW, reference="shp_2")
        sendcloud.faults.hides = "GET .*/shipments"

        settled = services.finish_labels(now=LATER)

        assert (settled, state_of(label)) == (1, "buying")

    def test_what_comes_after_it_was_ended_is_there_all_the_same(self, connected, sendcloud):
        label = buy(connected)
        bought = CarrierLabel.objects.get()
        answer = Bought(reference=bought.reference, parcel=bought.parcel, carrier="", tracking_number="3SLATE", tracking_url="")
        CarrierLabel.objects.update(state="failed", problem=at_carrier.NOT_BOUGHT, bought_at=None)

        late = at_carrier._record(bought, answer, actor=SYSTEM, now=LATER)

        assert (late.state, late.tracking_number) == ("bought", "3SLATE")
        with pytest.raises(LabelsCoverUnits):
            buy(connected, 3, key="another", now=LATER)
        assert label.id == late.id


class TestUnknown:
    """The keys went bad before anybody learnt whether the label was bought."""

    @pytest.fixture
    def unknown(self, connected, sendcloud):
        sendcloud.faults.loses_answers_to = "POST .*/announce"
        with pytest.raises(CarrierUnavailable):
            buy(connected, 3)
        sendcloud.faults.loses_answers_to = ""
        with pytest.raises(LabelUnderWay):
            connect(connected.vendor_id, public_key="test_other")
        sendcloud.accounts["test_shop"].webhook_secret = "another one"
        services.finish_labels(now=LATER)
        return CarrierLabel.objects.get()

    def named(self, connected, label):
        return {"vendor_id": connected.vendor_id, "vendor_order_id": connected.id, "label_id": label.id, "now": LATER}

    def test_its_units_have_no_second_label(self, connected, unknown, sendcloud):
        sendcloud.accounts["test_shop"].webhook_secret = "s3cret"

        assert (unknown.state, unknown.problem) == ("unknown", at_carrier.KEYS_REFUSED)
        with pytest.raises(LabelsCoverUnits):
            buy(connected, key="another", now=LATER)
        with pytest.raises(LabelNotPossible):
            buy(connected, 3, now=LATER)
        assert len(held(sendcloud)) == 1

    def test_new_keys_of_the_account_find_it(self, connected, unknown, sendcloud):
        connect(connected.vendor_id, secret_key="another one")
        services.finish_labels(now=LATER)

        assert (state_of(), len(held(sendcloud))) == ("bought", 1)

    def test_another_account_that_does_not_know_it_says_nothing_of_it(self, connected, unknown):
        connect(connected.vendor_id, public_key="test_other")
        services.finish_labels(now=LATER)

        label = CarrierLabel.objects.get()
        assert (label.state, label.problem) == ("unknown", at_carrier.OTHER_ACCOUNT)
        with pytest.raises(LabelsCoverUnits):
            buy(connected, key="another", now=LATER)

    def test_a_person_who_has_looked_there_frees_its_units(self, connected, unknown):
        connect(connected.vendor_id, public_key="test_other")
        services.finish_labels(now=LATER)

        services.void_label(**self.named(connected, unknown))

        assert state_of() == "failed"
        assert buy(connected, 3, key="another", now=LATER).state == "bought"


def killed_at_each_call(crasher, make_job) -> Iterator[str]:
    """A fresh job killed before and after call 1, 2, 3 ... of the carrier until one has no more calls."""
    for number in range(1, CALLS_AT_MOST):
        for after_answer in (False, True):
            answer = crasher.run(msgspec.structs.replace(make_job(), kill_at_call=number, kill_after_answer=after_answer))
            yield f"{'after' if after_answer else 'before'} call {number}: {answer}"
            if answer == "done":
                assert number > 1, "the job called nobody"
                return
            assert answer == "killed"
    raise AssertionError("still not through")


class TestKills:
    @pytest.fixture
    def fresh(self):
        def make():
            mug = make_listing()
            give_address(mug.vendor_id)
            connect(mug.vendor_id)
            return part_of(make_order((mug, 1)), mug)

        return make

    def test_a_purchase_that_is_killed_is_one_label_or_none(self, crasher, fresh, sendcloud):
        made = []

        def job():
            made.append(fresh())
            part = made[-1]
            wish = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "line_id": part.lines[0].line_id}
            return Job("label", 0, NOW, request={"service": "buy", **wish})

        for place in killed_at_each_call(crasher, job):
            part = made[-1]
            services.finish_labels(now=LATER)
            label = CarrierLabel.objects.get(vendor_order_id=part.id)
            if label.state == "failed":  # killed before the request: nothing was bought, so another one may be
                buy(part, key="again", now=LATER)
            mine = [each for each in held(sendcloud) if each["order_number"] == part.number]
            assert len(mine) == 1, place
            assert CarrierLabel.objects.filter(vendor_order_id=part.id, state="bought").count() == 1, place

    def test_a_void_that_is_killed_is_voided(self, crasher, fresh, sendcloud):
        made = []

        def job():
            part = fresh()
            made.append(buy(part))
            named = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "label_id": made[-1].id}
            return Job("label", 0, NOW, request={"service": "void_label", **named})

        for number in (False, True):
            answer = crasher.run(msgspec.structs.replace(job(), kill_at_call=1, kill_after_answer=number))
            assert answer == "killed"
            services.finish_labels(now=LATER)
            assert state_of(made[-1].id) == "voided"
        assert {each["parcels"][0]["status"]["code"] for each in held(sendcloud)} == {"CANCELLED"}

    def test_a_shipment_by_a_label_killed_at_any_statement_is_one_parcel(self, crasher, fresh):
        part = fresh()
        label = buy(part)
        named = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "label_id": label.id}

        for number in range(1, 200):
            answer = crasher.run(Job("label", number, NOW, request={"service": "ship_label", **named}))
            assert len(order_queries.get_vendor_order(part.vendor_id, part.id).shipments) <= 1, number
            if answer == "done":
                break
            assert answer == "killed", number
        services.ship_label(now=LATER, **named)

        assert state_of(label.id) == "used"
        assert len(order_queries.get_vendor_order(part.vendor_id, part.id).shipments) == 1


class TestAtOnce:
    def test_many_who_want_a_label_for_the_same_units_get_one(self, connected, sendcloud):
        answers = at_once(6, lambda number: buy(connected, 3, key=f"person {number}"))

        bought = [answer for answer in answers if isinstance(answer, LabelView)]
        assert len(bought) == 1
        assert {type(answer) for answer in answers if not isinstance(answer, LabelView)} == {LabelsCoverUnits}
        assert len(held(sendcloud)) == 1

    def test_one_request_sent_many_times_is_one_label(self, connected, sendcloud):
        answers = at_once(6, lambda _: buy(connected))

        assert {answer.id for answer in answers if isinstance(answer, LabelView)} == {CarrierLabel.objects.get().id}
        assert all(isinstance(answer, LabelView | LabelUnderWay) for answer in answers), answers
        assert len(held(sendcloud)) == 1

    def test_a_label_is_used_or_voided_and_never_both(self, connected, sendcloud):
        label = buy(connected)
        named = {"vendor_id": connected.vendor_id, "vendor_order_id": connected.id, "label_id": label.id, "now": NOW}
        acts = [services.ship_label, services.void_label] * 3

        answers = at_once(6, lambda number: acts[number](**named))

        assert all(isinstance(answer, LabelView | Conflict) for answer in answers), answers
        parcels = order_queries.get_vendor_order(connected.vendor_id, connected.id).shipments
        assert (state_of(), len(parcels)) in (("used", 1), ("voided", 0))
        assert held(sendcloud)[0]["parcels"][0]["status"]["code"] == ("READY_TO_SEND" if parcels else "CANCELLED")
