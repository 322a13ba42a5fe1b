"""What is PayPal's own, at a stand-in that speaks its protocol. What all providers have in common is in ``test_contract.py``."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments import providers, queries, services
from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderUnavailable
from marketplace.apps.payments.models import Payment, ProviderEvent
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.tests.at_gateways import a_request, held, post_webhook, reference, waiting
from marketplace.apps.payments.tests.factories import EUR_20, a_due_refund, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateway_paypal import PayPalAtDouble, payments_of
from marketplace.apps.payments.types import PaymentDetails, PaymentView
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW
from payment_doubles.paypal_signing import Signer
from payment_doubles.server import Notice

pytestmark = pytest.mark.usefixtures("tenant")

EUR_5 = {"currency_code": "EUR", "value": "5.00"}


@pytest.fixture
def paypal(using: Any) -> PayPalAtDouble:
    made: PayPalAtDouble = using(PayPalAtDouble)
    return made


def started(**changes: Any) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method="paypal", **changes).id, now=NOW)


def paid(paypal: PayPalAtDouble) -> PaymentView:
    payment = started()
    paypal.approve(reference(payment))
    return services.refresh_payment(payment_id=payment.id, now=NOW)


def deliver(paypal: PayPalAtDouble) -> None:
    """The webhooks that PayPal has sent meanwhile, the last one first, and each of them twice."""
    for notice in reversed(waiting(paypal) * 2):
        assert post_webhook("paypal", notice) == 200


class TestPayments:
    def test_an_order_is_asked_for_in_paypals_words(self, paypal):
        payment = started(details=PaymentDetails(email="noor@example.com", language="nl"))

        order = held(paypal, payment)
        (unit,) = order["purchase_units"]
        assert (order["intent"], unit["amount"]) == ("CAPTURE", {"currency_code": "EUR", "value": "20.00"})
        assert (unit["custom_id"], order["experience"]["locale"]) == (payment.id, "nl-NL")
        assert order["experience"]["return_url"] == order["experience"]["cancel_url"] == "http://eu.localhost/checkout/done"
        assert "noor" not in str(order)
        assert payment.action.url == f"{paypal.url}/checkoutnow/{order['id']}"

    @pytest.mark.parametrize(
        ("amount", "value"),
        [(Money(5, "EUR"), "0.05"), (Money(1000, "JPY"), "1000"), (Money(123400, "HUF"), "1234"), (Money(50000, "TWD"), "500")],
    )
    def test_amounts_have_the_decimals_that_paypal_takes(self, paypal, amount, value):
        answer = providers.get("paypal").start(a_request(amount, "paypal"), idempotency_key="pay_1")

        assert paypal.remote.payments[answer.reference]["purchase_units"][0]["amount"] == {"currency_code": amount.currency, "value": value}
        assert answer.amount == amount

    def test_a_part_of_a_forint_is_refused_and_not_rounded(self, paypal):
        with pytest.raises(Rejected, match="amount_not_representable"):
            providers.get("paypal").start(a_request(Money(123456, "HUF"), "paypal"), idempotency_key="pay_1")

        assert paypal.remote.payments == {}

    @pytest.mark.parametrize(("currency", "is_offered"), [("EUR", True), ("AED", False)])
    def test_it_is_offered_for_the_currencies_that_paypal_takes(self, paypal, mena, currency, is_offered):
        assert providers.takes("paypal", currency) == is_offered

    def test_a_wallet_that_is_declined_at_the_capture_fails_the_payment(self, paypal):
        payment = started()
        paypal.refuse(reference(payment))

        failed = services.refresh_payment(payment_id=payment.id, now=NOW)

        assert (failed.state, failed.failure_code, paypal.remote.captures) == ("failed", "instrument_declined", 0)

    @pytest.mark.parametrize(("end", "state"), [("COMPLETED", "succeeded"), ("DECLINED", "failed")])
    def test_a_capture_that_paypal_checks_first_ends_by_a_webhook(self, paypal, end, state):
        payment = started()
        paypal.double.approve(reference(payment), ending="PENDING")
        processing = services.refresh_payment(payment_id=payment.id, now=NOW)

        paypal.double.settle_capture(reference(payment), end)
        deliver(paypal)

        assert (processing.state, queries.get_payment(payment.id).state) == ("processing", state)

    def test_an_order_that_was_captured_already_is_not_captured_again(self, paypal):
        payment = started()
        paypal.approve(reference(payment))
        providers.get("paypal").capture(reference(payment), EUR_20, idempotency_key="by hand")

        found = providers.get("paypal").capture(reference(payment), EUR_20, idempotency_key="another key")

        assert (found.state, found.captured_minor, paypal.remote.captures) == ("succeeded", 2000, 1)

    def test_a_state_that_paypal_never_named_before_is_no_answer(self, paypal):
        payment = started()
        held(paypal, payment)["status"] = "PONDERING"

        with pytest.raises(ProviderUnavailable):
            services.refresh_payment(payment_id=payment.id, now=NOW)

    def test_a_request_that_paypal_refuses_has_failed(self, paypal):
        payment = a_payment(method="paypal")
        Payment.objects.filter(pk=payment.id).update(return_url="")

        failed = services.start_payment(payment_id=payment.id, now=NOW)

        assert (failed.state, failed.failure_code) == ("failed", "invalid_parameter_value")


class TestTokens:
    def test_one_token_serves_many_calls(self, paypal):
        for _ in range(3):
            started()

        assert paypal.double.calls.count("POST /v1/oauth2/token") == 1

    def test_a_token_that_is_about_to_end_is_replaced(self, paypal):
        paypal.double.token_life_s = 60
        for _ in range(2):
            started()

        assert paypal.double.calls.count("POST /v1/oauth2/token") == 2

    def test_a_token_that_paypal_has_forgotten_is_replaced_and_the_call_made_once(self, paypal):
        started()
        paypal.double.tokens.clear()

        payment = started()

        assert payment.state == "requires_action"
        assert (len(paypal.remote.payments), paypal.double.calls.count("POST /v1/oauth2/token")) == (2, 2)

    def test_credentials_that_paypal_does_not_know_are_no_answer(self, paypal):
        payment = started()
        paypal.double.faults.refuses_keys = True

        with pytest.raises(ProviderKeyRefused):
            services.refresh_payment(payment_id=payment.id, now=NOW)
        with pytest.raises(ProviderKeyRefused):
            providers.get("paypal").check_key()
        paypal.double.faults.refuses_keys = False
        providers.get("paypal").check_key()

    def test_an_account_whose_webhook_paypal_does_not_know_is_refused(self, paypal):
        paypal.by_region["eu"].settings.update(webhook_id="ANOTHER")

        with pytest.raises(ProviderKeyRefused):
            providers.get("paypal").check_key()


class TestMoneyBack:
    def test_webhooks_that_come_twice_and_in_the_wrong_order_are_recorded_once(self, paypal):
        payment = started()
        paypal.approve(reference(payment))
        services.refresh_payment(payment_id=payment.id, now=NOW)
        paypal.double.add_refund(reference(payment), EUR_5)

        deliver(paypal)

        found = queries.get_payment(payment.id)
        assert (found.state, found.captured, found.refunded) == ("succeeded", EUR_20, Money(500, "EUR"))
        assert published_events() == ["payment_succeeded", "refund_succeeded"]

    def test_a_refund_that_waits_ends_by_a_webhook(self, paypal):
        payment = paid(paypal)
        paypal.double.faults.refunds = "PENDING"

        pending = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
        paypal.double.settle_refund(paypal.remote.refunds[0]["id"], "COMPLETED")
        deliver(paypal)

        assert (pending.state, queries.get_refund(pending.id).state) == ("pending", "succeeded")

    @pytest.mark.parametrize("end", ["FAILED", "CANCELLED"])
    def test_a_refund_that_comes_back_has_failed(self, paypal, end):
        payment = paid(paypal)
        refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

        paypal.double.settle_refund(paypal.remote.refunds[0]["id"], end)
        deliver(paypal)

        failed = queries.get_refund(refund.id)
        assert (refund.state, failed.state, failed.failure_code) == ("succeeded", "failed", end.lower())
        assert queries.get_payment(payment.id).refundable == EUR_20

    def test_a_refund_that_paypal_refuses_fails(self, paypal):
        payment = paid(paypal)
        paypal.double.faults.refunds = "reject"

        failed = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

        assert (failed.state, failed.failure_code) == ("failed", "refund_not_permitted_due_to_chargeback")
        assert paypal.remote.refunds == []

    @pytest.mark.parametrize(
        ("outcome", "state"),
        [
            ("RESOLVED_BUYER_FAVOUR", "lost"),
            ("RESOLVED_SELLER_FAVOUR", "won"),
            ("RESOLVED_WITH_PAYOUT", "won"),
            ("CANCELED_BY_BUYER", "won"),
        ],
    )
    def test_a_dispute_holds_the_money_until_paypal_decides(self, paypal, outcome, state):
        payment = paid(paypal)
        dispute = paypal.double.dispute(reference(payment), {"currency_code": "EUR", "value": "20.00"})
        deliver(paypal)
        (opened,) = queries.list_disputes(payment.id)
        refused = a_due_refund(payment, 500)
        paypal.double.resolve(reference(payment), dispute, outcome)
        deliver(paypal)

        (ended,) = queries.list_disputes(payment.id)
        assert (opened.state, opened.amount, opened.reason) == ("open", EUR_20, "merchandise_or_service_not_received")
        assert (ended.state, refused.state) == (state, "covered")
        assert [event for event in published_events() if "dispute" in event] == ["dispute_opened", f"dispute_{state}"]

    def test_an_outcome_that_paypal_never_named_before_is_asked_about_again(self, paypal):
        payment = paid(paypal)
        dispute = paypal.double.dispute(reference(payment), EUR_5)
        deliver(paypal)
        paypal.double.resolve(reference(payment), dispute, "PONDERED")

        with pytest.raises(ProviderUnavailable):
            deliver(paypal)

        assert [each.state for each in queries.list_disputes(payment.id)] == ["open"]


class TestSignatures:
    def approved(self, paypal: PayPalAtDouble) -> tuple[PaymentView, Notice]:
        payment = started()
        paypal.approve(reference(payment))
        *_, notice = waiting(paypal)  # after those of payments before
        return payment, notice

    def test_the_certificate_is_fetched_once(self, paypal):
        for _ in range(2):
            payment, notice = self.approved(paypal)
            assert post_webhook("paypal", notice) == 200
            assert queries.get_payment(payment.id).captured == EUR_20

        assert paypal.double.certificates_sent == 1

    @pytest.mark.parametrize(
        "headers",
        [
            {"PayPal-Transmission-Sig": "forged"},
            {"PayPal-Transmission-Sig": "Zm9yZ2Vk"},
            {"PayPal-Transmission-Sig": ""},
            {"PayPal-Transmission-Id": "another"},
            {"PayPal-Transmission-Time": "2026-11-02T12:00:00Z"},
            {"PayPal-Auth-Algo": "none"},
            {"PayPal-Cert-Url": ""},
        ],
        ids=str,
    )
    def test_what_was_not_signed_as_it_came_is_refused(self, paypal, headers):
        payment, notice = self.approved(paypal)

        assert post_webhook("paypal", notice, **headers) == 400
        assert not ProviderEvent.objects.exists()
        assert queries.get_payment(payment.id).state == "requires_action"

    def test_another_body_under_a_true_signature_is_refused(self, paypal):
        _, notice = self.approved(paypal)

        assert post_webhook("paypal", notice, body=notice.body + b" ") == 400

    def test_a_webhook_of_another_account_is_refused(self, paypal, mena: tenancy.Tenant):
        started()
        foreign = paypal.double.event(paypal.by_region["mena"], "CHECKOUT.ORDER.APPROVED", "checkout-order", {"id": "X"})

        assert post_webhook("paypal", foreign) == 400

    @pytest.mark.parametrize(
        "place",
        ["http://127.0.0.1:9/v1/notifications/certs", "{url}.attacker.example/v1/notifications/certs", "{url}/v1/notifications/certs/.."],
    )
    def test_a_certificate_of_another_host_is_not_fetched(self, paypal, place):
        _, notice = self.approved(paypal)
        forger = Signer()
        headers = forger.headers(notice.body, webhook_id="WEBHOOKEU", url=place.format(url=paypal.url))

        assert post_webhook("paypal", notice, **headers) == 400

    def test_a_name_without_a_certificate_is_refused(self, paypal):
        _, notice = self.approved(paypal)

        assert post_webhook("paypal", notice, **{"PayPal-Cert-Url": f"{paypal.url}/v1/notifications/certs/CERT-0"}) == 400

    def test_a_certificate_that_has_ended_is_refused(self, paypal):
        paypal.double.signer = Signer(days=-1)
        _, notice = self.approved(paypal)

        assert post_webhook("paypal", notice) == 400

    def test_without_the_certificate_it_is_not_answered_and_taken_when_paypal_repeats_it(self, paypal):
        payment, notice = self.approved(paypal)
        pem, paypal.double.signer.pem = paypal.double.signer.pem, b""

        assert post_webhook("paypal", notice) == 400
        paypal.double.signer.pem = pem

        assert post_webhook("paypal", notice) == 200
        assert queries.get_payment(payment.id).captured == EUR_20

    def test_what_is_none_of_ours_is_kept_and_changes_nothing(self, paypal):
        payment = started()
        account = paypal.by_region["eu"]
        for kind, resource_type, resource in [
            ("BILLING.SUBSCRIPTION.CREATED", "subscription", {"id": "I-1"}),
            ("PAYMENT.CAPTURE.COMPLETED", "capture", {"id": "OF1AN2INVOICE"}),
            ("SOMETHING.NEW", "", {}),
        ]:
            assert post_webhook("paypal", paypal.double.event(account, kind, resource_type, resource)) == 200

        assert sorted(ProviderEvent.objects.values_list("type", flat=True)) == [
            "billing.subscription.created",
            "payment.capture.completed",
            "something.new",
        ]
        assert queries.get_payment(payment.id).state == "requires_action"

    @pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"id": "WH 1", "event_type": "X"}', b'{"id": "WH-1", "event_type": "\\u0000"}'])
    def test_a_signed_body_that_cannot_be_read_is_refused(self, paypal, body):
        headers = paypal.double.signer.headers(body, webhook_id="WEBHOOKEU", url=f"{paypal.url}/v1/notifications/certs")

        assert post_webhook("paypal", Notice("", body, headers)) == 400
        assert not ProviderEvent.objects.exists()


def test_the_customer_chooses_at_the_page_and_comes_back(paypal):
    import httpx

    payment = started()

    answer = httpx.post(payment.action.url, data={"choice": "approve"}, trust_env=False)

    assert answer.headers["Location"] == f"http://eu.localhost/checkout/done?token={reference(payment)}"
    assert services.check_payment(payment_id=payment.id, now=NOW).captured == EUR_20
    assert len(payments_of(held(paypal, payment))["captures"]) == 1
