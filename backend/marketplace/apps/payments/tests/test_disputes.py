"""Staff see the disputes of their region, and hear of a deadline before it is over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.tests.factories import a_paid_payment, published_events
from marketplace.apps.payments.types import DisputeState, DisputeView, PaymentView
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")

DEADLINE = NOW + timedelta(days=10)


def a_dispute(
    payment: PaymentView, *, respond_by: datetime | None = DEADLINE, state: DisputeState = DisputeState.OPEN, reference: str = "dp_1"
) -> DisputeView:
    outcome = ProviderDispute(
        reference=reference, payment_reference="", amount=Money(500, "EUR"), state=state, reason="fraudulent", respond_by=respond_by
    )
    return record_dispute(payment_id=payment.id, outcome=outcome, now=NOW)


def reminders(*, now: datetime) -> int:
    services.remind_of_disputes(now=now)
    return published_events().count("dispute_due")


class TestReminders:
    def test_come_once_when_the_deadline_is_near_and_once_on_its_last_day(self):
        a_dispute(a_paid_payment())

        found = [reminders(now=NOW), reminders(now=DEADLINE - timedelta(days=3, minutes=1)), reminders(now=DEADLINE - timedelta(days=3))]

        assert found == [0, 0, 1]
        assert [reminders(now=DEADLINE - timedelta(days=1)), reminders(now=DEADLINE)] == [2, 2]

    def test_come_again_for_a_later_deadline(self):
        payment = a_paid_payment()
        a_dispute(payment)
        reminders(now=DEADLINE - timedelta(days=1))

        a_dispute(payment, respond_by=DEADLINE + timedelta(days=20))

        assert reminders(now=DEADLINE) == 1
        assert reminders(now=DEADLINE + timedelta(days=19)) == 2
        assert queries.list_disputes(payment.id)[0].respond_by == DEADLINE + timedelta(days=20)

    def test_do_not_come_once_the_bank_has_the_evidence(self):
        payment = a_paid_payment()
        a_dispute(payment)
        a_dispute(payment, respond_by=None)

        assert reminders(now=DEADLINE) == 0
        assert queries.list_disputes(payment.id)[0].respond_by is None

    def test_do_not_come_when_the_deadline_is_over(self):
        a_dispute(a_paid_payment())

        assert reminders(now=DEADLINE + timedelta(seconds=1)) == 0

    def test_keep_the_deadline_that_a_dispute_had_when_it_ended(self):
        payment = a_paid_payment()
        a_dispute(payment)
        a_dispute(payment, respond_by=None, state=DisputeState.LOST)

        assert queries.list_disputes(payment.id)[0].respond_by == DEADLINE

    @pytest.mark.parametrize("state", [DisputeState.WON, DisputeState.LOST])
    def test_do_not_come_for_a_dispute_that_has_ended(self, state):
        payment = a_paid_payment()
        a_dispute(payment)
        a_dispute(payment, state=state)

        assert reminders(now=DEADLINE) == 0

    def test_do_not_come_where_the_bank_named_no_deadline(self):
        a_dispute(a_paid_payment(), respond_by=None)

        assert reminders(now=DEADLINE + timedelta(days=100)) == 0

    @pytest.mark.django_db(transaction=True)
    def test_come_once_when_two_workers_look_at_the_same_time(self, eu):
        for number in range(5):
            a_dispute(a_paid_payment(), reference=f"dp_{number}")

        def look(_: int) -> int:
            with tenancy.scope(eu):
                return services.remind_of_disputes(now=DEADLINE)

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(look, range(4))) == 5
        assert published_events().count("dispute_due") == 5


class TestTheListOfStaff:
    def test_shows_the_newest_first_and_those_in_one_state(self, api):
        payments = [a_paid_payment() for _ in range(3)]
        opened = [a_dispute(payment) for payment in payments]
        a_dispute(payments[1], state=DisputeState.LOST)
        token = staff_token("finance")

        everything = api.get("admin/disputes", token=token).json()
        still_open = api.get("admin/disputes", token=token, state="open", limit="1").json()
        one = api.get(f"admin/disputes/{opened[1].id}", token=token).json()

        assert {item["id"] for item in everything["items"]} == {dispute.id for dispute in opened}
        assert len(still_open["items"]) == 1
        assert still_open["next_cursor"]
        assert (one["state"], one["amount"]["minor"], datetime.fromisoformat(one["respond_by"])) == ("lost", 500, DEADLINE)

    def test_is_refused_to_those_who_have_nothing_to_do_with_money(self, api):
        assert api.get("admin/disputes", token=staff_token("catalogue")).status_code == 403
        assert api.get("admin/disputes").status_code == 401

    def test_has_no_dispute_of_another_region(self, api, mena):
        dispute = a_dispute(a_paid_payment())
        with tenancy.scope(mena):
            token = staff_token("finance")

        answer = api.get(f"admin/disputes/{dispute.id}", token=token, tenant="mena")

        assert (answer.status_code, answer.json()["code"]) == (404, "dispute_not_found")
