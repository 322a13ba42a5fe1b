"""Vendors at PayPal's stand-in: an address that they confirm, and payouts to it, made once and followed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import ConfirmationInvalid
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.rails.base import RailUnavailable
from marketplace.apps.payouts.tests.factories import LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.payouts.tests.named import AT_PAYPAL, balance, faults, kill_at_each_call, name, name_and_confirm, pay, tell
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.foundation.mail.testing import committed
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def made_at_paypal(gateway: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway.double.batches_of(gateway.by_region["eu"])
    return found


@pytest.fixture
def at_paypal(by_paypal, django_capture_on_commit_callbacks):
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    name_and_confirm(vendor.id, django_capture_on_commit_callbacks)
    return vendor.id


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
        assert (balance(f"vendor:{at_paypal}"), faults()) == (8_800, [])

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

    def test_whose_answer_is_lost_is_learnt_from_the_event_without_sending_it_again(self, by_paypal, at_paypal, drain):
        run = a_run()
        by_paypal.double.faults.loses_answers_to = "POST /v1/payments/payouts"
        lost = pay(at_paypal, run)
        by_paypal.double.faults.loses_answers_to = ""
        services.disconnect(vendor_id=at_paypal, actor=VENDOR_ACTOR, now=LATER)
        (made,) = made_at_paypal(by_paypal)
        by_paypal.double.end_payout(made["id"], "SUCCESS")

        tell(by_paypal)
        drain(LATER)

        ended = payout_of(run, at_paypal)
        assert (lost.state, lost.bank_reference) == ("paying", "")
        assert (ended.state, ended.bank_reference, len(made_at_paypal(by_paypal))) == ("paid", made["id"], 1)
        assert faults() == []

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
def test_a_payout_that_is_killed_moves_the_money_once(by_paypal, crasher):
    def named(vendor_id: str) -> None:
        name("paypal", vendor_id, AT_PAYPAL)
        ConnectedAccount.objects.filter(vendor_id=vendor_id).update(state="active", activated_at=NOW, missing=[])

    kill_at_each_call(by_paypal, crasher, named, made_at_paypal)
