from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import VendorNotSelling, VendorStateForbids
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

MOVES = {
    "approve": services.approve_vendor,
    "suspend": services.suspend_vendor,
    "reinstate": services.reinstate_vendor,
    "close": services.close_vendor,
}
ALLOWED = {
    ("pending", "approve"): "approved",
    ("approved", "suspend"): "suspended",
    ("suspended", "reinstate"): "approved",
    ("pending", "close"): "closed",
    ("approved", "close"): "closed",
    ("suspended", "close"): "closed",
}
EVENTS = {
    "approve": "vendors.vendor_approved.v1",
    "suspend": "vendors.vendor_suspended.v1",
    "reinstate": "vendors.vendor_reinstated.v1",
    "close": "vendors.vendor_closed.v1",
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", ["pending", "approved", "suspended", "closed"])
def test_only_the_moves_of_the_table_are_possible(state, move):
    vendor = make_vendor(state=state)

    if (state, move) not in ALLOWED:
        with pytest.raises(VendorStateForbids) as refused:
            MOVES[move](vendor_id=vendor.id, reason="A reason", actor=STAFF_ACTOR, now=NOW)
        assert refused.value.extra == {"state": state}
        assert queries.get_vendor(vendor.id).state == state
        return
    moved = MOVES[move](vendor_id=vendor.id, reason="A reason", actor=STAFF_ACTOR, now=NOW)

    assert moved.state == ALLOWED[state, move]
    assert OutboxEvent.objects.order_by("id").last().wire_name == EVENTS[move]
    entry = AuditEntry.objects.filter(resource=vendor.id).order_by("pk").last()
    assert (entry.old, entry.new, entry.reason) == ({"state": state}, {"state": moved.state}, "A reason")


@pytest.mark.parametrize(("state", "move"), [("approved", "suspend"), ("suspended", "reinstate"), ("approved", "close")])
def test_a_reason_is_needed(state, move):
    vendor = make_vendor(state=state)

    with pytest.raises(InvalidInput):
        MOVES[move](vendor_id=vendor.id, reason="  ", actor=STAFF_ACTOR, now=NOW)


def test_an_unknown_vendor_is_not_found():
    with pytest.raises(NotFound):
        services.approve_vendor(vendor_id="ven_none", actor=STAFF_ACTOR, now=NOW)


def test_only_approved_vendors_may_sell():
    approved, suspended, pending = make_vendor(), make_vendor(state="suspended"), make_vendor(state="pending")

    with tenancy.atomic():
        services.require_selling([approved.id, approved.id])
    with pytest.raises(VendorNotSelling) as refused, tenancy.atomic():
        services.require_selling([approved.id, suspended.id, pending.id, "ven_unknown"])

    assert refused.value.extra == {"vendor_ids": sorted([suspended.id, pending.id, "ven_unknown"])}
    assert [queries.get_vendor(vendor.id).is_selling for vendor in (approved, suspended, pending)] == [True, False, False]


def test_selling_is_asked_for_inside_a_transaction_only():
    with pytest.raises(RuntimeError):
        services.require_selling(["ven_any"])


@pytest.mark.parametrize("state", ["approved", "suspended", "closed"])
def test_who_refuses_an_applicant_closes_nobody_who_was_approved_meanwhile(state):
    vendor = make_vendor(state=state)

    with pytest.raises(VendorStateForbids):
        services.close_vendor(vendor_id=vendor.id, reason="No papers", actor=STAFF_ACTOR, now=NOW, from_state="pending")

    assert queries.get_vendor(vendor.id).state == state


def test_closing_ends_the_api_keys():
    vendor = make_vendor()
    services.create_api_key(vendor_id=vendor.id, name="Warehouse", roles=["fulfilment"], actor=STAFF_ACTOR, now=NOW)

    services.close_vendor(vendor_id=vendor.id, reason="Left", actor=STAFF_ACTOR, now=NOW)

    assert [key.revoked_at for key in queries.list_api_keys(vendor.id)] == [NOW]


def test_an_approved_vendor_keeps_the_day_of_its_first_approval():
    vendor = make_vendor(state="suspended")

    reinstated = services.reinstate_vendor(vendor_id=vendor.id, reason="Cleared", actor=STAFF_ACTOR, now=NOW.replace(year=2027))

    assert reinstated.approved_at == NOW
