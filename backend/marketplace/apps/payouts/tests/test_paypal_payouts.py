"""Vendors at PayPal's stand-in: an address that they confirm, and payouts to it, made once and followed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from marketplace.apps.payments.types import NamedAccount
from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import ConfirmationInvalid
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.queries.destinations import find_connected, find_unconfirmed
from marketplace.apps.payouts.rails.base import RailUnavailable
from marketplace.apps.payouts.tests.factories import LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.payouts.tests.named import AT_PAYPAL, balance, faults, kill_at_each_call, name, name_and_confirm, pay, tell
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.foundation.mail.testing import committed
from marketplace.testing import NOW

OTHER = NamedAccount(holder="Mug & Co", account="new@mug.example", currency="EUR")

pytestmark = pytest.mark.usefixtures("tenant")


def made_at_paypal(gateway: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway.double.batches_of(gateway.by_region["eu"])
    return found


def confirm(vendor_id: str, code: str, *, now: datetime = NOW) -> ConnectedAccount:
    return services.confirm_account(vendor_id=vendor_id, code=code, actor=VENDOR_ACTOR, now=now)


def code_in(mails: list[Any]) -> str:
    """That of the last one."""
    return [found[1] for mail in mails if (found := re.search(r"code=([\w-]+)", mail.body))][-1]


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
        confirmed = [confirm(vendor.id, code, now=NOW + timedelta(days=1)) for _ in range(2)][-1]

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
                confirm(vendor_id, given, now=now)
        assert ConnectedAccount.objects.get().state == "pending"

    def test_takes_no_accounts_place_before_it_is_confirmed(self, by_paypal, at_paypal, django_capture_on_commit_callbacks):
        owner_of(at_paypal)
        with committed(django_capture_on_commit_callbacks) as sent:
            waiting = name("paypal", at_paypal, OTHER, now=LATER)
        before, unconfirmed, code, to = find_connected(at_paypal), find_unconfirmed(at_paypal), code_in(sent), [mail.to for mail in sent]

        with committed(django_capture_on_commit_callbacks) as sent:
            confirmed = [confirm(at_paypal, code, now=LATER) for _ in range(2)][-1]

        assert (before.reference, before.state, waiting.state, unconfirmed.pk) == (AT_PAYPAL.account, "active", "pending", waiting.pk)
        assert to == [[AT_PAYPAL.account], [OTHER.account]]
        assert (confirmed.reference, confirmed.state, confirmed.ended_at, confirmed.activated_at) == (OTHER.account, "active", None, LATER)
        assert (find_connected(at_paypal).pk, find_unconfirmed(at_paypal)) == (waiting.pk, None)
        assert ["n***@mug.example" in mail.body for mail in sent] == [False, False, True]  # its owner

    def test_that_waits_is_forgotten_with_the_account_and_by_a_later_choice(self, by_paypal, at_paypal, django_capture_on_commit_callbacks):
        codes = []
        for named in (OTHER, NamedAccount(holder="Mug & Co", account="third@mug.example", currency="EUR")):
            with committed(django_capture_on_commit_callbacks) as sent:
                name("paypal", at_paypal, named)
            codes.append(code_in(sent))
        with pytest.raises(ConfirmationInvalid):
            confirm(at_paypal, codes[0])

        services.disconnect(vendor_id=at_paypal, actor=VENDOR_ACTOR, now=NOW)
        with pytest.raises(ConfirmationInvalid):
            confirm(at_paypal, codes[1])
        assert find_connected(at_paypal) is None

    def test_the_code_of_an_account_that_has_ended_brings_it_back_to_nobody(self, by_paypal, django_capture_on_commit_callbacks):
        vendor = make_vendor()
        code = name_and_confirm(vendor.id, django_capture_on_commit_callbacks)
        services.disconnect(vendor_id=vendor.id, actor=VENDOR_ACTOR, now=NOW)

        with pytest.raises(ConfirmationInvalid):
            confirm(vendor.id, code)

    def test_a_code_is_refused_over_http_by_its_field(self, by_paypal, api):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))
        body = {"provider": "paypal", "currency": "EUR", "holder": "Mug & Co", "email": "owner@mug.example"}

        named = api.post("vendor/connected-account/named", body, token=token)
        answer = api.post("vendor/connected-account/confirm", {"code": "guess"}, token=token)

        assert (named.status_code, named.json()["state"], named.json()["unconfirmed"]) == (201, "pending", "o***@mug.example")
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
