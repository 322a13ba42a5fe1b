"""The staff's endpoints: who may look and edit, and what they see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from marketplace.apps.payments import services
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.tests.factories import a_paid_payment, a_payment, a_refund
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.rest.tokens import Principal, issue_access_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def token(audience: str, *roles: str) -> str:
    principal = Principal(id="stf_1", audience=audience, session_id="s1", roles=roles)
    return issue_access_token(principal, now=datetime.now(UTC))


def test_finance_sees_a_payment_with_its_refunds(sandbox: Sandbox, api: Any):
    payment = a_paid_payment()
    services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

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


CASH = {"code": "cash_on_delivery", "provider": "cash", "kind": "cash", "name": "cash_on_delivery", "position": 5}


@pytest.fixture
def forgotten():
    """No other test goes by what this one edited."""
    yield
    methods.forget()


def test_staff_see_the_default_methods_page_by_page(api: Any):
    staff = token("staff", "finance")

    first = api.get("admin/payment-methods", token=staff, limit="2").json()
    second = api.get("admin/payment-methods", token=staff, limit="2", cursor=first["next_cursor"]).json()

    codes = [item["code"] for item in [*first["items"], *second["items"]]]
    assert codes == ["sandbox_card", "sandbox_ideal", "cash_on_delivery"]
    assert second["next_cursor"] is None


def test_staff_edit_a_method_under_its_version(api: Any, forgotten: Any):
    staff = token("staff", "admin")
    row = api.get("admin/payment-methods", token=staff).json()["items"][2]
    path, limit = f"admin/payment-methods/{row['id']}", {"currency": "EUR", "amount_to_minor": 5000}

    without = api.patch(path, limit, token=staff)
    changed = api.patch(path, limit, token=staff, etag=row["etag"])
    stale = api.patch(path, limit, token=staff, etag=row["etag"])

    assert (without.status_code, changed.status_code, stale.status_code) == (428, 200, 412)
    assert api.get(path, token=staff).json()["amount_to_minor"] == 5000
    (entry,) = AuditEntry.objects.filter(action="payment_method.changed")
    assert (entry.resource, entry.new["amount_to_minor"]) == (row["id"], 5000)


def test_staff_add_a_method_once(api: Any, forgotten: Any):
    staff, body = token("staff", "admin"), {**CASH, "currency": "EUR", "fee_fixed_minor": 250}

    added, again = [api.post("admin/payment-methods", body, token=staff, key="add-1") for _ in range(2)]

    assert (added.status_code, again.json()) == (201, added.json())
    assert len(api.get("admin/payment-methods", token=staff).json()["items"]) == 4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"provider": "nobody"}, "provider"),
        ({"country": "US"}, "country"),
        ({"currency": "USD"}, "currency"),
        ({"amount_to_minor": 100}, "currency"),
        ({"currency": "EUR", "amount_from_minor": 9, "amount_to_minor": 8}, "amount_to_minor"),
        ({"name": "barter"}, "name"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused(api: Any, change: dict[str, Any], field: str):
    answer = api.post("admin/payment-methods", {**CASH, **change}, token=token("staff", "admin"), key="add-2")

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])


@pytest.mark.parametrize(("audience", "role", "status"), [("customer", "", 403), ("staff", "support", 403), (None, "", 401)])
def test_others_do_not_edit_methods(api: Any, audience: str | None, role: str, status: int):
    answer = api.post("admin/payment-methods", CASH, token=token(audience, role) if audience else None, key="add-3")

    assert answer.status_code == status
