"""Payouts to accounts that vendors name, at the stand-ins of Paystack and PayPal: confirmed, paid once, followed, and in the books."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.payments.errors import VendorAccountRefused
from marketplace.apps.payments.tests.at_gateways import post_webhook, waiting
from marketplace.apps.payments.types import NamedAccount
from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import ConfirmationInvalid
from marketplace.apps.payouts.models import ConnectedAccount, VendorPayout
from marketplace.apps.payouts.rails.base import RailUnavailable
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of, skipped
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.foundation.mail.testing import committed
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

AT_BANK = NamedAccount(holder="Mug & Co", account="0123456789", currency="EUR", bank="057")
AT_PAYPAL = NamedAccount(holder="Mug & Co", account="owner@mug.example", currency="EUR")


def name(provider: str, vendor_id: str, named: NamedAccount, *, now=NOW) -> ConnectedAccount:
    return services.name_account(vendor_id=vendor_id, provider=provider, named=named, language="en", actor=VENDOR_ACTOR, now=now)


def name_and_confirm(vendor_id: str, capture: Any, *, now=NOW) -> str:
    """The code in the mail to the address."""
    with committed(capture) as sent:
        name("paypal", vendor_id, AT_PAYPAL, now=now)
    (mail,) = sent
    code = re.search(r"code=([\w-]+)", mail.body)[1]
    services.confirm_account(vendor_id=vendor_id, code=code, now=now)
    return code


def balance(account: str) -> Money:
    return ledger_queries.get_balance(account, "EUR")


def faults() -> list[str]:
    report = insight_queries.check_books(now=LATER)
    found = [difference for currency in report.currencies for difference in currency.differences]
    return [each.check for each in found if each.check.startswith(("payout", "vendor"))]


def pay(vendor_id: str, run: Any, *, now=LATER) -> VendorPayout:
    services.submit_payout(payout_id=payout_of(run, vendor_id).id, now=now)
    return payout_of(run, vendor_id)


def tell(gateway: Any) -> None:
    """Bring each webhook twice."""
    for notice in waiting(gateway) * 2:
        assert post_webhook(gateway.code, notice) == 200


@pytest.fixture
def at_paystack(by_paystack):
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    name("paystack", vendor.id, AT_BANK)
    return vendor.id


@pytest.fixture
def at_paypal(by_paypal, django_capture_on_commit_callbacks):
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    name_and_confirm(vendor.id, django_capture_on_commit_callbacks)
    return vendor.id


def made_at_paystack(gateway: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway.double.transfers_of(gateway.by_region["eu"])
    return found


def made_at_paypal(gateway: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway.double.batches_of(gateway.by_region["eu"])
    return found


class TestAnAccountAtABank:
    def test_an_owner_chooses_among_the_banks_of_all_pages_and_is_paid_there(self, by_paystack, api):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))

        banks = api.get("vendor/connected-account/banks?provider=paystack&currency=EUR", token=token).json()["items"]
        body = {"provider": "paystack", "currency": "EUR", "holder": "Mug & Co", "bank": "057", "account": "0123456789"}
        named = [api.post("vendor/connected-account/named", body, token=token).json() for _ in range(2)]

        assert [bank["name"] for bank in banks] == ["Access Bank", "GCB Bank", "MTN", "Zenith Bank"]
        assert [(each["provider"], each["state"], each["shown"], each["currency"]) for each in named] == [
            ("paystack", "active", "****6789", "EUR")
        ] * 2
        assert named[0]["offers"] == [{"provider": "paystack", "onboarding": "bank", "currencies": ["EUR"]}]
        assert ConnectedAccount.objects.count() == 1
        assert "0123456789" not in str(ConnectedAccount.objects.values())

    @pytest.mark.parametrize(("change", "reason"), [({"account": "012345"}, "invalid_bank_account"), ({"bank": "999"}, "no_such_bank")])
    def test_one_that_paystack_does_not_know_is_refused(self, by_paystack, api, change, reason):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))
        body = {"provider": "paystack", "currency": "EUR", "holder": "Mug & Co", "bank": "057", "account": "0123456789", **change}

        answer = api.post("vendor/connected-account/named", body, token=token)

        assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (409, "vendor_account_refused", reason)
        assert not ConnectedAccount.objects.exists()

    @pytest.mark.parametrize("role", ["manager", "accountant", "fulfilment"])
    def test_only_an_owner_names_one(self, by_paystack, api, role):
        token = vendor_token(make_vendor().id, role)
        body = {"provider": "paystack", "currency": "EUR", "holder": "Mug & Co", "bank": "057", "account": "0123456789"}

        assert api.post("vendor/connected-account/named", body, token=token).status_code == 403
        assert api.get("vendor/connected-account/banks?provider=paystack&currency=EUR", token=token).status_code == 403
        assert api.post("vendor/connected-account/confirm", {"code": "x"}, token=token).status_code == 403

    def test_a_provider_or_currency_that_is_not_offered_is_refused(self, by_paystack, api):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))
        body = {"provider": "paystack", "currency": "EUR", "holder": "Mug & Co", "bank": "057", "account": "0123456789"}

        others = [{**body, "provider": "stripe"}, {**body, "provider": "paypal"}, {**body, "currency": "XAU"}]
        answers = [api.post("vendor/connected-account/named", other, token=token) for other in others]
        both = api.post("vendor/connected-account/named", {**body, "email": "owner@mug.example"}, token=token)

        assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "connected_account_not_offered")] * 3
        assert (both.status_code, both.json()["errors"][0]["field"]) == (422, "account")

    def test_another_one_takes_its_place_and_rests_first(self, by_paystack):
        vendor = a_payable_vendor()
        name("paystack", vendor.id, AT_BANK)
        a_sale(vendor.id)

        name("paystack", vendor.id, NamedAccount(holder="Mug & Co", account="9876543210", currency="EUR", bank="044"), now=LATER)

        assert [row.shown for row in ConnectedAccount.objects.filter(ended_at=None)] == ["****3210"]
        assert skipped(a_run(until="approved"))[vendor.id] == "account_changed_lately"

    def test_a_payout_that_was_sent_to_the_former_one_is_set_aside(self, by_paystack, at_paystack):
        run = a_run()
        name("paystack", at_paystack, NamedAccount(holder="Mug & Co", account="9876543210", currency="EUR", bank="044"), now=LATER)

        failed = pay(at_paystack, run)

        assert (failed.state, failed.reason, made_at_paystack(by_paystack)) == ("failed", "account_changed_since", [])

    def test_one_that_paystack_has_closed_is_restricted(self, by_paystack, at_paystack):
        account = ConnectedAccount.objects.get().reference
        by_paystack.by_region["eu"].records[account]["active"] = False

        services.learn_account(provider="paystack", account=account, now=LATER)

        row = ConnectedAccount.objects.get()
        assert (row.state, row.problem) == ("restricted", "recipient_inactive")


class TestATransferAtPaystack:
    def test_is_under_way_until_a_webhook_says_that_it_is_paid(self, by_paystack, at_paystack, drain):
        run = a_run()
        sent = pay(at_paystack, run)
        (made,) = made_at_paystack(by_paystack)
        by_paystack.double.end_transfer(made["reference"], "success")

        tell(by_paystack)
        drain(LATER)

        paid = payout_of(run, at_paystack)
        assert (sent.state, sent.bank_reference, made["amount"]) == ("paying", made["transfer_code"], 8_800)
        assert (made["reference"], paid.state, paid.method) == (sent.end_to_end_id.lower(), "paid", "paystack_transfers")
        assert (balance(f"vendor:{at_paystack}").minor, faults()) == (0, [])

    def test_is_asked_for_when_no_webhook_came_but_not_all_the_time(self, by_paystack, at_paystack):
        run = a_run()
        sent = pay(at_paystack, run)
        by_paystack.double.end_transfer(made_at_paystack(by_paystack)[0]["reference"], "success")

        soon = services.waiting_payouts(now=LATER + timedelta(minutes=3))
        later = services.waiting_payouts(now=LATER + timedelta(minutes=31))

        assert (soon, later) == ([], [sent.id])
        assert pay(at_paystack, run).state == "paid"

    @pytest.mark.parametrize("status", ["failed", "reversed", "abandoned"])
    def test_that_ends_otherwise_has_failed_and_is_sent_again_under_another_name(self, by_paystack, at_paystack, status, drain):
        run = a_run()
        pay(at_paystack, run)
        first = made_at_paystack(by_paystack)[0]["reference"]
        by_paystack.double.end_transfer(first, status)
        tell(by_paystack)
        drain(LATER)
        failed = pay(at_paystack, run)  # where no webhook says so it is asked for
        services.retry(payout_id=failed.id, reason="Topped up", actor=FINANCE, now=LATER)
        pay(at_paystack, run)
        again = made_at_paystack(by_paystack)[-1]["reference"]
        by_paystack.double.end_transfer(again, "success")

        assert (failed.state, failed.reason) == ("failed", status)
        assert (pay(at_paystack, run).state, again != first) == ("paid", True)
        assert faults() == []

    def test_that_is_reversed_after_it_was_paid_has_returned(self, by_paystack, at_paystack, drain):
        run = a_run()
        pay(at_paystack, run)
        reference = made_at_paystack(by_paystack)[0]["reference"]
        for status in ("success", "reversed"):
            by_paystack.double.end_transfer(reference, status)
            tell(by_paystack)
            drain(LATER)

        assert payout_of(run, at_paystack).state == "returned"
        assert (balance(f"vendor:{at_paystack}").minor, faults()) == (8_800, [])

    def test_that_waits_for_a_one_time_password_says_so_and_is_not_sent_again(self, by_paystack, at_paystack):
        by_paystack.double.needs_otp = True
        run = a_run()

        waits = [pay(at_paystack, run), pay(at_paystack, run, now=LATER + timedelta(hours=1))][-1]

        assert (waits.state, waits.reason) == ("paying", "one_time_password_required")
        assert len(made_at_paystack(by_paystack)) == 1

    def test_that_the_balance_does_not_cover_has_failed(self, by_paystack, at_paystack):
        by_paystack.double.faults.balance = 100

        failed = pay(at_paystack, a_run())

        assert (failed.state, failed.reason, made_at_paystack(by_paystack)) == ("failed", "insufficient_balance", [])

    def test_whose_answer_is_lost_is_asked_for_and_made_once(self, by_paystack, at_paystack):
        run = a_run()
        by_paystack.double.faults.loses_answers_to = "POST /transfer"
        lost = pay(at_paystack, run)
        by_paystack.double.faults.loses_answers_to = ""

        found = pay(at_paystack, run)

        assert (lost.bank_reference, found.state) == ("", "paying")
        assert [found.bank_reference] == [made["transfer_code"] for made in made_at_paystack(by_paystack)]

    def test_a_late_word_of_an_earlier_attempt_changes_nothing(self, by_paystack, at_paystack, drain):
        run = a_run()
        pay(at_paystack, run)
        first = made_at_paystack(by_paystack)[0]["reference"]
        by_paystack.double.end_transfer(first, "failed")
        failed = pay(at_paystack, run)
        services.retry(payout_id=failed.id, reason="x", actor=FINANCE, now=LATER)
        pay(at_paystack, run)

        tell(by_paystack)
        drain(LATER)

        assert payout_of(run, at_paystack).state == "paying"

    def test_a_forged_notice_is_refused_and_one_of_anothers_transfer_left(self, by_paystack, at_paystack, drain):
        run = a_run()
        pay(at_paystack, run)
        by_paystack.double.end_transfer(made_at_paystack(by_paystack)[0]["reference"], "success")
        (notice,) = waiting(by_paystack)
        others = by_paystack.double.event(by_paystack.by_region["eu"], "transfer.success", {"reference": "another-system-1"})

        assert post_webhook("paystack", notice, **{"X-Paystack-Signature": "0" * 128}) == 400
        assert post_webhook("paystack", others) == 200
        drain(LATER)
        assert payout_of(run, at_paystack).state == "paying"


class TestAnAddressAtPayPal:
    def test_is_paid_once_its_owner_has_confirmed_it(self, by_paypal, django_capture_on_commit_callbacks):
        vendor = a_payable_vendor()
        a_sale(vendor.id)
        with committed(django_capture_on_commit_callbacks) as sent:
            pending = name("paypal", vendor.id, AT_PAYPAL)
        services.refresh_account(vendor_id=vendor.id, now=LATER)
        before = payout_of(a_run(until="approved", now=LATER), vendor.id)

        code = re.search(r"code=([\w-]+)", sent[0].body)[1]
        confirmed = [services.confirm_account(vendor_id=vendor.id, code=code, now=NOW + timedelta(days=1)) for _ in range(2)][-1]

        assert (pending.state, pending.missing, pending.shown) == ("pending", ["confirmation"], "o***@mug.example")
        assert (sent[0].to, before.state) == (["owner@mug.example"], "approved")
        assert (confirmed.state, confirmed.missing) == ("active", [])

    def test_a_wrong_an_old_and_a_replaced_code_are_refused(self, by_paypal, django_capture_on_commit_callbacks):
        vendor, other = make_vendor(), make_vendor()
        with committed(django_capture_on_commit_callbacks) as sent:
            name("paypal", vendor.id, AT_PAYPAL)
            name("paypal", vendor.id, AT_PAYPAL)
        replaced, code = (re.search(r"code=([\w-]+)", mail.body)[1] for mail in sent)

        for vendor_id, given, now in [
            (vendor.id, "guess", NOW),
            (vendor.id, replaced, NOW),
            (other.id, code, NOW),
            (vendor.id, code, NOW + timedelta(days=2)),
        ]:
            with pytest.raises(ConfirmationInvalid):
                services.confirm_account(vendor_id=vendor_id, code=given, now=now)
        assert ConnectedAccount.objects.get().state == "pending"

    def test_a_code_is_refused_over_http_by_its_field(self, by_paypal, api):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))
        body = {"provider": "paypal", "currency": "EUR", "holder": "Mug & Co", "email": "owner@mug.example"}

        named = api.post("vendor/connected-account/named", body, token=token)
        answer = api.post("vendor/connected-account/confirm", {"code": "guess"}, token=token)

        assert (named.status_code, named.json()["state"]) == (201, "pending")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "code")


class TestAPayoutAtPayPal:
    @pytest.mark.parametrize(
        ("status", "state", "reason"),
        [
            ("SUCCESS", "paid", ""),
            ("UNCLAIMED", "paying", "receiver_unregistered"),
            ("ONHOLD", "paying", "onhold"),
            ("FAILED", "failed", "receiver_unregistered"),
            ("RETURNED", "failed", "receiver_unregistered"),
            ("BLOCKED", "failed", "blocked"),
            ("DENIED", "failed", "denied"),
        ],
    )
    def test_ends_as_paypal_says(self, by_paypal, at_paypal, drain, status, state, reason):
        run = a_run()
        sent = pay(at_paypal, run)
        (made,) = made_at_paypal(by_paypal)
        by_paypal.double.end_payout(made["id"], status)

        tell(by_paypal)
        drain(LATER)

        ended = payout_of(run, at_paypal)
        assert (sent.state, sent.bank_reference, made["item"]["amount"]) == ("paying", made["id"], {"value": "88.00", "currency": "EUR"})
        assert (ended.state, ended.reason, made["item"]["receiver"]) == (state, reason, "owner@mug.example")
        assert faults() == []

    @pytest.mark.parametrize("status", ["REFUNDED", "REVERSED"])
    def test_that_comes_back_after_it_was_paid_has_returned(self, by_paypal, at_paypal, drain, status):
        run = a_run()
        pay(at_paypal, run)
        for each in ("SUCCESS", status):
            by_paypal.double.end_payout(made_at_paypal(by_paypal)[0]["id"], each)
            tell(by_paypal)
            drain(LATER)

        assert payout_of(run, at_paypal).state == "returned"
        assert (balance(f"vendor:{at_paypal}").minor, faults()) == (8_800, [])

    def test_whose_answer_is_lost_is_learnt_by_sending_it_again(self, by_paypal, at_paypal):
        run = a_run()
        by_paypal.double.faults.loses_answers_to = "POST /v1/payments/payouts"
        lost = pay(at_paypal, run)
        by_paypal.double.faults.loses_answers_to = ""
        by_paypal.remote.account.answers.clear()  # PayPal has forgotten the id of the request

        found = pay(at_paypal, run)

        assert (lost.bank_reference, found.state) == ("", "paying")
        assert [found.bank_reference] == [made["id"] for made in made_at_paypal(by_paypal)]

    def test_whose_answer_is_lost_does_not_fail_when_the_vendor_names_another_account(self, by_paypal, at_paypal):
        """PayPal cannot be asked for it without sending it, so staff say what became of it."""
        run = a_run()
        by_paypal.double.faults.loses_answers_to = "POST /v1/payments/payouts"
        pay(at_paypal, run)
        by_paypal.double.faults.loses_answers_to = ""
        services.disconnect(vendor_id=at_paypal, actor=VENDOR_ACTOR, now=LATER)

        left = pay(at_paypal, run, now=LATER + timedelta(hours=1))

        assert (left.state, len(made_at_paypal(by_paypal))) == ("paying", 1)

    def test_that_the_balance_does_not_cover_has_failed(self, by_paypal, at_paypal):
        by_paypal.double.faults.balance = 100

        failed = pay(at_paypal, a_run())

        assert (failed.state, failed.reason, made_at_paypal(by_paypal)) == ("failed", "insufficient_funds", [])

    def test_stays_under_way_while_paypal_is_down(self, by_paypal, at_paypal):
        run = a_run()
        sent = pay(at_paypal, run)
        by_paypal.double.faults.is_down = True

        with pytest.raises(RailUnavailable):
            pay(at_paypal, run)
        assert (sent.state, payout_of(run, at_paypal).state) == ("paying", "paying")


@pytest.mark.django_db(transaction=True)
class TestKills:
    def test_a_transfer_at_paystack_moves_the_money_once(self, by_paystack, crasher):
        self.kill(by_paystack, crasher, lambda vendor_id: name("paystack", vendor_id, self.account_of(vendor_id)), made_at_paystack)

    def test_a_payout_at_paypal_moves_the_money_once(self, by_paypal, crasher, django_capture_on_commit_callbacks):
        def named(vendor_id: str) -> None:
            name("paypal", vendor_id, AT_PAYPAL)
            ConnectedAccount.objects.filter(vendor_id=vendor_id).update(state="active", activated_at=NOW, missing=[])

        self.kill(by_paypal, crasher, named, made_at_paypal)

    @staticmethod
    def account_of(vendor_id: str) -> NamedAccount:
        number = str(int(vendor_id[-6:], 36) % 10**10).zfill(10)
        return NamedAccount(holder="Mug & Co", account=number, currency="EUR", bank="057")

    @staticmethod
    def kill(gateway: Any, crasher: Any, named: Any, made_at: Any) -> None:
        for number in range(1, 6):
            for after_answer in (False, True):
                vendor = make_vendor()
                a_sale(vendor.id, 10_000, fee=1_200)
                named(vendor.id)
                run, before = a_run(now=LATER + timedelta(days=number)), len(made_at(gateway))
                arguments = {"service": "submit_payout", "arguments": {"payout_id": payout_of(run, vendor.id).id}}
                job = Job("pay_out", 0, LATER, request=arguments, kill_at_call=number, kill_after_answer=after_answer)
                answer = crasher.run(job)
                gateway.remote.account.answers.clear()

                place = f"{'after' if after_answer else 'before'} call {number}: {answer}"
                assert pay(vendor.id, run).bank_reference, place
                assert len(made_at(gateway)) == before + 1, place
                if answer == "done":
                    assert number > 1
                    return
        raise AssertionError("still not through")


def test_an_account_that_the_provider_refuses_is_not_stored(by_paystack):
    with pytest.raises(VendorAccountRefused):
        name("paystack", make_vendor().id, NamedAccount(holder="x", account="1", currency="EUR", bank="057"))
    assert not ConnectedAccount.objects.exists()
