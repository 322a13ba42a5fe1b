"""A checkout is assessed before it is paid; staff look at what is odd, and a block cancels the order. Over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contract.tests.buying import Buyer
from marketplace.apps.fraud import services
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.fraud.tests.factories import assessed
from marketplace.apps.fraud.types import Label, Outcome, RiskLevel
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tests.gateways import MollieAtDouble, PayPalAtDouble, StripeAtDouble
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import clock
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

TYPED = {"method": "stripe_card", "card_token": "pm_card_visa"}


@pytest.fixture
def stripe(tenant: Any, using: Any) -> StripeAtDouble:
    made: StripeAtDouble = using(StripeAtDouble)
    return made


def declined_before(times: int = 3) -> None:
    for _ in range(times):
        risk = assessed(network="127.0.0.1", now=clock.now() - timedelta(minutes=5))
        services.note_outcomes({risk.payment_id: Outcome.DECLINED})


def many_emails_before() -> None:
    """Reason enough to have the bank look, and not to have staff look."""
    for number in range(4):
        assessed(network="127.0.0.1", email=f"person{number}@example.com", now=clock.now() - timedelta(hours=2))


def buy(api: Any, product: Any, **typed: str) -> Any:
    buyer = Buyer(api)
    buyer.fill((product, 1), country="NL", currency="EUR")
    return buyer.pay(**(typed or TYPED))


def latest() -> PaymentRisk:
    return PaymentRisk.objects.latest("assessed_at")


class TestCheckout:
    def test_an_ordinary_one_is_assessed_and_paid_without_a_challenge(self, api, mug, stripe, drain):
        answer = buy(api, mug)
        drain()

        risk = latest()
        assert answer.json()["status"] == "confirmed"
        assert (risk.order_id, risk.level, risk.outcome) == (answer.json()["order_id"], RiskLevel.ALLOW, Outcome.PAID)
        assert "is_challenged" not in Payment.objects.get(pk=risk.payment_id).details

    def test_an_odd_one_is_challenged_put_before_staff_and_not_refused(self, api, mug, stripe):
        declined_before()

        answer = buy(api, mug)

        risk = latest()
        assert answer.status_code == 201
        assert (risk.level, risk.review) == (RiskLevel.REVIEW, "open")
        assert Payment.objects.get(pk=risk.payment_id).details["is_challenged"] is True

    def test_people_look_where_no_bank_can_be_asked(self, api, mug, using):
        using(PayPalAtDouble)
        many_emails_before()

        answer = buy(api, mug, method="paypal")

        risk = latest()
        assert answer.status_code == 201
        assert (risk.level, risk.review) == (RiskLevel.CHALLENGE, "open")
        assert [reason["code"] for reason in risk.reasons] == ["many_emails_of_a_network", "no_challenge"]

    def test_what_is_approved_at_the_bank_in_any_case_needs_no_people(self, api, mug, using):
        using(MollieAtDouble)
        many_emails_before()

        buy(api, mug, method="mollie_ideal")

        assert (latest().level, latest().review) == (RiskLevel.CHALLENGE, "none")

    @pytest.mark.parametrize(
        ("method", "is_challenged"),
        [("mollie_ideal", True), ("mollie_card", False), ("stripe_card", True), ("momo", True), ("paystack_card", False), ("cash", False)],
    )
    def test_each_provider_says_of_its_methods_whether_a_bank_looks(self, method, is_challenged):
        assert providers.challenges(method.partition("_")[0], method) is is_challenged

    @pytest.mark.parametrize("card", ["tok_3ds_if_asked", "tok_ok"])
    def test_the_sandboxs_bank_looks_at_a_card_that_it_can_look_at(self, card, api, mug, sandbox):
        many_emails_before()

        answer = buy(api, mug, method="sandbox_card", card_token=card).json()

        risk = latest()
        assert (risk.level, risk.review) == (RiskLevel.CHALLENGE, "none")
        assert answer["status"] == ("awaiting_payment" if card == "tok_3ds_if_asked" else "confirmed")

    def test_an_ordinary_payment_by_the_same_card_is_not_looked_at(self, api, mug, sandbox):
        assert buy(api, mug, method="sandbox_card", card_token="tok_3ds_if_asked").json()["status"] == "confirmed"

    def test_what_is_paid_on_delivery_is_not_assessed(self, api, mug):
        buyer = Buyer(api)
        buyer.fill((mug, 1), country="NL", currency="EUR")

        assert buyer.pay(method="cash_on_delivery").status_code == 201

        assert not PaymentRisk.objects.exists()


class TestReview:
    @pytest.fixture
    def order(self, api, mug, stripe, drain) -> Any:
        declined_before()
        answer = buy(api, mug).json()
        drain()
        return answer

    def test_the_likeliest_come_first_with_reasons(self, api, order):
        (item,) = api.get("admin/payment-risks", token=staff_token("finance")).json()["items"]

        assert (item["order_id"], item["review"], item["level"]) == (order["order_id"], "open", "review")
        assert [reason["code"] for reason in item["reasons"]] == ["many_declines"]

    def test_a_block_cancels_the_order_and_is_learned_from(self, api, order, drain):
        path = f"admin/payment-risks/{latest().payment_id}/decide"

        blocked = api.post(path, {"review": "blocked", "reason": "Stolen card"}, token=staff_token("finance"))
        drain()

        assert (blocked.status_code, blocked.json()["review"], blocked.json()["label"]) == (200, "blocked", Label.FRAUD)
        assert order_queries.unsent_lines(order_queries.get_any_order(order["order_id"])) == []
        assert AuditEntry.objects.filter(action="payment_risk.decided").count() == 1

    def test_a_cleared_one_goes_on_and_counts_as_honest(self, api, order, drain):
        path = f"admin/payment-risks/{latest().payment_id}/decide"

        cleared = api.post(path, {"review": "cleared", "reason": "Known customer"}, token=staff_token("finance"))
        drain()

        assert (cleared.json()["review"], cleared.json()["label"]) == ("cleared", Label.HONEST)
        assert order_queries.unsent_lines(order_queries.get_any_order(order["order_id"])) != []
        again = api.post(path, {"review": "blocked", "reason": "No"}, token=staff_token("finance"))
        assert (again.status_code, again.json()["state"]) == (409, "cleared")

    @pytest.mark.parametrize("role", ["catalogue", "support"])
    def test_other_staff_see_and_decide_nothing(self, api, order, role):
        path = f"admin/payment-risks/{latest().payment_id}/decide"

        assert api.get("admin/payment-risks", token=staff_token(role)).status_code == 403
        assert api.post(path, {"review": "blocked", "reason": "No"}, token=staff_token(role)).status_code == 403

    def test_an_unknown_payment_is_404(self, api):
        answer = api.post("admin/payment-risks/pay_none/decide", {"review": "blocked", "reason": "No"}, token=staff_token())

        assert answer.status_code == 404
