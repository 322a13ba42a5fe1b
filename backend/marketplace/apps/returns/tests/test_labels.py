"""How products come back: a label to print, or a place, said by who handles the return, and read by its customer alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.returns.tests.handling import act, taken_back
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]
PDF = b"%PDF-1.7 a label"


def ask_back(api, part, buyer):
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": 1}], "reason": "damaged"}
    return api.post(f"store/orders/{part.order_id}/returns", body, token=customer_token(buyer)).json()["returns"][0]


class TestLabels:
    def label(self, api, item, *, side="vendor", token=None, status=200, **fields):
        token = token or (vendor_token(item["vendor_id"]) if side == "vendor" else staff_token("support"))
        files = {"file": fields.pop("file")} if "file" in fields else {}
        answer = api.post(f"{side}/returns/{item['id']}/label", fields, files=files, token=token)
        assert answer.status_code == status, answer.content
        return answer.json()

    def pdf(self, content=PDF):
        return SimpleUploadedFile("label.pdf", content, content_type="application/pdf")

    def test_the_customer_downloads_it_by_an_address_of_minutes(self, api, worn, buyer):
        item = ask_back(api, worn, buyer)
        said = self.label(api, item, file=self.pdf(), drop_off="Post office, Damrak 1")
        act(api, item, "approve")

        links = f"store/orders/{worn.order_id}/returns/{item['id']}/label-links"
        link = api.post(links, token=customer_token(buyer))
        stranger = api.post(links, token=customer_token(make_customer().id))

        assert (said["has_label"], said["drop_off"]) == (True, "Post office, Damrak 1")
        assert (link.status_code, stranger.status_code) == (201, 404)
        file = Client().get(urlsplit(link.json()["url"]).path, headers={"Host": "api.eu.localhost"})
        assert b"".join(file.streaming_content if file.streaming else [file.content]) == PDF
        assert api.post(f"vendor/returns/{item['id']}/label-links", token=vendor_token(item["vendor_id"])).status_code == 201

    def test_it_is_a_pdf_or_a_place_and_of_the_own_return_before_it_arrives(self, api, worn, buyer):
        item = ask_back(api, worn, buyer)
        other = make_vendor().id

        assert self.label(api, item, file=self.pdf(b"MZ"), status=422)["errors"][0]["code"] == "not_a_pdf"
        assert self.label(api, item, drop_off="", status=422)["errors"][0]["code"] == "needed"
        self.label(api, item, drop_off="Here", token=vendor_token(other), status=404)
        self.label(api, item, drop_off="Here", side="admin", token=staff_token("finance"), status=403)
        self.label(api, item, drop_off="Here", side="admin")
        act(api, item, "approve")
        taken_back(api, item, 1, sellable=1)
        assert self.label(api, item, drop_off="There", status=409)["code"] == "return_state_forbids"
        assert api.post(f"store/orders/{worn.order_id}/returns/{item['id']}/label-links", token=customer_token(buyer)).status_code == 404
