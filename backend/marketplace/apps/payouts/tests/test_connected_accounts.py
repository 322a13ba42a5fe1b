"""Payouts to vendors' accounts at Stripe, at its stand-in: opened and followed, paid once, taken back, and exact in the books."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import Posting, provider_account, vendor_account
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Capture
from marketplace.apps.payments.tests.at_gateways import post_webhook, waiting
from marketplace.apps.payments.tests.factories import a_payment
from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import ConnectedAccountNotOffered
from marketplace.apps.payouts.models import ConnectedAccount, VendorPayout
from marketplace.apps.payouts.rails import SEPA_FILE
from marketplace.apps.payouts.rails.base import RailUnavailable
from marketplace.apps.payouts.tests.connected import connect, connected
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of, post, skipped
from marketplace.apps.payouts.tests.named import name_and_confirm
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")

BACK = {"return_url": "http://eu.localhost/payout-account"}


def balance(account: str) -> int:
    return ledger_queries.get_balance(account, "EUR").minor


def transfers(stripe: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stripe.double.transfers_of(stripe.by_region["eu"])
    return found


def a_seller(stripe: Any) -> tuple[str, str]:
    """A vendor with earnings whose account at Stripe can be paid, and that account's name."""
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    return vendor.id, connected(stripe, vendor.id)


def faults() -> list[str]:
    """What the check of the books finds wrong with payouts, vendors' balances and the money at Stripe."""
    report = insight_queries.check_books(now=LATER)
    found = [difference for currency in report.currencies for difference in currency.differences]
    return [each.check for each in found if each.check.startswith(("payout", "vendor")) or "stripe" in each.detail]


def pay(vendor_id: str, run: Any) -> VendorPayout:
    services.submit_payout(payout_id=payout_of(run, vendor_id).id, now=LATER)
    return payout_of(run, vendor_id)


def pay_twice(vendor_id: str, run: Any) -> None:
    """Send it, and ask what became of it."""
    for _ in range(2):
        pay(vendor_id, run)


