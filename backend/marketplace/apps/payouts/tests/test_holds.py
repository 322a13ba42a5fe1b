"""Staff hold and release earnings; each step is audited, and disputes keep their own holds."""

from __future__ import annotations

import pytest

from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.tests.factories import LATER, a_payable_vendor, a_sale
from marketplace.apps.payouts.types import HoldCause
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("tenant")

REASON = {"reason": "The address looks wrong"}


def payable(vendor):
    return next(item.payable.minor for item in queries.balances(vendor.id, now=LATER) if item.currency == "EUR")


def hold(api, vendor_order, *, token, status=201):
    answer = api.post("admin/holds", {"vendor_order_id": vendor_order, **REASON}, token=token)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_earnings_wait_for_a_review_and_are_free_after_it(api):
    vendor, token = a_payable_vendor(), staff_token("finance")
    held, _ = a_sale(vendor.id), a_sale(vendor.id)

    placed = hold(api, held, token=token)
    meanwhile = payable(vendor)
    released = [api.post(f"admin/holds/{placed['cause_id']}/release", REASON, token=token) for _ in range(2)]

    assert (placed["cause"], placed["vendor_id"], placed["released_at"]) == ("review", vendor.id, None)
    assert (meanwhile, payable(vendor)) == (8_800, 17_600)
    assert [answer.status_code for answer in released] == [200, 200]
    assert released[0].json()["released_at"] == released[1].json()["released_at"]
    audited = (
        AuditEntry.objects.filter(resource=placed["cause_id"], action__startswith="hold.").order_by("id").values_list("action", "reason")
    )
    assert list(audited) == [("hold.placed", REASON["reason"]), ("hold.released", REASON["reason"])]


def test_a_disputes_hold_is_seen_and_not_released_by_hand(api):
    vendor, token = a_payable_vendor(), staff_token("finance")
    order = a_sale(vendor.id)
    services.place_holds(HoldCause.DISPUTE, "dsp_1", vendor_orders={order: vendor.id}, now=LATER)

    (seen,) = api.get("admin/holds", token=token, vendor_order_id=order).json()["items"]
    refused = api.post("admin/holds/dsp_1/release", REASON, token=token)

    assert (seen["cause"], seen["cause_id"]) == ("dispute", "dsp_1")
    assert (refused.status_code, payable(vendor)) == (404, 0)


def test_only_those_who_handle_money_hold_it(api):
    vendor = a_payable_vendor()
    order = a_sale(vendor.id)

    hold(api, order, token=staff_token("support"), status=403)
    hold(api, order, token=vendor_token(vendor.id), status=403)
    hold(api, "vord_01HZZZZZZZZZZZZZZZZZZZZZZZ", token=staff_token("finance"), status=404)

    assert payable(vendor) == 8_800
