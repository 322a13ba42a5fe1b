"""A vendor buys labels with its own account, ships by them, gives them back; over HTTP, at Sendcloud's stand-in."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec
import pytest
from django.test import Client

from marketplace.apps.carriers import queries, services
from marketplace.apps.carriers.errors import LabelNotPossible, LabelRefused
from marketplace.apps.carriers.models import CarrierAccount, CarrierLabel
from marketplace.apps.carriers.tests.factories import SERVICE, buy, connect, give_address
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import AMSTERDAM, CASH, cancel_units, make_listing, make_order, part_of, send_parcel
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.encryption import CannotDecrypt
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox", "sendcloud")]
KEYS = {"carrier": "sendcloud", "public_key": "test_shop", "secret_key": "s3cret"}


def body(part, quantity=1, **more):
    return {"lines": [{"line_id": part.lines[0].line_id, "quantity": quantity}], "service": SERVICE, "weight_g": 1250, **more}


class Vendor:
    """What the vendor of an order asks for it."""

    def __init__(self, api, part):
        self._api, self._part, self._token = api, part, vendor_token(part.vendor_id)

    def get(self, path, **query):
        return self._api.get(f"vendor/orders/{self._part.id}/{path}", token=self._token, **query)

    def post(self, path, body=None, **options):
        return self._api.post(f"vendor/orders/{self._part.id}/{path}", body, token=self._token, **options)


@pytest.fixture
def vendor(api, mugs):
    connect(mugs.vendor_id)
    return Vendor(api, mugs)


@pytest.fixture
def label(vendor, mugs):
    answer = vendor.post("labels", body(mugs, 2))
    assert answer.status_code == 201, answer.content
    return answer.json()


class TestBuying:
    def test_the_options_are_the_carriers_without_parcel_shops_the_cheapest_first(self, vendor):
        items = vendor.get("label-options", weight_g=1250).json()["items"]

        assert [(item["code"], item["price"]) for item in items] == [
            ("dhl:parcel", {"minor": 590, "currency": "EUR"}),
            ("postnl:standard", {"minor": 625, "currency": "EUR"}),
            ("sendcloud:letter", None),
        ]

    def test_a_label_has_a_tracking_number_and_is_downloaded_as_a_pdf(self, vendor, label, sendcloud):
        link = vendor.post(f"labels/{label['id']}/links").json()["url"]

        assert (label["state"], label["carrier"], label["tracking_number"]) == ("bought", "PostNL", "3SDOUBLE000001")
        file = Client().get(urlsplit(link).path, headers={"Host": "api.eu.localhost"})
        assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(b"%PDF-")
        assert sendcloud.calls.count("GET /api/v3/parcels/1001/documents/label") == 1
        (held,) = sendcloud.accounts["test_shop"].objects.values()
        assert held["to_address"]["address_line_1"] == "Prinsengracht 263"
        assert held["from_address"]["city"] == "Utrecht"
        assert held["weight"] == {"value": "1.250", "unit": "kg"}

    def test_a_letter_that_nobody_follows_is_bought(self, vendor, mugs):
        letter = vendor.post("labels", body(mugs, service="sendcloud:letter"))

        assert (letter.status_code, letter.json()["state"], letter.json()["tracking_number"]) == (201, "bought", "")
        assert vendor.post(f"labels/{letter.json()['id']}/ship").json()["state"] == "used"

    @pytest.mark.parametrize(("weight_g", "unit_kg"), [(1250, 0.416), (1, 0.001)])
    def test_the_items_weigh_something_and_no_more_than_the_parcel(self, vendor, mugs, sendcloud, weight_g, unit_kg):
        vendor.post("labels", body(mugs, 3, weight_g=weight_g))

        (held,) = sendcloud.accounts["test_shop"].objects.values()
        assert [item["weight"]["value"] for item in held["parcel_items"]] == [unit_kg]

    def test_the_same_request_buys_one(self, vendor, mugs, sendcloud):
        answers = [vendor.post("labels", body(mugs), key="once-9b2d1c7e-4f60-4b0e-9f0a-0d2f6f1f7c11") for _ in range(2)]

        assert answers[0].json() == answers[1].json()
        assert len(sendcloud.accounts["test_shop"].objects) == 1

    def test_it_ships_its_units_once_with_carrier_and_tracking_number(self, vendor, label, mugs):
        answers = [vendor.post(f"labels/{label['id']}/ship") for _ in range(2)]

        order = order_queries.get_vendor_order(mugs.vendor_id, mugs.id)
        (parcel,) = order.shipments
        assert [answer.status_code for answer in answers] == [200, 200]
        assert (order.state, order.lines[0].shipped) == ("partly_shipped", 2)
        assert (parcel.carrier, parcel.tracking_number) == ("PostNL", "3SDOUBLE000001")
        assert answers[1].json()["state"] == "used"
        assert answers[1].json()["shipment_id"] == parcel.id

    def test_a_voided_label_frees_its_units(self, vendor, label, mugs):
        refused = vendor.post("labels", body(mugs, 2))
        voided = vendor.post(f"labels/{label['id']}/void")
        again = vendor.post("labels", body(mugs, 2))

        assert (refused.status_code, refused.json()["code"], refused.json()["left"]) == (409, "labels_cover_units", 1)
        assert voided.json()["state"] == "voided"
        assert again.status_code == 201
        listed = vendor.get("labels").json()["items"]
        assert sorted(item["state"] for item in listed) == ["bought", "voided"]

    def test_units_that_were_shipped_by_a_label_are_counted_once(self, vendor, label, mugs):
        vendor.post(f"labels/{label['id']}/ship")

        assert vendor.post("labels", body(mugs, 2)).json()["code"] == "labels_cover_units"
        assert vendor.post("labels", body(mugs, 1)).status_code == 201


class TestRefusals:
    def test_without_an_account_it_says_to_connect_one(self, api, mugs):
        answer = Vendor(api, mugs).post("labels", body(mugs))

        assert (answer.status_code, answer.json()["code"]) == (409, "carrier_not_connected")

    def test_what_is_paid_on_delivery_has_none(self, api):
        mug = make_listing()
        give_address(mug.vendor_id)
        part = part_of(make_order((mug, 1), payment=CASH), mug)
        connect(part.vendor_id)

        assert Vendor(api, part).post("labels", body(part)).json()["code"] == "label_not_possible"

    def test_a_vendor_without_an_address_is_asked_for_it(self, api):
        mug = make_listing()
        part = part_of(make_order((mug, 1)), mug)
        connect(part.vendor_id)

        answer = Vendor(api, part).post("labels", body(part)).json()

        assert answer["code"] == "label_not_possible"
        assert "address in your profile" in answer["detail"]

    def test_the_carriers_reason_is_shown_and_the_units_stay_free(self, vendor, mugs):
        answer = vendor.post("labels", body(mugs, 3, service="nobody:nothing"))

        assert answer.json()["code"] == "label_refused"
        assert answer.json()["reason"] == "Shipping option nobody:nothing does not exist"
        assert vendor.get("labels").json()["items"][0]["state"] == "failed"
        assert vendor.post("labels", body(mugs, 3)).status_code == 201

    def test_a_parcel_that_the_carrier_does_not_take_is_no_label(self, api, sendcloud):
        mug = make_listing()
        give_address(mug.vendor_id)
        connect(mug.vendor_id)
        nowhere = msgspec.structs.replace(AMSTERDAM, city="Nowhere")
        part = part_of(make_order((mug, 1), address=nowhere), mug)

        assert Vendor(api, part).post("labels", body(part)).json()["reason"] == "The carrier does not deliver to Nowhere"

    def test_keys_that_are_refused_by_now_are_said_so_in_the_settings(self, api, vendor, mugs, sendcloud):
        sendcloud.accounts["test_shop"].webhook_secret = "another one"

        answer = vendor.post("labels", body(mugs))

        assert (answer.status_code, answer.json()["code"]) == (409, "carrier_keys_refused")
        assert api.get("vendor/carrier-account", token=vendor_token(mugs.vendor_id)).json()["is_refused"] is True
        assert queries.has_unfinished(mugs.vendor_id) is False

    def test_another_vendor_does_not_find_it(self, api, label, mugs):
        other = vendor_token(make_vendor().id)
        path = f"vendor/orders/{mugs.id}/labels"

        answers = [api.post(f"{path}/{label['id']}/{what}", token=other) for what in ("ship", "void", "links")]
        answers += [api.post(path, body(mugs), token=other), api.get(path, token=other)]

        assert [answer.status_code for answer in answers] == [404] * 5

    def test_an_accountant_buys_none(self, api, vendor, mugs):
        token = vendor_token(mugs.vendor_id, "accountant")

        assert api.post(f"vendor/orders/{mugs.id}/labels", body(mugs), token=token).status_code == 403

    def test_another_regions_token_is_refused(self, api, vendor, mugs):
        answer = api.get(f"vendor/orders/{mugs.id}/labels", token=vendor_token(mugs.vendor_id), tenant="mena")

        assert answer.status_code == 421

    def test_units_that_were_canceled_meanwhile_leave_the_label_to_be_voided(self, vendor, label, mugs):
        cancel_units(mugs, 2)

        refused = vendor.post(f"labels/{label['id']}/ship")

        assert refused.json()["code"] == "cannot_fulfil"
        assert vendor.post(f"labels/{label['id']}/void").json()["state"] == "voided"

    def test_a_used_label_is_not_voided_and_a_voided_one_not_used(self, vendor, label, mugs):
        second = vendor.post("labels", body(mugs)).json()
        vendor.post(f"labels/{label['id']}/ship")
        vendor.post(f"labels/{second['id']}/void")

        assert vendor.post(f"labels/{label['id']}/void").json()["code"] == "label_state_forbids"
        assert vendor.post(f"labels/{second['id']}/ship").json()["code"] == "label_state_forbids"
        assert vendor.post(f"labels/{second['id']}/links").json()["code"] == "label_state_forbids"

    def test_what_the_carrier_has_already_is_not_voided(self, vendor, label, sendcloud):
        sendcloud.scan("shp_1")

        answer = vendor.post(f"labels/{label['id']}/void")

        assert (answer.json()["code"], answer.json()["reason"]) == ("label_refused", "This shipment cannot be cancelled any more")
        assert vendor.post(f"labels/{label['id']}/ship").status_code == 200

    def test_one_of_another_account_is_voided_there(self, vendor, label, mugs):
        connect(mugs.vendor_id, public_key="test_other")

        assert vendor.post(f"labels/{label['id']}/void").json()["code"] == "label_not_possible"

    def test_one_of_another_account_that_was_not_printed_yet_is_printed_there(self, vendor, mugs, sendcloud):
        sendcloud.faults.loses_answers_to = "GET .*/documents/label"
        label = vendor.post("labels", body(mugs)).json()
        sendcloud.faults.loses_answers_to = ""
        connect(mugs.vendor_id, public_key="test_other")

        assert vendor.post(f"labels/{label['id']}/links").json()["code"] == "label_not_possible"

    def test_units_that_a_parcel_has_have_no_label(self, vendor, mugs):
        send_parcel(mugs, 3)

        assert vendor.post("labels", body(mugs)).json()["code"] == "cannot_fulfil"


class TestAccounts:
    def put(self, api, vendor_id, *, etag="0", token=None, **keys):
        return api.put("vendor/carrier-account", {**KEYS, **keys}, token=token or vendor_token(vendor_id), etag=etag)

    def test_keys_are_tried_and_never_shown_again(self, api):
        vendor_id = make_vendor().id

        refused = self.put(api, vendor_id, public_key="live_unknown")
        connected = self.put(api, vendor_id)

        assert (refused.status_code, refused.json()["code"]) == (409, "carrier_keys_refused")
        assert (connected.status_code, connected.json()["is_connected"]) == (200, True)
        assert "s3cret" not in connected.content.decode()
        row = CarrierAccount.objects.get()
        assert "s3cret" not in row.secret
        assert AuditEntry.objects.filter(action="vendor.carrier_connected", resource=vendor_id).count() == 1
        assert "s3cret" not in str(list(AuditEntry.objects.values()))

    def test_nothing_is_stored_while_the_carrier_does_not_answer(self, api, sendcloud):
        sendcloud.faults.is_down = True

        answer = self.put(api, make_vendor().id)

        assert (answer.status_code, answer.json()["code"]) == (503, "carrier_unavailable")
        assert not CarrierAccount.objects.exists()

    def test_a_stale_version_and_a_manager_are_refused(self, api):
        vendor_id = make_vendor().id
        self.put(api, vendor_id)

        assert self.put(api, vendor_id, etag="0").status_code == 412
        assert self.put(api, vendor_id, etag="1", token=vendor_token(vendor_id, "manager")).status_code == 403
        assert api.get("vendor/carrier-account", token=vendor_token(vendor_id, "manager")).json()["public_key"] == "test_shop"

    def test_it_is_disconnected_once(self, api):
        vendor_id = make_vendor().id
        self.put(api, vendor_id)

        answers = [api.delete("vendor/carrier-account", token=vendor_token(vendor_id)).status_code for _ in range(2)]

        assert answers == [204, 404]

    def test_the_keys_of_another_vendor_in_its_row_are_not_used(self, mugs):
        stranger = make_vendor().id
        connect(stranger)
        connect(mugs.vendor_id)
        CarrierAccount.objects.filter(pk=mugs.vendor_id).update(secret=CarrierAccount.objects.get(pk=stranger).secret)

        with pytest.raises(CannotDecrypt):
            buy(mugs)

    def test_a_closed_vendors_keys_are_deleted(self, drain):
        vendor_id = make_vendor().id
        connect(vendor_id)
        vendor_services.close_vendor(vendor_id=vendor_id, reason="Left", actor=STAFF_ACTOR, now=NOW)
        drain()

        assert not CarrierAccount.objects.exists()


def test_the_file_goes_with_the_customers_data(mugs):
    connect(mugs.vendor_id)
    buy(mugs)
    assert CarrierLabel.objects.get().path

    for _ in range(2):
        services.erase_orders([mugs.order_id])

    assert CarrierLabel.objects.get().path == ""
    with pytest.raises(LabelNotPossible):
        services.link_to_label(vendor_id=mugs.vendor_id, vendor_order_id=mugs.id, label_id=CarrierLabel.objects.get().id, now=NOW)


def test_a_label_that_failed_is_not_bought_by_asking_again(mugs, sendcloud):
    connect(mugs.vendor_id)
    for _ in range(2):
        with pytest.raises(LabelRefused):
            buy(mugs, service="nobody:nothing")

    assert sendcloud.calls.count("POST /api/v3/shipments/announce") == 1
