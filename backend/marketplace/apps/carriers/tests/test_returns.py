"""The label by which a return comes back, bought by the vendor and downloaded by the customer."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.apps.carriers import services
from marketplace.apps.carriers.models import CarrierLabel
from marketplace.apps.carriers.services import at_carrier
from marketplace.apps.carriers.tests.factories import RETURN_SERVICE, connect, give_address
from marketplace.apps.carriers.types import LabelWish
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of
from marketplace.apps.returns import services as return_services
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.tests.handling import act, ask, guest, taken_back
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock
from marketplace.foundation.documents.tests.builders import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox", "sendcloud")]
WISH = {"service": RETURN_SERVICE, "weight_g": 900}


@pytest.fixture
def part(drain):
    mug = make_listing(stock=10)
    give_address(mug.vendor_id)
    connect(mug.vendor_id)
    delivered = deliver_all(part_of(make_order((mug, 2), now=clock.now()), mug), now=clock.now())
    drain()
    return delivered


@pytest.fixture
def item(api, part):
    return ask(api, part)


def buy(api, item, *, status=201, token=None):
    answer = api.post(f"vendor/returns/{item['id']}/carrier-label", WISH, token=token or vendor_token(item["vendor_id"]))
    assert answer.status_code == status, answer.content
    return answer.json()


def download(api, part, item):
    return api.post(f"store/orders/{part.order_id}/returns/{item['id']}/label-links", headers=guest(part))


def test_the_customer_downloads_what_the_vendor_bought_once(api, part, item, sendcloud):
    options = api.get(f"vendor/returns/{item['id']}/carrier-label-options", token=vendor_token(item["vendor_id"]), weight_g=900)
    first, again = buy(api, item), buy(api, item)

    assert [option["code"] for option in options.json()["items"]] == [RETURN_SERVICE]
    assert first["id"] == again["id"]
    (held,) = sendcloud.accounts["test_shop"].records.values()
    assert (held["from_address"]["city"], held["to_address"]["city"]) == ("Amsterdam", "Utrecht")
    assert (held["from_address"]["address_line_1"], held["from_address"]["house_number"]) == ("Prinsengracht", "263")
    link = download(api, part, item).json()["url"]
    file = Client().get(urlsplit(link).path, headers={"Host": "api.eu.localhost"})
    assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(b"%PDF-")
    shown = api.get(f"vendor/returns/{item['id']}/carrier-label", token=vendor_token(item["vendor_id"])).json()["label"]
    assert (shown["purpose"], shown["tracking_number"]) == ("return", "3SRETURN000001")


def test_a_voided_label_cannot_be_downloaded_and_another_may_be_bought(api, part, item, sendcloud):
    first = buy(api, item)
    voided = act(api, item, "carrier-label/void")

    assert voided["state"] == "voided"
    assert download(api, part, item).status_code == 404
    assert act(api, item, "carrier-label/void", status=404)["code"] == "label_not_found"
    assert buy(api, item)["id"] != first["id"]
    assert download(api, part, item).status_code == 201
    assert [held["status"] for held in sendcloud.accounts["test_shop"].records.values()] == ["cancelled", "ready-to-send"]


def test_voiding_leaves_a_label_that_was_uploaded_after_it(api, part, item):
    buy(api, item)
    files = {"file": SimpleUploadedFile("own.pdf", b"%PDF-1.7 own", content_type="application/pdf")}
    api.post(f"vendor/returns/{item['id']}/label", {}, files=files, token=vendor_token(item["vendor_id"]))
    act(api, item, "carrier-label/void")

    assert download(api, part, item).status_code == 201


def test_another_vendor_and_what_has_arrived_are_refused(api, part, item):
    buy(api, item, status=404, token=vendor_token(make_vendor().id))
    act(api, item, "approve")
    taken_back(api, item, 1, sellable=1)

    assert buy(api, item, status=409)["code"] == "return_state_forbids"


def test_a_lost_answer_is_found_among_the_returns_of_the_day_and_shown_to_the_customer(api, part, item, sendcloud, drain):
    sendcloud.faults.loses_answers_to = "POST .*/announce-synchronously"
    assert buy(api, item, status=503)["code"] == "carrier_unavailable"
    sendcloud.faults.loses_answers_to = ""

    services.finish_labels(now=clock.now() + at_carrier.CLAIMED_FOR + timedelta(seconds=1))
    drain()

    assert CarrierLabel.objects.get().tracking_number == "3SRETURN000001"
    assert len(sendcloud.accounts["test_shop"].records) == 1
    assert download(api, part, item).status_code == 201


@pytest.mark.parametrize("fault", ["hides", "forbids"])
def test_a_return_that_is_made_and_not_shown_is_bought_once(api, part, item, sendcloud, fault):
    setattr(sendcloud.faults, fault, r"GET .*/returns/\d+")
    assert buy(api, item, status=503)["code"] == "carrier_unavailable"
    setattr(sendcloud.faults, fault, "")

    services.finish_labels(now=clock.now() + at_carrier.CLAIMED_FOR + timedelta(seconds=1))
    buy(api, item)

    assert len(sendcloud.accounts["test_shop"].records) == 1


def test_a_label_whose_void_had_no_answer_cannot_be_downloaded_once_it_is_known(api, part, item, sendcloud, drain):
    buy(api, item)
    sendcloud.faults.loses_answers_to = "PATCH .*/cancel"
    assert act(api, item, "carrier-label/void", status=503)["code"] == "carrier_unavailable"
    sendcloud.faults.loses_answers_to = ""

    services.finish_labels(now=clock.now() + at_carrier.CLAIMED_FOR + timedelta(seconds=1))
    drain()

    assert CarrierLabel.objects.get().state == "voided"
    assert download(api, part, item).status_code == 404


def test_several_who_buy_it_at_once_buy_one(part, item, sendcloud):
    wish, now = LabelWish(**WISH), clock.now()
    named = {"return_id": item["id"], "vendor_id": part.vendor_id, "wish": wish, "actor": VENDOR_ACTOR, "now": now}

    at_once(4, lambda _: return_services.buy_label(**named))

    assert len(sendcloud.accounts["test_shop"].records) == 1
    assert Return.objects.get().label_source == CarrierLabel.objects.get().id
