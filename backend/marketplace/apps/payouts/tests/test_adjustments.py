"""Bookings by hand: corrections, repayments and write-offs need a reason and two people, and stand on the statement."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import services
from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.errors import WriteOffExceedsDebt
from marketplace.apps.payouts.models import Adjustment
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_correction, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

REASON = {"reason": "Settled with the vendor"}


def propose(api, vendor, minor, *, kind="adjustment", token, status=201, currency="EUR"):
    body = {"vendor_id": vendor.id, "kind": kind, "amount": {"minor": minor, "currency": currency}, "reason": "Broken in our warehouse"}
    answer = api.post("admin/adjustments", body, token=token)
    assert answer.status_code == status, answer.content
    return answer.json()


def second_token():
    return staff_token("finance", member_id="stf_second")


def balance(vendor):
    return ledger_queries.get_balance(f"vendor:{vendor.id}", "EUR").minor


@pytest.mark.parametrize(
    ("kind", "minor", "other"),
    [
        ("adjustment", 1_500, "operator:adjustments"),
        ("adjustment", -1_500, "operator:adjustments"),
        ("repayment", 1_500, "bank:repayments"),
        ("write_off", 1_500, "operator:write_offs"),
    ],
)
def test_it_is_booked_when_a_second_person_approves(api, kind, minor, other):
    vendor, first, second = a_payable_vendor(), staff_token("finance"), second_token()
    a_correction(vendor.id, -5_000)
    adjustment = propose(api, vendor, minor, kind=kind, token=first)
    path = f"admin/adjustments/{adjustment['id']}"
    before = balance(vendor) + 5_000

    alone = api.post(f"{path}/approve", REASON, token=first)
    approved = [api.post(f"{path}/approve", REASON, token=second) for _ in range(2)]

    assert (before, adjustment["state"]) == (0, "proposed")
    assert (alone.status_code, alone.json()["code"]) == (409, "adjustment_needs_second_person")
    assert [(answer.status_code, answer.json()["state"]) for answer in approved] == [(200, "approved")] * 2
    assert balance(vendor) == minor - 5_000
    assert ledger_queries.get_balance(other, "EUR").minor == (5_000 if other == "operator:adjustments" else 0) - minor
    audited = AuditEntry.objects.filter(resource=adjustment["id"], action__startswith="adjustment.").order_by("pk")
    recorded = list(audited.values_list("action", "reason"))
    assert recorded == [("adjustment.proposed", "Broken in our warehouse"), ("adjustment.approved", REASON["reason"])]
    seen = api.get("vendor/transactions", token=vendor_token(vendor.id)).json()["items"][0]
    assert (seen["type"], seen["amount"]["minor"], seen["reason"]) == (kind, minor, "Broken in our warehouse")


def test_it_stands_on_the_next_statement_with_its_reason(api):
    vendor = a_payable_vendor()
    a_sale(vendor.id, 10_000, fee=0)
    adjustment = propose(api, vendor, -700, token=staff_token("finance"))
    services.approve_adjustment(adjustment_id=adjustment["id"], reason="yes", actor=FINANCE, now=NOW)

    payout = payout_of(a_run(now=LATER), vendor.id)

    statement = statement_of(payout.as_detail())
    (line,) = [line for line in statement.lines if line.type == "adjustment"]
    assert (line.title, line.amount.minor, statement.amounts.corrections.minor) == ("Broken in our warehouse", -700, -700)
    assert b"Broken in our warehouse" in FILES["csv"][1](statement, "en")


def test_it_is_rejected_for_good_also_by_who_proposed_it(api):
    vendor, token = a_payable_vendor(), staff_token("finance")
    path = f"admin/adjustments/{propose(api, vendor, 100, token=token)['id']}"

    rejected = [api.post(f"{path}/reject", REASON, token=token) for _ in range(2)]
    too_late = api.post(f"{path}/approve", REASON, token=second_token())

    assert [(answer.status_code, answer.json()["state"]) for answer in rejected] == [(200, "rejected")] * 2
    assert (too_late.status_code, too_late.json()["code"]) == (409, "adjustment_state_forbids")
    assert balance(vendor) == 0


def test_no_more_is_written_off_than_is_owed(api):
    vendor, token = a_payable_vendor(), staff_token("finance")
    a_correction(vendor.id, -1_000)
    path = f"admin/adjustments/{propose(api, vendor, 1_001, kind='write_off', token=token)['id']}/approve"

    answer = api.post(path, REASON, token=second_token())

    assert (answer.status_code, answer.json()["code"], answer.json()["debt"]["minor"]) == (409, "write_off_exceeds_debt", 1_000)
    assert balance(vendor) == -1_000


@pytest.mark.django_db(transaction=True)
def test_two_write_offs_at_once_do_not_exceed_the_debt(eu):
    vendor = a_payable_vendor()
    a_correction(vendor.id, -1_000)
    facts = {"vendor_id": vendor.id, "kind": "write_off", "amount": Money(800, "EUR"), "reason": "x", "actor": STAFF_ACTOR, "now": NOW}
    proposed = [services.propose_adjustment(**facts).id for _ in range(2)]

    def approve(adjustment_id):
        try:
            with tenancy.scope(eu):
                services.approve_adjustment(adjustment_id=adjustment_id, reason="x", actor=FINANCE, now=NOW)
        except WriteOffExceedsDebt:
            return "refused"
        finally:
            connections.close_all()
        return "booked"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(approve, proposed)) == ["booked", "refused"]
    assert balance(vendor) == -200


def test_what_is_no_adjustment_is_refused(api):
    vendor, token = a_payable_vendor(), staff_token("finance")

    for kind, minor in (("adjustment", 0), ("repayment", -1), ("write_off", -1), ("repayment", 0), ("gift", 5)):
        propose(api, vendor, minor, kind=kind, token=token, status=422)
    propose(api, vendor, 1, currency="KWD", token=token, status=422)
    body = {"vendor_id": vendor.id, "kind": "adjustment", "amount": {"minor": 1, "currency": "EUR"}}
    assert api.post("admin/adjustments", body, token=token).status_code == 422
    assert api.post("admin/adjustments", {**body, **REASON}, token=staff_token("support")).status_code == 403
    assert api.post("admin/adjustments", {**body, **REASON}, token=vendor_token(vendor.id)).status_code == 403
    unknown = {**body, **REASON, "vendor_id": "ven_01J00000000000000000000000"}
    assert api.post("admin/adjustments", unknown, token=token).status_code == 404
    assert not Adjustment.objects.exists()


def test_they_are_listed_by_vendor_and_state(api, mena):
    vendor, other, token = a_payable_vendor(), a_payable_vendor(), staff_token("finance")
    first, second, foreign = (propose(api, who, 1, token=token)["id"] for who in (vendor, vendor, other))
    api.post(f"admin/adjustments/{first}/reject", REASON, token=token)

    def listed(**query):
        return [item["id"] for item in api.get("admin/adjustments", token=token, **query).json()["items"]]

    assert listed() == [foreign, second, first]
    assert listed(vendor_id=vendor.id, state="proposed") == [second]
    page = api.get("admin/adjustments", token=token, limit=2).json()
    assert listed(cursor=page["next_cursor"]) == [first]
    assert api.get(f"admin/adjustments/{first}", token=token).json()["state"] == "rejected"
    with tenancy.scope(mena):
        abroad = staff_token("finance")
    assert api.get(f"admin/adjustments/{first}", tenant="mena", token=abroad).status_code == 404


def test_nothing_is_booked_on_a_closed_vendor(api):
    vendor, token = a_payable_vendor(), staff_token("finance")
    adjustment = propose(api, vendor, 1, token=token)["id"]
    vendor_services.close_vendor(vendor_id=vendor.id, reason="gone", actor=STAFF_ACTOR, now=NOW)

    answer = api.post(f"admin/adjustments/{adjustment}/approve", REASON, token=second_token())

    assert (answer.status_code, answer.json()["code"]) == (409, "vendor_state_forbids")


def test_the_database_wants_two_people_too():
    vendor = a_payable_vendor()
    facts = {"vendor_id": vendor.id, "kind": "adjustment", "amount": Money(1, "EUR"), "reason": "x", "actor": STAFF_ACTOR, "now": NOW}
    adjustment = services.propose_adjustment(**facts)

    with pytest.raises(IntegrityError), tenancy.atomic():
        Adjustment.objects.filter(pk=adjustment.pk).update(state="approved", decided_by=STAFF_ACTOR.id)
