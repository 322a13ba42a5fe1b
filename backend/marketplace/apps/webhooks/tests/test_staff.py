"""Vendors' deliveries as staff see them, and have them sent again."""

from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.apps.webhooks.models import WebhookDelivery
from marketplace.apps.webhooks.tests.factories import make_webhook
from marketplace.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("tenant")

REASON = {"reason": "The vendor's till was down"}


@pytest.fixture
def vendor():
    return make_vendor()


@pytest.fixture
def failed(vendor):
    """A delivery that was tried eight times."""
    made = make_webhook(vendor.id)
    WebhookDelivery.objects.filter(pk=made["delivery_id"]).update(state="failed", attempts=8, next_attempt_at=None, failure="timeout")
    return made


def replay(api, vendor_id, made, token, body=REASON, **options):
    path = f"admin/vendors/{vendor_id}/webhooks/{made['endpoint_id']}/deliveries/{made['delivery_id']}/replay"
    return api.post(path, body, token=token, **options)


def test_staff_see_what_was_sent_without_a_secret(api, vendor, failed):
    token = staff_token("support")

    (endpoint,) = api.get(f"admin/vendors/{vendor.id}/webhooks", token=token).json()["items"]
    path = f"admin/vendors/{vendor.id}/webhooks/{endpoint['id']}/deliveries"
    (delivery,) = api.get(path, token=token, state="failed").json()["items"]

    assert endpoint["url"] == "https://erp.example.com/hooks"
    assert "secret" not in endpoint
    assert (delivery["id"], delivery["attempts"], delivery["failure"]) == (failed["delivery_id"], 8, "timeout")
    assert api.get(path, token=token, state="delivered").json()["items"] == []


def test_a_failed_one_is_sent_again_once_and_the_log_says_why(api, vendor, failed):
    first = replay(api, vendor.id, failed, staff_token("support"), key="one-key-of-this-form-01")
    again = replay(api, vendor.id, failed, staff_token("support"), key="one-key-of-this-form-01")

    assert (first.status_code, first.json()["state"]) == (200, "pending")
    assert again.json() == first.json()
    entry = AuditEntry.objects.get(action="webhook.replayed")
    assert (entry.resource, entry.reason, entry.new) == (vendor.id, REASON["reason"], {"delivery": failed["delivery_id"]})


def test_another_vendor_a_wrong_role_another_region_and_no_reason_are_refused(api, vendor, failed):
    other = make_vendor()
    page = f"admin/vendors/{vendor.id}/webhooks"

    assert replay(api, other.id, failed, staff_token()).status_code == 404
    assert replay(api, vendor.id, failed, staff_token("catalogue", "finance")).status_code == 403
    assert replay(api, vendor.id, failed, vendor_token(vendor.id)).status_code == 403
    assert replay(api, vendor.id, failed, staff_token(), tenant="mena").status_code == 421
    assert replay(api, vendor.id, failed, staff_token(), body={}).status_code == 422
    assert api.get(page, token=staff_token("finance")).status_code == 403
    assert api.get("admin/vendors/ven_none/webhooks", token=staff_token()).status_code == 404
    assert api.get(f"{page}/{failed['endpoint_id']}/deliveries", token=vendor_token(vendor.id)).status_code == 403
    assert WebhookDelivery.objects.get(pk=failed["delivery_id"]).state == "failed"
