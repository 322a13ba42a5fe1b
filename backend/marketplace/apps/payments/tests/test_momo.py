"""What is MTN Mobile Money's own, at a stand-in that speaks its protocol. What all providers have in common is in ``test_contract.py``."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from django.test import Client

from marketplace.apps.payments import providers, queries, services
from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderUnavailable
from marketplace.apps.payments.models import ProviderEvent
from marketplace.apps.payments.providers.base import PaymentRequest, Rejected, uuid_of
from marketplace.apps.payments.providers.momo_phones import msisdn_of
from marketplace.apps.payments.tests.at_gateways import held, reference
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateway_momo import MomoAtDouble, UgandanMomo
from marketplace.apps.payments.tests.sandbox import interpret_events
from marketplace.apps.payments.types import ApproveOnPhone, PaymentAddress, PaymentDetails, PaymentView
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

KAMPALA = PaymentAddress(name="Noor", line1="Plot 1", city="Kampala", country="UG")
DETAILS = PaymentDetails(email="noor@example.com", phone="0772 123456", shipping_address=KAMPALA)


@pytest.fixture
def momo(using: Any) -> MomoAtDouble:
    made: MomoAtDouble = using(MomoAtDouble)
    return made


def started(**changes: Any) -> PaymentView:
    values: dict[str, Any] = {"details": DETAILS, **changes}
    return services.start_payment(payment_id=a_payment(method="momo", **values).id, now=NOW)


def paid(momo: MomoAtDouble) -> PaymentView:
    payment = started()
    momo.approve(reference(payment))
    return services.refresh_payment(payment_id=payment.id, now=NOW)


def put(body: bytes) -> int:
    """A callback from anybody: MTN signs none."""
    answer = Client().put("/api/v1/webhooks/momo", data=body, content_type="application/json", headers={"Host": "api.eu.localhost"})
    if answer.status_code == 200:
        interpret_events()
    return answer.status_code


def a_request(amount: Money, **changes: Any) -> PaymentRequest:
    values: dict[str, Any] = {
        "payment_id": "pay_1",
        "method": "momo",
        "return_url": "",
        "webhook_url": "https://shop.example/hook",
        "description": "Order",
        "details": DETAILS,
        **changes,
    }
    return PaymentRequest(amount=amount, **values)


class TestPayments:
    def test_the_customer_is_asked_on_the_phone_in_mtns_words(self, momo):
        payment = started(description="GlobalMarket: Ännas Töpfe & Co.")

        asked = held(momo, payment)
        assert asked["id"] == reference(payment) == uuid_of(payment.id)
        assert (asked["amount"], asked["currency"], asked["externalId"]) == ("20.00", "EUR", payment.id)
        assert asked["payer"] == {"partyIdType": "MSISDN", "partyId": "256772123456"}
        assert asked["payerMessage"] == "GlobalMarket nnas T pfe Co"
        assert asked["callback"].endswith("/api/v1/webhooks/momo")
        assert "noor" not in str(asked).lower()
        assert payment.action == ApproveOnPhone(phone="+256772123456", poll_interval_s=5)

    @pytest.mark.parametrize(("amount", "value"), [(Money(25000, "UGX"), "25000"), (Money(1, "UGX"), "1")])
    def test_amounts_have_the_decimals_of_their_currency(self, using, amount, value):
        momo = using(UgandanMomo)

        answer = providers.get("momo").start(a_request(amount), idempotency_key="pay_1")
        momo.approve(answer.reference)

        assert momo.remote.payments[answer.reference]["amount"] == value
        assert providers.get("momo").read(answer.reference).captured_minor == amount.minor

    @pytest.mark.parametrize(("kind", "taken"), [(MomoAtDouble, ["EUR"]), (UgandanMomo, ["UGX"])])
    def test_it_is_offered_for_the_currency_of_its_target_environment(self, using, kind, taken):
        using(kind)

        assert [currency for currency in ("EUR", "UGX", "GHS", "XAF", "RWF", "USD") if providers.takes("momo", currency)] == taken

    @pytest.mark.parametrize(
        ("reason", "code"),
        [("APPROVAL_REJECTED", "approval_rejected"), ("EXPIRED", "expired"), ("NOT_ENOUGH_FUNDS", "not_enough_funds")],
    )
    def test_what_is_refused_on_the_phone_has_failed(self, momo, reason, code):
        payment = started()
        momo.double.end(reference(payment), reason)

        failed = services.refresh_payment(payment_id=payment.id, now=NOW)

        assert (failed.state, failed.failure_code, failed.action) == ("failed", code, None)

    @pytest.mark.parametrize("reason", [{"code": "PAYER_LIMIT_REACHED", "message": "x"}, "PAYER_LIMIT_REACHED"])
    def test_a_reason_is_a_text_or_an_object(self, momo, reason):
        payment = started()
        held(momo, payment).update({"status": "FAILED", "reason": reason})

        assert services.refresh_payment(payment_id=payment.id, now=NOW).failure_code == "payer_limit_reached"

    def test_a_number_of_mtns_test_mode_decides_by_itself(self, momo):
        payment = started(details=PaymentDetails(email="noor@example.com", phone="+46 73 312 34 51"))

        failed = services.refresh_payment(payment_id=payment.id, now=NOW)

        assert (failed.state, failed.failure_code) == ("failed", "approval_rejected")

    def test_the_same_request_is_one_payment_however_late_it_comes(self, momo):
        first = providers.get("momo").start(a_request(EUR_20), idempotency_key="pay_1")
        momo.approve(first.reference)

        again = providers.get("momo").start(a_request(EUR_20), idempotency_key="pay_1")

        assert (again.reference, again.state, len(momo.remote.payments)) == (first.reference, "succeeded", 1)

    def test_what_mtn_refuses_by_an_error_of_its_server_is_refused_for_good(self, momo):
        with pytest.raises(Rejected, match="invalid_currency"):
            providers.get("momo").start(a_request(Money(100, "UGX")), idempotency_key="pay_1")

    def test_a_state_that_mtn_never_named_before_is_no_answer(self, momo):
        payment = started()
        held(momo, payment)["status"] = "PONDERING"

        with pytest.raises(ProviderUnavailable):
            services.refresh_payment(payment_id=payment.id, now=NOW)

    def test_a_payment_cannot_be_called_back_and_may_still_be_paid(self, momo):
        payment = started()

        assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "requires_action"
        momo.approve(reference(payment))
        assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "succeeded"


class TestPhones:
    @pytest.mark.parametrize(
        ("typed", "country", "number"),
        [
            ("+256 772 123456", "", "256772123456"),
            ("+256 (0)772 123456", "UG", "256772123456"),
            ("00256772123456", "NL", "256772123456"),
            ("0772 123-456", "UG", "256772123456"),
            ("772123456", "UG", "256772123456"),
            ("256772123456", "UG", "256772123456"),
            ("024 412 3456", "GH", "233244123456"),
            ("0788 123 456", "RW", "250788123456"),
            ("6 71 23 45 67", "CM", "237671234567"),
            ("07 08 09 10 11", "CI", "2250708091011"),
            ("0772 123456 ext. 12", "UG", "256772123456"),
        ],
    )
    def test_numbers_become_what_mtn_takes(self, typed, country, number):
        assert msisdn_of(typed, country=country) == number

    @pytest.mark.parametrize(
        ("typed", "country"),
        [("0772 123456", ""), ("0772 123456", "NL"), ("", "UG"), ("44772123456789", "UG"), ("+1", ""), ("+1234567890123456", "")],
    )
    def test_a_number_of_nowhere_is_refused(self, typed, country):
        with pytest.raises(Rejected, match="phone_not_international"):
            msisdn_of(typed, country=country)

    def test_a_payment_to_such_a_number_fails_and_asks_nobody(self, momo):
        failed = started(details=PaymentDetails(email="noor@example.com", phone="0772 123456"))

        assert (failed.state, failed.failure_code, momo.remote.payments) == ("failed", "phone_not_international", {})


class TestTokens:
    def test_each_product_has_a_token_of_its_own_that_serves_many_calls(self, momo):
        for _ in range(2):
            payment = paid(momo)
            services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

        tokens = [call for call in momo.double.calls if call.endswith("/token/")]
        assert tokens == ["POST /collection/token/", "POST /disbursement/token/"]

    def test_a_token_that_mtn_has_forgotten_is_replaced(self, momo):
        started()
        momo.double.tokens.clear()

        assert started().state == "requires_action"
        assert len(momo.remote.payments) == 2

    @pytest.mark.parametrize("setting", ["collection_key", "collection_subscription_key", "disbursement_key", "disbursement_user"])
    def test_a_key_of_either_product_that_mtn_does_not_know_is_seen(self, momo, setting):
        providers.get("momo").check_key()
        momo.by_region["eu"].settings[setting] = "changed at MTN"
        momo.double.tokens.clear()

        with pytest.raises(ProviderKeyRefused):
            providers.get("momo").check_key()


class TestCallbacks:
    def test_the_callback_that_mtn_sends_secures_the_payment(self, momo):
        payment = started()
        momo.approve(reference(payment))
        notice = momo.waiting.get_nowait()

        assert (notice.method, notice.url) == ("PUT", held(momo, payment)["callback"])
        assert [put(notice.body) for _ in range(2)] == [200, 200]
        assert queries.get_payment(payment.id).captured == EUR_20
        assert published_events() == ["payment_succeeded"]

    def test_a_callback_that_lies_is_only_a_reason_to_ask(self, momo):
        payment = started()
        body = momo.notice(reference(payment))[0].replace(b"PENDING", b"SUCCESSFUL")

        assert put(body) == 200
        assert queries.get_payment(payment.id).state == "requires_action"

    def test_a_callback_about_a_payment_of_another_account_is_not_kept(self, momo):
        assert put(b'{"externalId": "pay_nobodys", "status": "SUCCESSFUL"}') == 200
        assert not ProviderEvent.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"externalId": ""}', b'{"externalId": 5}', b'{"externalId": "../x"}', b"\xff"])
    def test_a_callback_that_names_no_payment_is_refused(self, momo, body):
        assert put(body) == 400
        assert not ProviderEvent.objects.exists()


class TestRefunds:
    def test_a_refund_ends_when_mtn_says_so(self, momo):
        payment = paid(momo)
        momo.double.faults.refunds = "PENDING"
        refund = a_refund(payment, 700)
        waiting = [services.execute_refund(refund_id=refund.id, now=NOW).state for _ in range(2)]

        momo.double.settle_refund(uuid_of(refund.id), "SUCCESSFUL")
        ended = services.execute_refund(refund_id=refund.id, now=NOW)

        assert (waiting, ended.state) == (["pending", "pending"], "succeeded")
        assert momo.remote.refunds[0]["payee"] == {"partyIdType": "MSISDN", "partyId": "256772123456"}

    def test_a_refund_that_fails_later_says_why(self, momo):
        payment = paid(momo)
        momo.double.faults.refunds = "PENDING"
        refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

        momo.double.settle_refund(uuid_of(refund.id), "FAILED", reason="PAYEE_NOT_ALLOWED_TO_RECEIVE")
        failed = services.execute_refund(refund_id=refund.id, now=NOW)

        assert (failed.state, failed.failure_code) == ("failed", "payee_not_allowed_to_receive")

    def test_a_refund_that_mtn_refuses_fails(self, momo):
        payment = paid(momo)
        momo.double.faults.refunds = "reject"

        failed = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

        assert (failed.state, failed.failure_code, momo.remote.refunds) == ("failed", "not_enough_funds", [])

    def test_a_refund_whose_answer_was_lost_is_made_once(self, momo):
        payment = paid(momo)
        refund = a_refund(payment, 700)
        momo.remote.is_silent = True
        unknown = services.execute_refund(refund_id=refund.id, now=NOW)
        momo.remote.is_silent = False

        for _ in range(2):
            found = services.execute_refund(refund_id=refund.id, now=NOW)

        assert (unknown.state, found.state, len(momo.remote.refunds)) == ("pending", "succeeded", 1)


def test_the_phone_of_the_stand_in_is_a_page(momo):
    payment = started()
    page = httpx.get(f"{momo.url}/phone", trust_env=False).text

    answer = httpx.post(f"{momo.url}/phone/{reference(payment)}", data={"answer": "SUCCESSFUL"}, trust_env=False)

    assert "+256772123456" in page
    assert answer.headers["Location"] == f"{momo.url}/phone"
    assert services.check_payment(payment_id=payment.id, now=NOW).captured == EUR_20
