"""Gift cards that customers buy: one payment makes one card, whose code is mailed once, and nobody else reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.credit import queries, services
from marketplace.apps.credit.errors import PurchaseNotRefundable, TooManyPurchases
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.services import purchases
from marketplace.apps.credit.tests.factories import FINANCE, buy_card, cart_with, code_in, money, order_of
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders.tests.factories import place
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import MethodNotAvailable
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderPayment, ProviderRefund
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.recording import record_outcome
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.types import DisputeState, PaymentState, RefundState
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

CARDS, PURCHASES = "store/gift-cards", "admin/gift-card-purchases"


@pytest.fixture
def customer():
    return make_customer()


def assert_clean():
    report = insight_queries.check_books(now=NOW + timedelta(days=400))
    assert report.is_clean, report


class TestBuying:
    def test_books_a_liability_and_mails_the_code_to_the_recipient_alone(self, customer, drain):
        purchase, payment = buy_card(customer.id, 5_000, message="Happy birthday!\nFrom both of us")
        drain()

        (sent,) = mailed()
        card = queries.find_gift_card(code_in(sent))
        assert (purchase.state, payment.captured, sent.to) == ("paid", money(5_000), ["mother@example.com"])
        assert (card.id, card.balance, card.customer_id) == (purchase.credit_id, money(5_000), "")
        assert "From both of us" in sent.body
        assert ledger_queries.get_balance(f"credit:{card.id}", "EUR") == money(5_000)
        assert queries.get_purchase(purchase.id).sent_at is not None
        assert_clean()

    def test_is_one_purchase_for_one_request(self, customer, drain, sandbox):
        first, payment = buy_card(customer.id, 5_000, key="once")
        again, _ = buy_card(customer.id, 5_000, key="once")
        drain()

        assert first.id == again.id
        assert len(sandbox.payments_of(payment.id)) == len(mailed()) == Credit.objects.count() == 1

    def test_waits_for_the_bank_and_for_the_day_of_sending(self, customer, drain, sandbox):
        on = NOW + timedelta(days=9)
        purchase, payment = buy_card(customer.id, 5_000, send_at=on, card_token="", return_url="http://eu.localhost/gift-cards")
        assert (purchase.state, Credit.objects.count()) == ("pending", 0)
        assert Payment.objects.get().return_url == f"http://eu.localhost/gift-cards?purchase={purchase.id}"
        sandbox.pay(payment.action.url)

        for _ in range(2):
            payment_services.refresh_payment(payment_id=payment.id, now=NOW)
            drain()
        before, first, again = (len(mailed(now=at)) for at in (on - timedelta(minutes=1), on, on))

        assert (queries.get_purchase(purchase.id).state, before, first, again) == ("paid", 0, 1, 1)
        assert_clean()

    def test_is_declined_with_the_card(self, customer, drain):
        purchase, _ = buy_card(customer.id, 5_000, card_token="tok_declined")
        drain()

        assert (queries.get_purchase(purchase.id).state, Credit.objects.count(), mailed()) == ("failed", 0, [])

    def test_that_nobody_pays_ends_after_a_day(self, customer):
        purchase, _ = buy_card(customer.id, 5_000, card_token="", return_url="http://eu.localhost/gift-cards")

        services.recover_purchases(now=NOW + timedelta(hours=1))
        waiting = queries.get_purchase(purchase.id).state
        services.recover_purchases(now=NOW + timedelta(hours=25))

        assert (waiting, queries.get_purchase(purchase.id).state) == ("pending", "failed")

    @pytest.mark.parametrize(("minor", "code"), [(999, "out_of_range"), (50_001, "out_of_range")])
    def test_has_bounds(self, customer, minor, code):
        with pytest.raises(InvalidInput) as refused:
            buy_card(customer.id, minor)

        assert [(error.field, error.code) for error in refused.value.errors] == [("amount", code)]

    def test_is_not_paid_on_delivery_nor_by_credit(self, customer):
        for method in ("cash_on_delivery", "nothing_to_pay", "gift_card"):
            with pytest.raises(MethodNotAvailable):
                buy_card(customer.id, 5_000, method=method)

    def test_ends_for_a_day_after_so_many(self, customer):
        buy_card(customer.id, 5_000)
        first = GiftCardPurchase.objects.get()
        for number in range(purchases.MAX_A_DAY - 1):
            first.pk, first.payment_id, first.request_key, first.credit_id = f"gcp_{number}", f"pay_{number}", f"k{number}", f"crd_{number}"
            first.save(force_insert=True)

        with pytest.raises(TooManyPurchases):
            buy_card(customer.id, 5_000)

    def test_a_mail_that_cannot_be_sent_is_sent_later(self, customer, settings):
        working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "marketplace.apps.notifications.tests.broken_mail.Backend"
        purchase, _ = buy_card(customer.id, 5_000)
        mailed()
        settings.EMAIL_BACKEND = working
        assert mailed(now=NOW + timedelta(minutes=1)) == []  # who tried may still be at it

        assert len(mailed(now=NOW + timedelta(minutes=11))) == 1
        assert queries.get_purchase(purchase.id).sent_at == NOW + timedelta(minutes=11)


class TestRefunding:
    def test_ends_the_card_and_returns_the_money_once(self, customer, drain):
        purchase, payment = buy_card(customer.id, 5_000)
        drain()
        code = code_in(mailed()[0])

        for _ in range(2):
            refund(purchase, customer_id=customer.id)
        drain()

        assert queries.find_gift_card(code).problem_at(NOW) == "empty"
        assert payment_queries.get_payment(payment.id).refunded == money(5_000)
        assert Message.objects.get(occasion__startswith="refund_sent:").recipient == customer.email
        assert_clean()

    def test_is_refused_once_it_was_used(self, customer, mug, drain):
        purchase, _ = buy_card(customer.id, 5_000)
        order_of(place(cart_with((mug, 1), cards=(purchase,))))
        drain()

        with pytest.raises(PurchaseNotRefundable):
            refund(purchase)
        assert_clean()

    def test_is_for_the_customer_for_two_weeks_and_for_staff_after_that(self, customer, drain):
        purchase, _ = buy_card(customer.id, 5_000)
        late = NOW + timedelta(days=14, minutes=1)

        with pytest.raises(PurchaseNotRefundable):
            refund(purchase, customer_id=customer.id, now=late)
        assert refund(purchase, now=late).state == "refunded"

    def test_before_it_is_sent_sends_nothing(self, customer):
        on = NOW + timedelta(days=9)
        purchase, _ = buy_card(customer.id, 5_000, send_at=on)
        refund(purchase, customer_id=customer.id)

        assert mailed(now=on) == []


def test_an_erased_buyer_leaves_amounts_and_a_gift_that_still_arrives(customer, drain):
    on = NOW + timedelta(days=9)
    sent, waiting = buy_card(customer.id, 5_000)[0], buy_card(customer.id, 6_000, send_at=on)[0]
    mailed()

    services.erase_customer(customer_id=customer.id)

    assert [queries.get_purchase(one.id).recipient_email for one in (sent, waiting)] == ["", "mother@example.com"]
    assert len(mailed(now=on)) == 2
    later = queries.get_purchase(waiting.id)
    assert (later.recipient_email, later.sender_name, later.customer_id, later.amount) == ("", "", "", money(6_000))


class TestAnErasedBuyer:
    """Of a purchase that is not paid yet."""

    PAGE = {"card_token": "", "return_url": "http://eu.localhost/gift-cards"}

    def test_who_pays_after_all_still_gives_the_card(self, customer, drain, sandbox):
        purchase, payment = buy_card(customer.id, 5_000, **self.PAGE)
        services.erase_customer(customer_id=customer.id)

        sandbox.pay(payment.action.url)
        payment_services.refresh_payment(payment_id=payment.id, now=NOW)
        drain()

        (sent,) = mailed()
        done = queries.get_purchase(purchase.id)
        assert (sent.to, done.state, done.recipient_email) == (["mother@example.com"], "paid", "")

    def test_who_pays_once_the_recipient_is_gone_has_the_money_back(self, customer, drain):
        purchase, payment = buy_card(customer.id, 5_000, **self.PAGE)
        services.erase_customer(customer_id=customer.id)
        services.recover_purchases(now=NOW + timedelta(hours=25))
        ended = queries.get_purchase(purchase.id)

        about = {"reference": reference_of(payment), "payment_id": payment.id, "amount": money(5_000)}
        late = ProviderPayment(state=PaymentState.SUCCEEDED, captured_minor=5_000, **about)
        record_outcome(payment_id=payment.id, outcome=late, now=NOW)
        drain()

        assert (ended.state, ended.recipient_email, queries.get_purchase(purchase.id).state) == ("failed", "", "refunded")
        assert ([refund.amount for refund in payment_queries.list_refunds(payment.id)], mailed()) == ([money(5_000)], [])


class TestMoneyThatGoesBack:
    """Without us: by the customer's bank, or by the provider's dashboard."""

    def test_blocks_the_card_while_it_is_disputed(self, customer, drain):
        purchase, payment = buy_card(customer.id, 5_000)
        drain()

        member = make_staff_member("finance")
        self.dispute(payment, DisputeState.OPEN, drain)
        held, mail = queries.get_credit(purchase.credit_id), Message.objects.get(recipient=member.email)
        self.dispute(payment, DisputeState.WON, drain)
        won = queries.get_credit(purchase.credit_id)

        assert (held.state, won.state, won.balance) == ("blocked", "active", money(5_000))
        assert f"gift card {purchase.id}" in mail.body
        assert "order" not in mail.body
        assert_clean()

    def test_leaves_a_card_blocked_that_staff_block(self, customer, drain):
        purchase, payment = buy_card(customer.id, 5_000)
        self.dispute(payment, DisputeState.OPEN, drain)
        services.block_credit(credit_id=purchase.credit_id, reason="Stolen", actor=FINANCE, now=NOW)

        self.dispute(payment, DisputeState.WON, drain)

        assert queries.get_credit(purchase.credit_id).state == "blocked"

    def test_ends_what_is_left_when_the_dispute_is_lost(self, customer, mug, drain):
        purchase, payment = buy_card(customer.id, 5_000)
        order_of(place(cart_with((mug, 1), cards=(purchase,))))
        drain()

        for state in (DisputeState.OPEN, DisputeState.LOST):
            self.dispute(payment, state, drain)
            services.follow_returned_money(payment_id=payment.id, now=NOW)

        card = queries.get_credit(purchase.credit_id)
        assert (card.state, card.balance) == ("blocked", money(0))
        assert ledger_queries.get_balance("operator:adjustments", "EUR") == money(-2_500)
        assert_clean()

    @pytest.mark.parametrize(("returned", "left"), [(2_000, 5_000), (5_000, 0)])
    def test_by_the_providers_dashboard_blocks_the_card_or_ends_it(self, customer, drain, returned, left):
        purchase, payment = buy_card(customer.id, 5_000, send_at=NOW + timedelta(days=9))
        drain()
        of = {"refund_id": "", "payment_reference": reference_of(payment), "amount": money(returned)}

        record_refund(payment_id=payment.id, outcome=ProviderRefund(reference="re_1", state=RefundState.SUCCEEDED, **of), now=NOW)
        drain()

        card = queries.get_credit(purchase.credit_id)
        assert (card.state, card.balance, mailed(now=NOW + timedelta(days=9))) == ("blocked", money(left), [])
        assert_clean()

    def dispute(self, payment, state, drain):
        of = {"payment_reference": reference_of(payment), "amount": money(5_000)}
        record_dispute(payment_id=payment.id, outcome=ProviderDispute(reference="dp_1", state=state, reason="fraudulent", **of), now=NOW)
        drain()


def test_one_purchase_that_cannot_be_recovered_leaves_the_others(customer, drain):
    page = {"card_token": "", "return_url": "http://eu.localhost/gift-cards"}
    broken, other = (buy_card(customer.id, 5_000, now=NOW + timedelta(seconds=at), **page)[0] for at in (0, 1))
    GiftCardPurchase.objects.filter(pk=broken.id).update(payment_id="pay_that_is_not_there")

    services.recover_purchases(now=NOW + timedelta(hours=25))

    assert [queries.get_purchase(one.id).state for one in (broken, other)] == ["pending", "failed"]


class TestOverHttp:
    BODY = {
        "amount": {"minor": 5_000, "currency": "EUR"},
        "recipient_email": "mother@example.com",
        "sender_name": "Noor",
        "payment_method": "sandbox_card",
        "card_token": "tok_ok",
    }

    def test_a_customer_buys_reads_and_returns_a_card_and_nobody_reads_its_code(self, api, customer, drain):
        token = customer_token(customer.id)
        bought = api.post(CARDS, self.BODY, token=token, key="k1")
        again = api.post(CARDS, self.BODY, token=token, key="k1")
        drain()
        paid_at = queries.get_purchase(bought.json()["id"]).paid_at
        assert datetime.fromisoformat(api.get(CARDS, token=token).json()["items"][0]["refundable_until"]) == paid_at + timedelta(days=14)
        path, code = f"{CARDS}/{bought.json()['id']}", code_in(mailed(now=clock.now())[0])

        answers = [bought, api.get(CARDS, token=token), api.get(path, token=token), api.get(PURCHASES, token=staff_token("finance"))]
        refunded = api.post(f"{path}/refund", {"reason": "Wrong person"}, token=token)

        assert (bought.status_code, again.json()) == (201, bought.json())
        assert (refunded.status_code, refunded.json()["state"]) == (200, "refunded")
        assert all(code not in answer.content.decode() for answer in answers)
        assert len(answers[3].json()["items"]) == 1

    def test_what_is_sold_is_said_with_the_ways_to_pay(self, api):
        (offer,) = api.get("store/gift-card-offers").json()["items"]

        assert (offer["least"]["minor"], offer["most"]["minor"]) == (1_000, 50_000)
        assert "cash_on_delivery" not in {method["code"] for method in offer["payment_methods"]}
        assert "sandbox_card" in {method["code"] for method in offer["payment_methods"]}

    def test_what_pays_the_most_only_is_offered_too_and_refused_for_less(self, api, customer, request):
        row = next(row for row in methods.stored_rows() if row.code == "sandbox_card")
        fields = {"currency": "EUR", "amount_from_minor": 10_000}
        payment_services.change_method(method_id=row.id, fields=fields, etag=row.as_view().etag, actor=FINANCE, now=NOW)
        request.addfinalizer(methods.forget)

        (offer,) = api.get("store/gift-card-offers").json()["items"]
        answer = api.post(CARDS, self.BODY, token=customer_token(customer.id))

        assert "sandbox_card" in {method["code"] for method in offer["payment_methods"]}
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("payment_method", "not_available")]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"recipient_email": "nobody"}, "recipient_email"),
            ({"sender_name": ""}, "sender_name"),
            ({"message": "Win at https://evil.example now"}, "message"),
            ({"amount": {"minor": 5_000, "currency": "KWD"}}, "amount"),
            ({"send_on": "2031-01-01"}, "send_on"),
            ({"payment_method": "cash_on_delivery"}, "payment_method"),
            ({"return_url": "https://evil.example/thanks"}, "return_url"),
        ],
    )
    def test_what_is_wrong_is_named(self, api, customer, change, field):
        answer = api.post(CARDS, {**self.BODY, **change}, token=customer_token(customer.id))

        assert answer.status_code in (409, 422)
        assert [error["field"] for error in answer.json()["errors"]] == [field]
        assert not GiftCardPurchase.objects.exists()

    def test_of_others_are_not_there(self, api, customer, mena):
        purchase, _ = buy_card(customer.id, 5_000)
        stranger, vendor = customer_token(make_customer().id), vendor_token(make_vendor().id)
        path, reason = f"{CARDS}/{purchase.id}", {"reason": "Mine"}

        assert api.get(path, token=stranger).status_code == 404
        assert api.post(f"{path}/refund", reason, token=stranger).status_code == 404
        for token in (vendor, staff_token("finance")):
            assert api.post(CARDS, self.BODY, token=token).status_code == 403
        assert api.post(CARDS, self.BODY).status_code == 401
        for token in (vendor, stranger, staff_token("support")):
            assert api.post(f"{PURCHASES}/{purchase.id}/refund", reason, token=token).status_code == 403
        with tenancy.scope(mena):
            foreign = staff_token("finance")
        assert api.get(f"{PURCHASES}/{purchase.id}", token=foreign, tenant="mena").status_code == 404


def mailed(*, now=NOW):
    """All mails, once what is due by then was sent."""
    services.mail_due_gift_cards(now=now)
    return list(mail.outbox)


def reference_of(payment):
    return Payment.objects.get(pk=payment.id).provider_reference


def refund(purchase, *, customer_id="", now=NOW):
    return services.refund_gift_card(purchase_id=purchase.id, customer_id=customer_id, reason="x", actor=FINANCE, now=now)