class TestTheAccount:
    def test_an_owner_opens_it_and_reads_what_is_missing_until_it_can_be_paid(self, by_provider, api, drain):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))

        before = api.get("vendor/connected-account", token=token).json()
        links = [api.post("vendor/connected-account/links", BACK, token=token).json()["url"] for _ in range(2)]
        opened = api.get("vendor/connected-account", token=token).json()
        httpx.post(links[0], data={"outcome": "part"}, trust_env=False)
        for notice in waiting(by_provider):
            assert post_webhook("stripe", notice) == 200
        services.learn_account(provider="stripe", account=ConnectedAccount.objects.get().reference, now=LATER)
        partly = api.get("vendor/connected-account", token=token).json()

        assert (before["provider"], before["state"]) == ("stripe", None)
        assert links[0] != links[1]
        assert (opened["state"], opened["missing"]) == ("pending", ["external_account", "individual.verification.document"])
        assert (partly["state"], partly["missing"]) == ("pending", ["individual.verification.document"])
        assert len([each for each in by_provider.by_region["eu"].records.values() if each["object"] == "account"]) == 1

    def test_it_becomes_active_and_it_is_audited(self, by_provider):
        vendor = make_vendor()

        connected(by_provider, vendor.id)

        row = ConnectedAccount.objects.get()
        assert (row.state, row.missing, row.problem) == ("active", [], "")
        assert AuditEntry.objects.filter(action="vendor.connected_account_active").count() == 1

    def test_one_that_stripe_stops_is_restricted_and_the_bank_account_is_paid(self, by_provider):
        vendor = a_payable_vendor()
        account = connected(by_provider, vendor.id)
        by_provider.double.ask_for(account, "individual.verification.document")
        services.learn_account(provider="stripe", account=account, now=LATER)
        a_sale(vendor.id)

        run = a_run()

        assert ConnectedAccount.objects.get().state == "restricted"
        assert payout_of(run, vendor.id).method == "sepa_credit_transfer"

    def test_an_answer_to_an_earlier_question_does_not_undo_a_later_one(self, by_provider):
        account = connected(by_provider, make_vendor().id, now=LATER)
        by_provider.double.ask_for(account, "individual.verification.document")

        services.learn_account(provider="stripe", account=account, now=LATER - timedelta(seconds=1))

        assert ConnectedAccount.objects.get().state == "active"

    def test_is_asked_for_when_an_owner_looks_or_nothing_was_heard_for_long(self, by_provider):
        vendor = make_vendor()
        account = connect(vendor.id, now=LATER)
        by_provider.double.ask_for(account)
        services.refresh_account(vendor_id=vendor.id, now=LATER + timedelta(seconds=29))
        soon = ConnectedAccount.objects.get().state
        services.refresh_account(vendor_id=vendor.id, now=LATER + timedelta(seconds=30))
        looked = ConnectedAccount.objects.get().state
        by_provider.double.ask_for(account, "external_account")

        services.refresh_accounts(now=LATER + timedelta(hours=7))

        assert (soon, looked, ConnectedAccount.objects.get().state) == ("pending", "active", "restricted")

    def test_a_new_one_rests_before_it_is_paid(self, by_provider):
        vendor = a_payable_vendor()
        a_sale(vendor.id)
        connected(by_provider, vendor.id, now=LATER - timedelta(hours=1))

        assert skipped(a_run(until="approved"))[vendor.id] == "account_changed_lately"

    def test_an_owner_goes_back_to_the_bank_account(self, by_provider, api):
        vendor = a_payable_vendor()
        connected(by_provider, vendor.id)
        token = vendor_token(vendor.id)

        ended = [api.delete("vendor/connected-account", token=token).status_code for _ in range(2)]
        a_sale(vendor.id)

        assert ended == [204, 404]
        assert payout_of(a_run(), vendor.id).method == "sepa_credit_transfer"

    def test_owners_without_a_bank_account_get_a_mail_that_they_need_one(self, by_provider, django_capture_on_commit_callbacks):
        vendor = make_vendor(email="olga@example.com")
        connected(by_provider, vendor.id)

        with committed(django_capture_on_commit_callbacks) as sent:
            services.disconnect(vendor_id=vendor.id, actor=VENDOR_ACTOR, now=LATER)

        assert [message.to for message in sent] == [["olga@example.com"]]
        assert "needs a bank account" in sent[0].subject

    def test_owners_hear_that_another_one_takes_its_place_unpaid_yet(self, by_provider, by_paypal, django_capture_on_commit_callbacks):
        vendor = make_vendor(email="olga@example.com")
        name_and_confirm(vendor.id, django_capture_on_commit_callbacks)

        with committed(django_capture_on_commit_callbacks) as sent:
            connect(vendor.id, now=LATER)

        assert (sent[-1].to, "needs a bank account" in sent[-1].subject) == (["olga@example.com"], True)
        assert "o***@mug.example" in sent[-1].body

    def test_one_that_is_taken_up_again_is_the_same_and_rests_first(self, by_provider):
        vendor = a_payable_vendor()
        account = connected(by_provider, vendor.id)
        services.disconnect(vendor_id=vendor.id, actor=VENDOR_ACTOR, now=LATER)
        a_sale(vendor.id)

        again = connect(vendor.id, now=LATER)

        assert again == account
        assert skipped(a_run(until="approved"))[vendor.id] == "account_changed_lately"

    @pytest.mark.parametrize("role", ["manager", "accountant", "fulfilment"])
    def test_only_an_owner_opens_or_ends_it(self, by_provider, api, role):
        vendor = make_vendor()
        connect(vendor.id)
        token = vendor_token(vendor.id, role)

        assert api.post("vendor/connected-account/links", BACK, token=token).status_code == 403
        assert api.delete("vendor/connected-account", token=token).status_code == 403

    def test_a_page_of_another_site_is_no_way_back(self, by_provider, api):
        vendor = make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))

        answer = api.post("vendor/connected-account/links", {"return_url": "https://elsewhere.example/"}, token=token)

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "return_url")

    def test_it_is_not_offered_where_the_region_has_not_switched_it_on(self, api):
        vendor = make_vendor()

        with pytest.raises(ConnectedAccountNotOffered):
            connect(vendor.id)
        assert api.get("vendor/connected-account", token=vendor_token(vendor.id)).json()["provider"] is None


