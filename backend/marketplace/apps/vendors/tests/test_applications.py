from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import queries
from marketplace.apps.vendors.models import Vendor
from marketplace.apps.vendors.tests.factories import PASSWORD, make_vendor, owner_of, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.mail.testing import committed, token_in
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

CERAMICS = {
    "name": "Delft Ceramics",
    "legal_name": "Delft Ceramics B.V.",
    "country": "NL",
    "email": "Olga@delft.example",
    "owner_name": "Olga",
    "password": PASSWORD,
    "language": "nl",
    "vat_number": "NL 0044.95.445.B01",
    "registration_number": "12345678",
    "descriptions": {"nl": "Keramiek uit Delft", "en": "Ceramics from Delft"},
    "address": {"name": "Delft Ceramics", "line1": "Markt 1", "postcode": "2611GP", "city": "Delft", "country": "NL"},
}


def apply(api, **changes):
    return api.post("vendor/applications", {**CERAMICS, **changes})


def test_an_applicant_waits_and_its_owner_confirms_and_can_log_in(api, django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks) as sent:
        answer = apply(api)
    assert api.post("auth/confirm-email", {"token": token_in(sent[0])}).json() == {"audience": "vendor"}
    login = api.post("auth/login", {"audience": "vendor", "email": "olga@delft.example", "password": PASSWORD}).json()

    application = answer.json()
    assert answer.status_code == 201
    assert (application["slug"], application["state"]) == ("delft-ceramics", "pending")
    assert (login["vendor_id"], login["roles"]) == (application["id"], ["owner"])
    assert [message.subject.split(" ")[0] for message in sent] == ["Bevestig"]
    profile = api.get("vendor/profile", token=login["access_token"]).json()
    assert (profile["vat_number"], profile["is_vat_registered"], profile["address"]["postcode"]) == ("NL004495445B01", True, "2611 GP")
    assert profile["missing"] == ["payout_account"]


def test_an_application_is_announced_and_audited(api):
    vendor_id = apply(api).json()["id"]

    (announced,) = {(event.event_id, event.wire_name) for event in OutboxEvent.objects.all()}  # a row for each subscriber
    assert announced[1] == "vendors.vendor_applied.v1"
    entry = AuditEntry.objects.get(resource=vendor_id)
    assert (entry.action, entry.actor_kind) == ("vendor.applied", "guest")


def test_a_new_vendor_is_on_the_regions_standard_plan(api):
    vendor_id = apply(api).json()["id"]

    plan = queries.commission_plans([vendor_id])[vendor_id]
    assert (plan.version, plan.percent_bp) == (1, 1_500)


def test_the_same_name_gets_another_slug(api):
    slugs = [apply(api, email=f"owner{number}@delft.example").json()["slug"] for number in range(3)]

    assert slugs == ["delft-ceramics", "delft-ceramics-2", "delft-ceramics-3"]


def test_a_name_in_arabic_script_has_a_slug_as_well(api):
    assert apply(api, name="متجر الخزف").json()["slug"]


def test_a_repeated_request_is_answered_and_not_executed_again(api):
    key = new_id("key", at=NOW)
    first = api.post("vendor/applications", CERAMICS, key=key)
    again = api.post("vendor/applications", CERAMICS, key=key)

    assert first.json() == again.json()
    assert Vendor.objects.count() == 1


def test_the_answer_does_not_tell_whether_the_address_is_known_but_the_mail_does(api, django_capture_on_commit_callbacks):
    make_vendor(email="known@delft.example")

    with committed(django_capture_on_commit_callbacks) as sent:
        known, unknown = apply(api, name="One", email="known@delft.example"), apply(api, name="Two", email="new@delft.example")

    assert (known.status_code, known.json().keys()) == (unknown.status_code, unknown.json().keys())
    assert (known.json()["state"], unknown.json()["state"]) == ("pending", "pending")
    assert [("token=" in message.body) for message in sent] == [False, True]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"country": "US"}, "country"),
        ({"currency": "USD"}, "currency"),
        ({"vat_number": "NL123"}, "vat_number"),
        ({"descriptions": {"ar": "خزف"}}, "descriptions.ar"),
        ({"password": "short"}, "password"),
        ({"email": "nobody"}, "email"),
        ({"language": "ar"}, "language"),
        ({"address": {"name": "x", "line1": "y", "country": "NL"}}, "address.postcode"),
        ({"address": {"city": "Delft"}}, "address.name"),
        ({"phone": "call me"}, "phone"),
    ],
)
def test_what_does_not_fit_the_region_is_refused_by_field(api, change, field):
    answer = apply(api, **change)

    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not Vendor.objects.exists()


def test_a_profile_is_edited_with_its_etag_announced_and_audited(api):
    vendor = make_vendor()
    token = vendor_token(vendor.id, "manager")
    read = api.get("vendor/profile", token=token)
    etag = read["ETag"].strip('"')
    changes = {"name": "New Name", "descriptions": {"fr": "Bonjour"}, "address": CERAMICS["address"]}

    edited = api.patch("vendor/profile", changes, token=token, etag=etag)

    assert (edited.status_code, edited.json()["name"], edited.json()["slug"]) == (200, "New Name", vendor.slug)
    assert api.patch("vendor/profile", {"name": "Late"}, token=token, etag=etag).status_code == 412
    assert api.patch("vendor/profile", {"name": "Careless"}, token=token).status_code == 428
    assert OutboxEvent.objects.order_by("id").last().wire_name == "vendors.vendor_profile_changed.v1"
    entry = AuditEntry.objects.get(action="vendor.profile_changed")
    assert (entry.old["name"], entry.new["name"]) == (vendor.name, "New Name")


def test_state_and_slug_cannot_be_edited_as_a_profile(api):
    vendor = make_vendor(state="pending")

    token = vendor_token(vendor.id)
    answer = api.patch("vendor/profile", {"state": "approved", "slug": "mine"}, token=token, etag=vendor.etag)

    assert (answer.status_code, {error["field"] for error in answer.json()["errors"]}) == (422, {"state", "slug"})
    profile = api.get("vendor/profile", token=token).json()
    assert (profile["state"], profile["slug"]) == ("pending", vendor.slug)


def test_a_closed_vendor_is_seen_and_not_edited(api):
    vendor = make_vendor(state="closed")
    token = vendor_token(vendor.id)

    assert api.get("vendor/profile", token=token).json()["state"] == "closed"
    assert api.patch("vendor/profile", {"name": "Back"}, token=token, etag=vendor.etag).json()["state"] == "closed"
    assert queries.get_vendor(vendor.id).name == vendor.name


def test_the_operator_approves_over_http_and_the_owner_is_notified(api, django_capture_on_commit_callbacks):
    vendor = make_vendor(state="pending")

    with committed(django_capture_on_commit_callbacks) as sent:
        answer = api.post(f"admin/vendors/{vendor.id}/approve", {}, token=staff_token())

    assert (answer.status_code, answer.json()["vendor"]["state"]) == (200, "approved")
    assert [message.subject for message in sent] == [f"{vendor.name} can sell at {tenancy.current().name}"]
    assert owner_of(vendor.id) in [member["id"] for member in answer.json()["members"]]
    assert STAFF_ACTOR.id == AuditEntry.objects.get(action="vendor.approved").actor_id
