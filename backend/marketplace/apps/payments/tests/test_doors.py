"""The staff's doors: who may look, and what they see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from marketplace.apps.payments import services
from marketplace.apps.payments.tests.factories import a_paid_payment, a_payment, a_refund
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.foundation import tenancy
from marketplace.foundation.rest.tokens import Principal, issue_access_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def token(audience: str, *roles: str) -> str:
    principal = Principal(id="stf_1", audience=audience, session_id="s1", roles=roles)
    return issue_access_token(principal, now=datetime.now(UTC))


def test_finance_sees_a_payment_with_its_refunds(sandbox: Sandbox, api: Any):
    payment = a_paid_payment()
    services.carry_out_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    detail = api.get(f"admin/payments/{payment.id}", token=token("staff", "finance")).json()

    assert (detail["id"], detail["state"], detail["refunded"]) == (payment.id, "succeeded", {"minor": 700, "currency": "EUR"})
    assert [refund["state"] for refund in detail["refunds"]] == ["succeeded"]
    assert detail["disputes"] == []


def test_support_lists_payments_by_state_and_order(sandbox: Sandbox, api: Any):
    paid, waiting = a_paid_payment(), a_payment()
    staff = token("staff", "support")

    by_state = api.get("admin/payments", token=staff, state="succeeded").json()
    by_order = api.get("admin/payments", token=staff, order_id=waiting.order_id).json()

    assert [item["id"] for item in by_state["items"]] == [paid.id]
    assert [item["id"] for item in by_order["items"]] == [waiting.id]


@pytest.mark.parametrize("query", [{"state": "lost"}, {"order_id": "1"}, {"cursor": "x"}, {"limit": "0"}])
def test_refuses_filters_that_make_no_sense(api: Any, query: dict[str, str]):
    assert api.get("admin/payments", token=token("staff", "admin"), **query).status_code == 422


@pytest.mark.parametrize("path", ["admin/payments", "admin/payments/pay_1"])
@pytest.mark.parametrize(
    ("audience", "role", "status"), [("customer", "", 403), ("vendor", "owner", 403), ("staff", "catalogue", 403), (None, "", 401)]
)
def test_others_are_shut_out(api: Any, path: str, audience: str | None, role: str, status: int):
    answer = api.get(path, token=token(audience, role) if audience else None)

    assert answer.status_code == status


def test_another_regions_staff_and_ids_are_refused(sandbox: Sandbox, api: Any, mena: tenancy.Tenant):
    payment = a_paid_payment()
    of_eu = token("staff", "admin")
    with tenancy.scope(mena):
        of_mena = token("staff", "admin")

    assert api.get(f"admin/payments/{payment.id}", tenant="mena", token=of_eu).status_code == 421
    assert api.get(f"admin/payments/{payment.id}", tenant="mena", token=of_mena).status_code == 404