class TestAPayout:
    def test_goes_to_the_account_and_the_books_say_so(self, by_provider):
        vendor_id, account = a_seller(by_provider)
        held = balance("provider:stripe")

        run = a_run()
        payout = pay(vendor_id, run)

        (made,) = transfers(by_provider)
        assert (made["amount"], made["destination"], made["transfer_group"]) == (8_800, account, payout.end_to_end_id)
        assert (payout.state, payout.method, payout.bank_reference) == ("paid", "stripe_transfers", made["id"])
        assert (balance("provider:stripe") - held, balance("bank:payouts"), balance(f"vendor:{vendor_id}")) == (8_800, 0, 0)
        assert faults() == []

    @pytest.mark.parametrize(("by_card", "is_tied"), [(9_000, True), (4_000, False)])
    def test_of_a_single_charge_is_tied_to_it_unless_that_is_less(self, by_provider, by_card, is_tied):
        amount = Money(9_000, "EUR")  # of which a gift card paid the rest
        payment = a_payment(amount=Money(by_card, "EUR"), method="stripe_card", card_token="pm_card_visa")
        paid = payment_services.start_payment(payment_id=payment.id, now=LATER)
        (charge,) = Capture.objects.filter(payment_id=paid.id).values_list("reference", flat=True)
        vendor = make_vendor()
        connected(by_provider, vendor.id)
        facts = {"vendor_id": vendor.id, "payment_id": paid.id, "order_id": paid.order_id}
        source, to = provider_account("stripe"), vendor_account(vendor.id)
        post([Posting(key="sale:1", type="sale", source=source, destination=to, amount=amount, **facts)])
        by_provider.double.faults.balance = 0 if is_tied else 9_000

        assert pay(vendor.id, a_run()).state == "paid"
        assert [(made["amount"], made["source_transaction"]) for made in transfers(by_provider)] == [(9_000, charge if is_tied else None)]

    def test_is_in_no_file_for_the_bank(self, by_provider):
        connected_id, _ = a_seller(by_provider)
        other = a_payable_vendor()
        a_sale(other.id, 5_000, fee=0)
        services.set_operator_account(currency="EUR", holder="GlobalMarket", account="NL91ABNA0417164300", actor=FINANCE, now=LATER)
        run = a_run()

        orders = services.transfer_orders(run_id=run.id, rail=SEPA_FILE, actor=FINANCE, now=LATER)

        assert [transfer.payout_id for transfer in orders.transfers] == [payout_of(run, other.id).id]
        assert pay(connected_id, run).state == "paid"

    def test_that_stripe_refuses_has_failed_and_is_sent_again(self, by_provider):
        vendor_id, _ = a_seller(by_provider)
        run = a_run()
        by_provider.double.faults.balance = 100
        failed = pay(vendor_id, run)
        by_provider.double.faults.balance = 10_000
        services.retry(payout_id=failed.id, reason="Topped up", actor=FINANCE, now=LATER)

        again = pay(vendor_id, run)

        assert (failed.state, failed.reason) == ("failed", "balance_insufficient")
        assert (again.state, again.attempts, len(transfers(by_provider))) == ("paid", 2, 1)
        assert faults() == []

    def test_whose_answer_is_lost_is_asked_for_and_paid_once(self, by_provider):
        vendor_id, _ = a_seller(by_provider)
        run = a_run()
        by_provider.double.faults.loses_answers_to = "POST /v1/transfers"
        lost = pay(vendor_id, run)
        by_provider.double.faults.loses_answers_to = ""
        by_provider.remote.account.answers.clear()  # as after a day: Stripe has forgotten its idempotency keys

        assert lost.state == "paying"
        assert services.waiting_payouts(now=LATER + timedelta(minutes=3)) == [lost.id]
        assert pay(vendor_id, run).state == "paid"
        assert len(transfers(by_provider)) == 1

    def test_of_which_stripe_knows_nothing_has_failed_once_its_account_is_ended(self, by_provider):
        vendor_id, _ = a_seller(by_provider)
        run = a_run()
        by_provider.double.faults.is_down = True
        with pytest.raises(RailUnavailable):
            pay_twice(vendor_id, run)
        by_provider.double.faults.is_down = False
        services.disconnect(vendor_id=vendor_id, actor=VENDOR_ACTOR, now=LATER)
        read = AuditEntry.objects.filter(action="payout_run.transfers_read").count()

        soon = pay(vendor_id, run)
        read_soon = AuditEntry.objects.filter(action="payout_run.transfers_read").count()
        services.submit_payout(payout_id=soon.id, now=LATER + timedelta(minutes=11))

        failed = payout_of(run, vendor_id)
        assert (soon.state, read_soon) == ("paying", read)
        assert (failed.state, failed.reason, transfers(by_provider)) == ("failed", "account_changed_since", [])
        assert faults() == []

    def test_whose_answer_is_lost_is_known_even_if_the_account_is_ended_then(self, by_provider):
        vendor_id, _ = a_seller(by_provider)
        run = a_run()
        by_provider.double.faults.loses_answers_to = "POST /v1/transfers"
        pay(vendor_id, run)
        by_provider.double.faults.loses_answers_to = ""
        services.disconnect(vendor_id=vendor_id, actor=VENDOR_ACTOR, now=LATER)

        assert (pay(vendor_id, run).state, len(transfers(by_provider))) == ("paid", 1)

    def test_to_an_account_that_was_ended_after_it_was_sent_is_set_aside(self, by_provider):
        vendor_id, _ = a_seller(by_provider)
        run = a_run()
        services.disconnect(vendor_id=vendor_id, actor=VENDOR_ACTOR, now=LATER)

        assert pay(vendor_id, run).state == "failed"
        assert transfers(by_provider) == []

    def test_that_does_not_reach_the_bank_is_taken_back(self, by_provider):
        vendor_id, account = a_seller(by_provider)
        run = a_run()
        paid = pay(vendor_id, run)
        bank_payout = by_provider.double.fail_bank_payout(account, paid.bank_reference)

        for _ in range(2):
            services.take_back(provider="stripe", account=account, bank_payout=bank_payout, now=LATER)

        assert payout_of(run, vendor_id).state == "returned"
        assert [made["amount_reversed"] for made in transfers(by_provider)] == [8_800]
        assert balance(f"vendor:{vendor_id}") == 8_800
        assert faults() == []

    def test_that_cannot_be_taken_back_stays_paid(self, by_provider):
        vendor_id, account = a_seller(by_provider)
        run = a_run()
        paid = pay(vendor_id, run)
        bank_payout = by_provider.double.fail_bank_payout(account, paid.bank_reference)
        by_provider.double.faults.refunds = "reject"

        services.take_back(provider="stripe", account=account, bank_payout=bank_payout, now=LATER)

        assert payout_of(run, vendor_id).state == "paid"


