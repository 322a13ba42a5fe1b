"""The endpoints of webhooks: what owners do, and who else is refused."""

from __future__ import annotations

import pytest

from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.apps.webhooks.services.endpoints import MAX_ENDPOINTS
from marketplace.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("tenant")

BODY = {"url": "https://erp.example.com/hooks", "event_types": ["order.changed"]}


@pytest.fixture
def token(vendor) -> str:
    return vendor_token(vendor.id)


def create(api, token: str, **options):
    return api.post("vendor/webhooks", {**BODY, **options.pop("body", {})}, token=token, **options)


def test_an_owner_makes_changes_tests_and_removes_a_webhook(api, vendor, token):
    made = create(api, token)
    assert made.status_code == 201, made.content
    secret, endpoint = made.json()["secret"], made.json()["endpoint"]
    path = f"vendor/webhooks/{endpoint['id']}"

    assert secret.startswith("whsec_")
    listed = api.get("vendor/webhooks", token=token)
    assert (listed.json()["items"], secret in listed.content.decode()) == ([endpoint], False)
    paused = api.patch(path, {"is_active": False, "description": "Till"}, token=token, etag=endpoint["etag"])
    assert (paused.json()["state"], paused.json()["description"]) == ("paused", "Till")
    assert api.post(f"{path}/test", token=token).json()["code"] == "webhook_not_active"
    api.patch(path, {"is_active": True}, token=token, etag=paused["ETag"].strip('"'))
    tested = api.post(f"{path}/test", token=token)
    assert (tested.json()["event_type"], tested.json()["state"]) == ("webhook.test", "pending")
    assert api.post(f"{path}/test", token=token).json()["id"] == tested.json()["id"]
    assert [item["id"] for item in api.get(f"{path}/deliveries", token=token).json()["items"]] == [tested.json()["id"]]
    assert api.get(f"{path}/deliveries", token=token, state="failed").json()["items"] == []
    assert api.post(f"{path}/rotate-secret", token=token).json()["secret"] not in ("", secret)
    assert api.delete(path, token=token).status_code == 204
    assert api.get(path, token=token).status_code == 404
    actions = AuditEntry.objects.filter(resource=vendor.id, action__startswith="webhook.").order_by("id").values_list("action", flat=True)
    assert list(actions) == [f"webhook.{word}" for word in ("created", "changed", "changed", "tested", "secret_rotated", "removed")]


def test_the_same_request_twice_is_one_webhook_and_one_secret(api, token):
    first, again = (create(api, token, key="key_of_this_request_01") for _ in range(2))

    assert first.json() == again.json()
    assert len(api.get("vendor/webhooks", token=token).json()["items"]) == 1


def test_is_for_owners_of_the_vendor_and_of_the_region(api, vendor, token):
    path = f"vendor/webhooks/{create(api, token).json()['endpoint']['id']}"
    stranger = vendor_token(make_vendor().id)

    for role in ("manager", "fulfilment", "accountant"):
        assert create(api, vendor_token(vendor.id, role)).status_code == 403
    assert create(api, token, tenant="mena").status_code == 421
    assert api.get(path, token=stranger).status_code == 404
    assert api.get(f"{path}/deliveries", token=stranger).status_code == 404
    assert api.patch(path, {"is_active": False}, token=stranger, etag="1").status_code == 404
    assert api.delete(path, token=stranger).status_code == 404
    assert api.post(f"{path}/rotate-secret", token=stranger).status_code == 404


def test_refuses_an_old_version_and_what_is_no_webhook(api, token):
    path = f"vendor/webhooks/{create(api, token).json()['endpoint']['id']}"

    assert api.patch(path, {"is_active": False}, token=token, etag="7").status_code == 412
    assert api.patch(path, {"is_active": False}, token=token).status_code == 428
    for body in ({"url": "ftp://erp.example.com"}, {"event_types": []}, {"event_types": ["order.deleted"]}):
        assert create(api, token, body=body).status_code == 422


def test_refuses_an_applicant_and_one_webhook_too_many(api, token):
    applicant = make_vendor(state="pending")
    assert create(api, vendor_token(applicant.id)).json()["code"] == "vendor_not_selling"
    for _ in range(MAX_ENDPOINTS):
        assert create(api, token).status_code == 201

    refused = create(api, token)

    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (409, "too_many_webhooks", MAX_ENDPOINTS)
