"""Vendors at Paystack's stand-in: an account at a bank that they name, and transfers to it, made once and followed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.payments.tests.at_gateways import post_webhook, waiting
from marketplace.apps.payments.types import NamedAccount
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of, skipped
from marketplace.apps.payouts.tests.named import AT_BANK, balance, faults, kill_at_each_call, name, pay, tell
from marketplace.apps.vendors.tests.factories import make_vendor, owner_of, vendor_token

pytestmark = pytest.mark.usefixtures("tenant")


def made_at_paystack(gateway: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway.double.transfers_of(gateway.by_region["eu"])
    return found


@pytest.fixture
def at_paystack(by_paystack):
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    name("paystack", vendor.id, AT_BANK)
    return vendor.id


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
        assert (balance(f"vendor:{at_paystack}"), faults()) == (0, [])

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
        assert (balance(f"vendor:{at_paystack}"), faults()) == (8_800, [])

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
        drain(LATER)
        by_paystack.double.end_transfer(made_at_paystack(by_paystack)[0]["reference"], "success")
        (notice,) = waiting(by_paystack)
        others = by_paystack.double.event(by_paystack.by_region["eu"], "transfer.success", {"reference": "another-system-1"})

        assert post_webhook("paystack", notice, **{"X-Paystack-Signature": "0" * 128}) == 400
        assert post_webhook("paystack", others) == 200
        drain(LATER)
        assert payout_of(run, at_paystack).state == "paying"


@pytest.mark.django_db(transaction=True)
def test_a_transfer_that_is_killed_moves_the_money_once(by_paystack, crasher):
    def named(vendor_id: str) -> None:
        number = str(int(vendor_id[-6:], 36) % 10**10).zfill(10)
        name("paystack", vendor_id, NamedAccount(holder="Mug & Co", account=number, currency="EUR", bank="057"))

    kill_at_each_call(by_paystack, crasher, named, made_at_paystack)