@pytest.mark.django_db(transaction=True)
class TestEvents:
    def test_a_run_that_is_paid_and_webhooks_do_it_all(self, by_provider, drain):
        vendor_id, account = a_seller(by_provider)
        run = a_run()
        drain(LATER)
        paid = payout_of(run, vendor_id)
        waiting(by_provider)

        by_provider.double.fail_bank_payout(account, paid.bank_reference)
        for notice in waiting(by_provider) * 2:
            assert post_webhook("stripe", notice) == 200
        drain(LATER)

        assert (paid.state, payout_of(run, vendor_id).state) == ("paid", "returned")

    def test_one_whose_owner_has_revoked_our_access_is_restricted(self, by_provider, drain):
        _, account = a_seller(by_provider)
        waiting(by_provider)
        by_provider.double.revoke(account)

        for notice in waiting(by_provider):
            assert post_webhook("stripe", notice) == 200
        drain(LATER)

        row = ConnectedAccount.objects.get()
        assert (row.state, row.problem) == ("revoked", "account_invalid")

    def test_a_forged_notice_of_an_account_is_refused(self, by_provider):
        _, account = a_seller(by_provider)
        waiting(by_provider)
        by_provider.double.ask_for(account, "external_account")

        (notice,) = waiting(by_provider)

        assert post_webhook("stripe", notice, **{"Stripe-Signature": "t=1,v1=0"}) == 400

    def test_a_transfer_that_is_killed_moves_the_money_once(self, by_provider, crasher):
        for number in range(1, 6):
            for after_answer in (False, True):
                vendor_id, account = a_seller(by_provider)
                run = a_run(now=LATER + timedelta(days=number))
                arguments = {"service": "submit_payout", "arguments": {"payout_id": payout_of(run, vendor_id).id}}
                job = Job("pay_out", 0, LATER, request=arguments, kill_at_call=number, kill_after_answer=after_answer)
                answer = crasher.run(job)
                by_provider.remote.account.answers.clear()

                place = f"{'after' if after_answer else 'before'} call {number}: {answer}"
                assert pay(vendor_id, run).state == "paid", place
                assert [made["amount"] for made in transfers(by_provider) if made["destination"] == account] == [8_800], place
                if answer == "done":
                    assert number > 1
                    return
        raise AssertionError("still not through")
