"""Staff see how all vendors deliver, and switch a method off."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.shipping import queries
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db]

METHODS, COVERAGE = "admin/shipping-methods", "admin/shipping-coverage"
OFF = {"is_active": False, "reason": "The price is a mistake"}


@pytest.fixture
def methods():
    """Of two vendors: one delivers to the Netherlands alone, the other to Germany as well."""
    return [make_shipping_method(make_vendor().id, countries=places) for places in (["NL"], ["NL", "DE"])]


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def test_methods_of_all_vendors_are_listed_and_filtered(api, methods):
    first, second = methods
    token = staff_token()

    everywhere = api.get(METHODS, token=token)
    page = api.get(METHODS, token=token, limit=1).json()

    assert ids(everywhere) == [second.id, first.id]
    assert everywhere.json()["items"][1]["vendor_id"] == first.vendor_id
    assert ids(api.get(METHODS, token=token, country="DE")) == [second.id]
    assert ids(api.get(METHODS, token=token, vendor_id=first.vendor_id)) == [first.id]
    assert ids(api.get(METHODS, token=token, is_active="false")) == []
    assert ids(api.get(METHODS, token=token, limit=1, cursor=page["next_cursor"])) == [first.id]


def test_coverage_names_every_country_of_the_region(api, methods):
    found = {item["country"]: (item["vendors"], item["methods"]) for item in api.get(COVERAGE, token=staff_token()).json()["items"]}

    assert list(found) == list(tenancy.current().countries)
    assert (found["NL"], found["DE"], found["BE"]) == ((2, 2), (1, 1), (0, 0))


def test_a_method_is_switched_off_with_a_reason_and_not_offered(api, methods):
    method = methods[0]

    answer = api.patch(f"{METHODS}/{method.id}", OFF, token=staff_token(), etag="1")

    assert (answer.status_code, answer.json()["is_active"], answer.json()["etag"]) == (200, False, "2")
    assert queries.methods_for([method.vendor_id], "NL", "EUR")[method.vendor_id] == []
    entry = AuditEntry.objects.get(action="shipping_method.switched")
    assert (entry.reason, entry.old, entry.new) == (OFF["reason"], {"is_active": True}, {"is_active": False})


def test_an_old_version_no_reason_and_no_method_are_refused(api, methods):
    path, token = f"{METHODS}/{methods[0].id}", staff_token()

    assert api.patch(path, {"is_active": False}, token=token, etag="1").status_code == 422
    assert api.patch(path, OFF, token=token, etag="7").status_code == 412
    assert api.patch(path, OFF, token=token).status_code == 428
    assert api.patch(f"{METHODS}/shm_x", OFF, token=token, etag="1").status_code == 404
    assert api.patch(path, {**OFF, "prices": []}, token=token, etag="1").status_code == 422


def test_they_are_for_administrators_of_the_region(api, mena, methods):
    path = f"{METHODS}/{methods[0].id}"
    with tenancy.scope(mena):
        foreign = staff_token()
    strangers = [staff_token("support"), staff_token("finance"), vendor_token(methods[0].vendor_id), customer_token(make_customer().id)]

    for token in strangers:
        assert api.get(METHODS, token=token).status_code == 403
        assert api.get(COVERAGE, token=token).status_code == 403
        assert api.patch(path, OFF, token=token, etag="1").status_code == 403
    assert api.get(METHODS).status_code == 401
    assert api.get(METHODS, token=foreign).status_code == 421
