"""A refund that the provider refuses is for staff to see and to end."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.tests.factories import a_failed_refund, a_paid_payment, a_refund, published_events, refuse_refunds
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.actors import SYSTEM
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.mark.django_db(transaction=True)
class TestAFailedRefund:
    """Is for staff to see and to end."""

    def post(self, api: Any, refund_id: str, action: str, token: str, **body: Any) -> Any:
        return api.post(f"admin/refunds/{refund_id}/{action}", {"reason": "The customer called", **body}, token=token)

    def test_is_listed(self, sandbox: Sandbox, api: Any):
        failed = a_failed_refund(sandbox, a_paid_payment(), 700)
        services.execute_refund(refund_id=a_refund(a_paid_payment(), 100).id, now=NOW)

        answer = api.get("admin/refunds", state="failed", token=staff_token("support"))

        assert [item["id"] for item in answer.json()["items"]] == [failed.id]
        assert api.get("admin/refunds", state="failed").status_code == 401

    def test_is_listed_in_both_orders_a_page_at_a_time(self, sandbox: Sandbox, api: Any):
        made = [a_failed_refund(sandbox, a_paid_payment(), minor).id for minor in (100, 200, 300)]

        for sort, expected in (("created_at", sorted(made)), ("-created_at", sorted(made)[::-1]), ("", sorted(made)[::-1])):
            asked = {"sort": sort} if sort else {}
            first = api.get("admin/refunds", token=staff_token(), limit=2, state="failed", **asked).json()
            rest = api.get("admin/refunds", token=staff_token(), limit=2, state="failed", cursor=first["next_cursor"], **asked).json()
            assert [item["id"] for item in first["items"] + rest["items"]] == expected
        assert api.get("admin/refunds", token=staff_token(), sort="amount").status_code == 422

    def test_has_a_page_of_its_own(self, sandbox: Sandbox, api: Any):
        failed = a_failed_refund(sandbox, a_paid_payment(), 700)
        path = f"admin/refunds/{failed.id}"

        answers = [
            api.get(path, token=staff_token("support")),
            api.get(path, token=staff_token("catalogue")),
            api.get("admin/refunds/rfd_01JCXYZ0000000000000000000", token=staff_token("finance")),
            api.get(path, token=staff_token("finance"), tenant="mena"),
            api.get(path),
        ]

        assert [answer.status_code for answer in answers] == [200, 403, 404, 421, 401]
        assert answers[0].json()["id"] == failed.id

    def test_is_retried_by_a_refund_of_its_own(self, sandbox: Sandbox, api: Any):
        payment = a_paid_payment()
        failed = a_failed_refund(sandbox, payment, 700)
        refuse_refunds(sandbox, payment, "normal")

        answer = self.post(api, failed.id, "retry", staff_token("finance"))
        again = self.post(api, failed.id, "retry", staff_token("finance"))

        assert (answer.status_code, answer.json()["state"], answer.json()["follows"]) == (200, "succeeded", failed.id)
        assert queries.get_refund(failed.id).state == "retried"
        assert (again.status_code, again.json()["code"]) == (409, "refund_state_forbids")
        assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 700
        assert AuditEntry.objects.get(action="refund.retried").reason == "The customer called"

    def test_that_fails_again_can_be_retried_again(self, sandbox: Sandbox, api: Any):
        payment = a_paid_payment()
        failed = a_failed_refund(sandbox, payment, 700)

        second = self.post(api, failed.id, "retry", staff_token("finance")).json()
        refuse_refunds(sandbox, payment, "normal")
        third = self.post(api, second["id"], "retry", staff_token("finance")).json()

        assert (second["state"], third["state"]) == ("failed", "succeeded")
        assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 700

    def test_is_settled_another_way(self, sandbox: Sandbox, api: Any):
        failed = a_failed_refund(sandbox, a_paid_payment(), 700)

        answer = self.post(api, failed.id, "settle", staff_token("finance"), reference="SEPA 4711")

        assert (answer.status_code, answer.json()["state"]) == (200, "settled")
        assert published_events()[-1] == "refund_settled"
        assert AuditEntry.objects.get(action="refund.settled").new == {"state": "settled", "reference": "SEPA 4711"}
        assert self.post(api, failed.id, "retry", staff_token("finance")).status_code == 409

    @pytest.mark.parametrize("action", ["retry", "settle"])
    def test_needs_a_reason_and_the_right_to_handle_money(self, sandbox: Sandbox, api: Any, action: str):
        failed = a_failed_refund(sandbox, a_paid_payment(), 700)

        answers = [
            self.post(api, failed.id, action, staff_token("support")),
            api.post(f"admin/refunds/{failed.id}/{action}", {}, token=staff_token("finance")),
            self.post(api, "rfd_01JCXYZ0000000000000000000", action, staff_token("finance")),
            api.post(f"admin/refunds/{failed.id}/{action}", {"reason": "x"}, token=staff_token("finance"), tenant="mena"),
        ]

        assert [answer.status_code for answer in answers] == [403, 422, 404, 421]
        assert queries.get_refund(failed.id).state == "failed"

    def test_retried_by_many_at_once_pays_once(self, sandbox: Sandbox):
        payment = a_paid_payment()
        failed = a_failed_refund(sandbox, payment, 700)
        refuse_refunds(sandbox, payment, "normal")

        outcomes = at_once(6, lambda _: services.retry_refund(refund_id=failed.id, reason="x", actor=SYSTEM, now=NOW))

        assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
        assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 700
