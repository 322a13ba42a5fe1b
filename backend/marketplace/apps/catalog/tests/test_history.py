"""Who has done what to a product, as its vendor reads it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.catalog.tests.factories import picture
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def vendor():
    return make_vendor()


def test_says_who_did_what_and_of_staff_no_more_than_that_it_was_the_marketplace(api, vendor):
    token = vendor_token(vendor.id, person_id=owner_of(vendor.id))
    made_key = vendor_services.create_api_key(vendor_id=vendor.id, name="ERP", roles=["manager"], actor=VENDOR_ACTOR, now=NOW)
    key = f"Api-Key {made_key.secret}"
    body = {"texts": {"en": {"title": "Mug"}}, "variants": [{"sku": "M-1", "prices": [{"minor": 500, "currency": "EUR"}]}]}
    product = api.post("vendor/products", body, token=token)
    path = f"vendor/products/{product.json()['id']}"
    edited = api.patch(path, {"brand": "Alma", "tags": ["tea"]}, token=key, etag=product["ETag"].strip('"'))
    assert edited.status_code == 200, edited.content
    api.post(f"{path}/images", {"alt": "A mug"}, files={"file": SimpleUploadedFile("a.png", picture())}, token=token)
    api.post(f"{path}/publish", token=token)
    taken_down = api.post(f"admin/products/{product.json()['id']}/take-down", {"reason": "Forged"}, token=staff_token("catalogue"))
    assert taken_down.status_code == 200, taken_down.content

    items = api.get(f"{path}/history", token=token).json()["items"]

    owner = {"actor": "person", "actor_name": items[-1]["actor_name"]}
    assert owner["actor_name"]
    assert [{name: item[name] for name in ("deed", "actor", "actor_name", "fields")} for item in items] == [
        {"deed": "taken_down", "actor": "marketplace", "actor_name": "", "fields": []},
        {"deed": "published", **owner, "fields": []},
        {"deed": "picture_added", **owner, "fields": []},
        {"deed": "edited", "actor": "program", "actor_name": "ERP", "fields": ["brand", "tags"]},
        {"deed": "created", **owner, "fields": []},
    ]
    assert len(api.get(f"{path}/history", token=token, limit=2).json()["items"]) == 2


def test_is_the_vendors_own(api, vendor):
    body = {"texts": {"en": {"title": "Mug"}}, "variants": [{"prices": [{"minor": 500, "currency": "EUR"}]}]}
    path = f"vendor/products/{api.post('vendor/products', body, token=vendor_token(vendor.id)).json()['id']}/history"

    assert api.get(path, token=vendor_token(vendor.id)).status_code == 200
    assert api.get(path, token=vendor_token(make_vendor().id)).status_code == 404
    assert api.get(path, token=vendor_token(vendor.id, "accountant")).status_code == 403
    assert api.get(path, token=vendor_token(vendor.id), tenant="mena").status_code == 421
