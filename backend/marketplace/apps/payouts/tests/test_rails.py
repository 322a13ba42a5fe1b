"""The contract of a payout rail, for the files of banks and for the shapes of payment providers' APIs."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import NotATransferCurrency, PayoutAttemptStale
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.rails import CSV_FILE, SEPA_FILE, rail_of
from marketplace.apps.payouts.rails.base import RailUnavailable, Transfer, TransferOrders, TransferOutcome, TransferState
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.payouts.tests.rails import MISSING, ApiRail, MomoDisbursements, PaystackTransfers, StripeTransfers
from marketplace.apps.vendors.types import PayoutAccount
from marketplace.kit.money import Money

ACCOUNTS = {"sepa_credit_transfer": "NL91ABNA0417164300", "bank_transfer": "NL91ABNA0417164300"}
FILES = [SEPA_FILE, CSV_FILE]
APIS = [StripeTransfers, PaystackTransfers, MomoDisbursements]


def a_transfer(number, account, *, minor=1_000, currency="EUR"):
    to = PayoutAccount(account=account, is_iban=True, bic="", holder="Mug & Co", bank_name="", country="NL", currency=currency)
    name = f"pout-{number}-1"
    return Transfer(payout_id=f"pout_{number}", end_to_end_id=name, amount=Money(minor, currency), to=to, description="x")


def orders_of(*transfers):
    return TransferOrders(
        run_id="prun_1", currency="EUR", holder="GlobalMarket", account="NL91ABNA0417164300", bic="", transfers=list(transfers)
    )


def submitted(rail, *transfers):
    return rail.submit(orders_of(*transfers), on=date(2026, 3, 2))


def own_account(rail):
    return ACCOUNTS.get(rail.name) or f"{rail.prefix}1"


@pytest.mark.parametrize("rail", [*FILES, *(kind() for kind in APIS)], ids=lambda rail: rail.name)
class TestEveryRail:
    def test_takes_its_own_accounts_and_refuses_others(self, rail):
        assert rail.can_send(a_transfer(1, own_account(rail)))
        assert not rail.can_send(a_transfer(1, "nothing it knows"))

    def test_refuses_what_it_cannot_move(self, rail):
        most, account = rail.capabilities.most_minor, own_account(rail)

        assert not most or not rail.can_send(a_transfer(1, account, minor=most + 1))
        assert rail.can_send(a_transfer(1, account, currency="KWD")) == rail.capabilities.takes("KWD")

    def test_answers_with_a_file_or_with_an_outcome_of_each_transfer(self, rail):
        transfers = [a_transfer(number, own_account(rail)) for number in (1, 2)]

        submission = submitted(rail, *transfers)

        named = [outcome.end_to_end_id for outcome in submission.outcomes]
        assert named == ([item.end_to_end_id for item in transfers] if submission.file is None else [])
        assert (submission.file is None) == rail.capabilities.reports_outcomes

    def test_says_whether_it_can_be_asked(self, rail):
        if rail.capabilities.reports_outcomes:
            assert [outcome.state for outcome in rail.outcomes_of(["pout-99-1"])] == ["unknown"]
        else:
            with pytest.raises(NotImplementedError):
                rail.outcomes_of(["pout-99-1"])


@pytest.mark.parametrize("rail", FILES, ids=lambda rail: rail.name)
def test_a_file_of_the_same_transfers_is_the_same_for_the_bank(rail):
    transfers = [a_transfer(number, own_account(rail)) for number in (1, 2)]

    first, second = submitted(rail, *transfers).file, submitted(rail, *transfers).file

    assert all(name in file.content.decode() for name in ("pout-1-1", "pout-2-1") for file in (first, second))
    assert b"prun" not in first.content or rail is SEPA_FILE


@pytest.mark.parametrize("kind", APIS, ids=lambda kind: kind.name)
class TestApis:
    def test_submitted_twice_moves_the_money_once(self, kind):
        rail = kind()

        states = [submitted(rail, a_transfer(1, own_account(rail))).outcomes[0].state for _ in range(2)]

        assert states == [kind.first, kind.first]
        assert sum(rail.side.moved.values()) == 1_000

    def test_one_refused_transfer_does_not_stop_the_others(self, kind):
        rail = kind()

        outcomes = submitted(rail, a_transfer(1, MISSING), a_transfer(2, own_account(rail))).outcomes

        assert [outcome.state for outcome in outcomes] == [TransferState.FAILED, kind.first]
        assert (outcomes[0].reason != "", sum(rail.side.moved.values())) == (True, 1_000)

    def test_a_lost_answer_is_unknown_until_it_is_asked_for_or_submitted_again(self, kind):
        rail = kind()
        rail.side.is_answering = False

        lost = submitted(rail, a_transfer(1, own_account(rail))).outcomes[0]
        rail.side.is_answering = True

        assert lost.state is TransferState.UNKNOWN
        assert [outcome.state for outcome in rail.outcomes_of([lost.end_to_end_id])] == [kind.first]
        assert submitted(rail, a_transfer(1, own_account(rail))).outcomes[0].state is kind.first
        assert len(rail.side.moved) == 1

    def test_another_attempt_is_another_transfer(self, kind):
        rail, first = kind(), a_transfer(1, MISSING)
        submitted(rail, first)
        again = msgspec.structs.replace(first, end_to_end_id="pout-1-2", to=a_transfer(1, own_account(rail)).to)

        assert submitted(rail, again).outcomes[0].state is kind.first
        assert rail.outcomes_of([first.end_to_end_id])[0].state is TransferState.FAILED


def test_a_currency_goes_by_the_rail_that_takes_it():
    assert [rail_of(currency).name for currency in ("EUR", "KWD", "AED")] == ["sepa_credit_transfer", "bank_transfer", "bank_transfer"]


class IbanRail(ApiRail):
    """An API that pays to the bank accounts that vendors have."""

    name = "iban_api"
    capabilities = StripeTransfers.capabilities
    prefix = ""

    def __init__(self, first=TransferState.PAID):
        super().__init__()
        self.first = first


@pytest.mark.usefixtures("tenant")
class TestPayoutsByAnApi:
    @pytest.fixture
    def run(self):
        services.set_operator_account(currency="EUR", holder="GlobalMarket", account="NL91 ABNA 0417 1643 00", actor=FINANCE, now=LATER)
        for _ in range(2):
            a_sale(a_payable_vendor().id, 10_000, fee=1_200)
        return a_run()

    def submit(self, run, rail):
        return services.submit_transfers(run_id=run.id, rail=rail, actor=FINANCE, now=LATER)

    def states(self, run):
        return sorted(VendorPayout.objects.filter(run=run).values_list("state", flat=True))

    def test_what_is_paid_at_once_ends_the_run(self, run):
        rail = IbanRail()

        self.submit(run, rail)

        run.refresh_from_db()
        assert (run.state, self.states(run), sum(rail.side.moved.values())) == ("done", ["paid", "paid"], 17_600)

    @pytest.mark.parametrize("first", [TransferState.ACCEPTED, TransferState.UNKNOWN])
    def test_what_is_open_or_unknown_stays_under_way_and_is_submitted_again(self, run, first):
        rail = IbanRail(first)

        for _ in range(2):
            self.submit(run, rail)

        assert (self.states(run), sum(rail.side.moved.values())) == (["paying", "paying"], 17_600)

    def test_what_fails_is_payable_again(self, run):
        rail = IbanRail(TransferState.FAILED)

        self.submit(run, rail)

        assert self.states(run) == ["failed", "failed"]
        assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(0, "EUR")

    def test_a_rail_that_does_not_answer_changes_nothing(self, run):
        rail = IbanRail()
        rail.side.is_reachable = False

        with pytest.raises(RailUnavailable):
            self.submit(run, rail)

        assert self.states(run) == ["paying", "paying"]

    def test_a_late_notice_is_about_its_own_attempt(self, run):
        payout = VendorPayout.objects.filter(run=run).first()
        failed = TransferOutcome(end_to_end_id=payout.end_to_end_id, state=TransferState.FAILED, reason="closed")
        services.record_outcome(payout_id=payout.id, outcome=failed, actor=FINANCE, now=LATER)
        services.retry(payout_id=payout.id, reason="x", actor=FINANCE, now=LATER)

        with pytest.raises(PayoutAttemptStale):
            services.record_outcome(payout_id=payout.id, outcome=failed, actor=FINANCE, now=LATER)

        assert payout_of(run, payout.vendor_id).state == "paying"

    def test_a_rail_without_the_currency_is_refused(self, run):
        rail = IbanRail()
        rail.capabilities = msgspec.structs.replace(rail.capabilities, currencies=frozenset({"KWD"}))

        with pytest.raises(NotATransferCurrency):
            self.submit(run, rail)
