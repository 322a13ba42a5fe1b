"""What the operator does with vendors, over HTTP, and the commands."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.tests.factories import set_up_second_factor
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.models import CommissionPlanVersion
from marketplace.apps.vendors.tests.factories import make_vendor, owner_of
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

TERMS = {"percent_bp": 1_200, "fixed": {"EUR": 30}, "floor": {"EUR": 50}, "cap": {"EUR": 5_000}, "category_overrides": {"cat_books": 700}}


def test_vendors_are_listed_newest_first_filtered_and_paged(api):
    pending = [make_vendor(state="pending") for _ in range(3)]
    approved = make_vendor(name="Delft Ceramics")

    first = api.get("admin/vendors", token=staff_token("support"), state="pending", limit=2).json()
    rest = api.get("admin/vendors", token=staff_token("support"), state="pending", limit=2, cursor=first["next_cursor"]).json()
    found = api.get("admin/vendors", token=staff_token("support"), q="ceram").json()

    assert [item["id"] for item in first["items"] + rest["items"]] == sorted((vendor.id for vendor in pending), reverse=True)
    assert rest["next_cursor"] is None
    assert [item["id"] for item in found["items"]] == [approved.id]
    assert api.get("admin/vendors", token=staff_token(), state="nonsense").status_code == 422
    assert api.get("admin/vendors", token=staff_token(), cursor="nonsense").status_code == 422


def test_vendors_are_listed_by_id_whatever_their_state(api):
    wanted = [make_vendor(state=state) for state in ("closed", "approved")]
    make_vendor()
    missing = "ven_01KB8Q3V7Y8Z9A0B1C2D3E4F5G"

    found = api.get("admin/vendors", token=staff_token("finance"), ids=",".join([*(vendor.id for vendor in wanted), missing]))
    refused = api.get("admin/vendors", token=staff_token("finance"), ids="ord_1")

    assert {item["id"] for item in found.json()["items"]} == {vendor.id for vendor in wanted}
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "ids")
    assert api.get("admin/vendors", token=staff_token("finance"), ids=",".join([missing] * 101)).status_code == 422


@pytest.mark.parametrize("move", ["suspend", "reinstate"])
def test_a_reason_is_required(api, move):
    vendor = make_vendor(state="approved" if move == "suspend" else "suspended")

    for body in ({}, {"reason": ""}, {"reason": "   "}):
        assert api.post(f"admin/vendors/{vendor.id}/{move}", body, token=staff_token()).status_code == 422
    done = api.post(f"admin/vendors/{vendor.id}/{move}", {"reason": "Checked"}, token=staff_token())

    assert (done.status_code, done.json()["vendor"]["state_reason"]) == (200, "Checked")


def test_the_refusal_of_a_move_names_the_state(api):
    vendor = make_vendor(state="suspended")

    answer = api.post(f"admin/vendors/{vendor.id}/approve", {}, token=staff_token())

    assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (409, "vendor_state_forbids", "suspended")


def test_the_same_key_replays_the_approval(api):
    vendor = make_vendor(state="pending")

    answers = [api.post(f"admin/vendors/{vendor.id}/approve", {}, token=staff_token(), key="approve-1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert AuditEntry.objects.filter(action="vendor.approved").count() == 1


def remove_factor(api, vendor_id, person_id, **more):
    path = f"admin/vendors/{vendor_id}/members/{person_id}/remove-second-factor"
    return api.post(path, {"reason": "Called back: the telephone is gone"}, token=staff_token(member_id="stf_anna"), **more)


def factors_of(answer):
    return {member["id"]: member["has_second_factor"] for member in answer.json()["members"]}


def test_an_administrator_removes_an_owners_lost_second_factor(api):
    vendor = make_vendor()
    owner = owner_of(vendor.id)
    set_up_second_factor(owner)

    before = api.get(f"admin/vendors/{vendor.id}", token=staff_token())
    removed, replayed = (remove_factor(api, vendor.id, owner, key="one") for _ in range(2))
    again = remove_factor(api, vendor.id, owner)

    assert (factors_of(before), factors_of(removed)) == ({owner: True}, {owner: False})
    assert (replayed.status_code, again.status_code, again.json()["code"]) == (200, 409, "no_second_factor")
    entry = AuditEntry.objects.get(action="account.second_factor_removed", resource=owner)
    assert (entry.actor_id, entry.reason) == ("stf_anna", "Called back: the telephone is gone")


def test_no_second_factor_of_another_vendors_person_is_removed(api):
    vendor, other = make_vendor(), make_vendor()
    set_up_second_factor(owner_of(other.id))

    assert remove_factor(api, vendor.id, owner_of(other.id)).status_code == 404

    assert account_queries.get_vendor_person(vendor_id=other.id, person_id=owner_of(other.id)).has_second_factor


def test_a_plan_is_replaced_by_a_new_version_with_a_reason(api):
    vendor = make_vendor()
    path = f"admin/vendors/{vendor.id}/commission-plan"
    read = api.get(path, token=staff_token("finance"))

    answer = api.put(path, {**TERMS, "reason": "Agreed in May"}, token=staff_token("finance"), etag=read["ETag"].strip('"'))

    plan = answer.json()["plan"]
    assert (answer.status_code, plan["version"], plan["percent_bp"], plan["fixed"]) == (200, 2, 1_200, {"EUR": 30})
    assert [version["plan"]["version"] for version in answer.json()["history"]] == [1]
    entry = AuditEntry.objects.get(action="vendor.commission_plan_set")
    assert (entry.old["percent_bp"], entry.new["percent_bp"], entry.reason) == (1_500, 1_200, "Agreed in May")
    assert api.put(path, {**TERMS, "reason": "Late"}, token=staff_token(), etag="1").status_code == 412
    assert api.put(path, {**TERMS, "reason": "Careless"}, token=staff_token()).status_code == 428


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"percent_bp": 10_001}, "percent_bp"),
        ({"fixed": {"USD": 1}}, "fixed.USD"),
        ({"floor": {"EUR": 100}, "cap": {"EUR": 1}}, "floor.EUR"),
        ({"category_overrides": {"cat_a": -1}}, "category_overrides.cat_a"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_by_field(api, change, field):
    vendor = make_vendor()

    answer = api.put(f"admin/vendors/{vendor.id}/commission-plan", {**TERMS, "reason": "x", **change}, token=staff_token(), etag="1")

    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert queries.get_plan_version(vendor.id).plan.version == 1


def test_the_plan_that_holds_is_the_newest_and_comes_by_one_query(django_assert_num_queries, tenant):
    vendors = [make_vendor(commission=CommissionTerms(percent_bp=bp)) for bp in (800, 900)]

    with django_assert_num_queries(1, using=tenant.slug):
        plans = queries.commission_plans([vendor.id for vendor in vendors])

    assert [plans[vendor.id].percent_bp for vendor in vendors] == [800, 900]
    assert plans[vendors[0].id].version == 2


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_version(change):
    make_vendor()

    rows = CommissionPlanVersion.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), tenancy.atomic():
        rows.update(percent_bp=1) if change == "update" else rows._raw_delete("eu")


def test_vendors_by_id_is_one_query(django_assert_num_queries, tenant):
    vendors = [make_vendor() for _ in range(3)]

    with django_assert_num_queries(1, using=tenant.slug):
        found = queries.vendors_by_id([*(vendor.id for vendor in vendors), "ven_unknown"])

    assert set(found) == {vendor.id for vendor in vendors}


def test_a_closed_vendor_keeps_its_plan(api):
    vendor = make_vendor()
    services.close_vendor(vendor_id=vendor.id, reason="Left", actor=STAFF_ACTOR, now=NOW)

    answer = api.put(f"admin/vendors/{vendor.id}/commission-plan", {**TERMS, "reason": "x"}, token=staff_token(), etag="1")

    assert answer.json()["code"] == "vendor_state_forbids"


def test_the_command_lists_a_regions_vendors_as_json():
    vendor = make_vendor()
    out = StringIO()

    call_command("list_vendors", tenant="eu", json=True, stdout=out)

    assert [(item["id"], item["slug"], item["state"]) for item in json.loads(out.getvalue())] == [(vendor.id, vendor.slug, "approved")]


def test_the_command_lists_them_for_people_too():
    vendor = make_vendor()
    out = StringIO()

    call_command("list_vendors", tenant="eu", stdout=out)

    assert vendor.slug in out.getvalue()


def test_the_command_knows_its_regions():
    with pytest.raises(CommandError, match="asia"):
        call_command("list_vendors", tenant="asia")
