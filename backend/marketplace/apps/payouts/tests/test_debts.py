"""Money that is taken back after it was paid out: a debt, netted by the next payout, with a limit above which nothing is paid."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import make_vendor_person
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of
from marketplace.apps.orders.types import RefundedLine, RefundReason, RefundRequest
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.models import DebtWarning
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_refund, a_run, a_sale, payout_of, skipped
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, add_payout_account, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

LONG_AFTER = NOW + timedelta(days=3650)  # what subscribers book is dated by the real clock


def limited(region, **limits: int):
    return msgspec.structs.replace(region, settings={**region.settings, "vendor_debt_limit_minor": limits})


def balance(vendor_id: str, *, now=LATER, currency="EUR"):
    return next(item for item in queries.balances(vendor_id, now=now) if item.currency == currency)


class TestAfterThePayout:
    @pytest.fixture
    def paid_out(self, sandbox, drain):
        """Two mugs of 20.00 with 5.00 of shipping, delivered and paid out; and the payout."""
        mug = make_listing(price_minor=2000, shipping_minor=500)
        add_payout_account(mug.vendor_id)
        part = deliver_all(part_of(make_order((mug, 2)), mug))
        drain()
        payout = payout_of(a_run(now=LONG_AFTER), mug.vendor_id)
        services.mark_paid(payout_id=payout.id, attempt=1, bank_reference="", reason="x", actor=FINANCE, now=LONG_AFTER)
        return mug, part, payout

    def refund(self, part):
        return order_services.refund_sale(
            vendor_id=part.vendor_id,
            vendor_order_id=part.id,
            wanted=RefundRequest(lines=(RefundedLine(line_id=part.lines[0].line_id, quantity=1),), shipping=Money(500, "EUR")),
            reason=RefundReason.DAMAGED,
            note="",
            by="vendor",
            actor=VENDOR_ACTOR,
            request_key="k",
            now=LONG_AFTER,
        )

    def test_a_refund_is_a_debt_that_the_next_payout_nets_and_explains(self, paid_out, drain):
        mug, part, payout = paid_out

        self.refund(part)
        drain()
        owed = balance(mug.vendor_id, now=LONG_AFTER)
        deliver_all(part_of(make_order((mug, 3)), mug))
        drain()
        statement = statement_of(payout_of(a_run(now=LONG_AFTER + timedelta(days=1)), mug.vendor_id).as_detail())

        assert (owed.payable, owed.owed) == (Money(-2_258, "EUR"), Money(-2_258, "EUR"))
        assert statement.amount == Money(6_500 - 726 - 2_258, "EUR")
        taken_back = [line for line in statement.lines if line.type.startswith("refund")]
        assert {line.type for line in taken_back} == {"refund", "refund_commission", "refund_commission_vat"}
        assert {(line.reason_code, line.sold_in_payout, line.order_number) for line in taken_back} == {("damaged", payout.id, part.number)}
        assert all(not line.sold_in_payout for line in statement.lines if line.type == "sale")
        assert insight_queries.check_books(now=LONG_AFTER).is_clean

    def test_its_files_say_why_in_words(self, paid_out, drain):
        mug, part, payout = paid_out
        self.refund(part)
        deliver_all(part_of(make_order((mug, 3)), mug))
        drain()
        statement = statement_of(payout_of(a_run(now=LONG_AFTER + timedelta(days=1)), mug.vendor_id).as_detail())

        rows = FILES["csv"][1](statement, "nl").decode("utf-8-sig").splitlines()

        assert rows[0].endswith("amount,currency,reason_code,sold_in_payout")
        assert sum(row.endswith(f"damaged,{payout.id}") for row in rows) == 4  # a line, its fee and VAT; and the shipping
        assert FILES["pdf"][1](statement, "ar").startswith(b"%PDF")
        assert FILES["xlsx"][1](statement, "de").startswith(b"PK")


class TestTheLimit:
    def test_a_debt_over_it_holds_payouts_in_every_currency(self, mena):
        with tenancy.scope(limited(mena, KWD=5_000)):
            vendor, other = (a_payable_vendor(country="KW", currency="KWD") for _ in range(2))
            add_payout_account(vendor.id, country="KW", currency="SAR")
            a_refund(vendor.id, 5_001, currency="KWD")
            for each in (vendor, other):
                a_sale(each.id, 100_000, currency="SAR")

            run = a_run(currency="SAR")

            assert skipped(run)[vendor.id] == "debt_over_limit"
            assert balance(vendor.id, currency="SAR").is_over_debt_limit
            assert balance(vendor.id, currency="KWD").debt_limit == Money(5_000, "KWD")
            assert not balance(other.id, currency="SAR").is_over_debt_limit

    def test_a_debt_up_to_it_holds_nothing(self, mena):
        with tenancy.scope(limited(mena, KWD=5_000)):
            vendor = a_payable_vendor(country="KW", currency="KWD")
            add_payout_account(vendor.id, country="KW", currency="SAR")
            a_refund(vendor.id, 5_000, currency="KWD")
            a_sale(vendor.id, 100_000, currency="SAR")

            assert payout_of(a_run(currency="SAR"), vendor.id).state == "paying"

    def test_a_payout_that_was_approved_before_waits_and_goes_once_the_debt_is_settled(self, eu):
        with tenancy.scope(limited(eu, EUR=1_000)):
            vendor = a_payable_vendor()
            a_sale(vendor.id, 10_000)
            run = a_run(until="approved")
            a_refund(vendor.id, 9_000, now=LATER)

            services.pay_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)
            waiting = payout_of(run, vendor.id).state
            a_sale(vendor.id, 20_000, now=LATER, payable_at=LATER)
            services.pay_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)

            assert (waiting, payout_of(run, vendor.id).state) == ("approved", "paying")


class TestTheWarning:
    @pytest.fixture
    def debtor(self, eu):
        with tenancy.scope(limited(eu, EUR=1_000)):
            vendor = a_payable_vendor()
            a_refund(vendor.id, 1_500)
            yield vendor

    def test_comes_once_for_each_time_that_the_limit_is_passed(self, debtor):
        first = [services.watch_debts(now=LATER) for _ in range(2)]
        a_sale(debtor.id, 2_000, fee=0)
        settled = services.watch_debts(now=LATER)
        a_refund(debtor.id, 2_600)
        again = services.watch_debts(now=LATER)

        assert [len(found) for found in first] == [1, 0]
        assert (first[0][0].debt, first[0][0].limit) == (Money(1_500, "EUR"), Money(1_000, "EUR"))
        assert settled == []
        assert [warning.debt for warning in again] == [Money(2_100, "EUR")]
        assert {row.debt_minor: row.ended_at for row in DebtWarning.objects.all()} == {1_500: LATER, 2_100: None}

    def test_comes_once_from_tasks_that_look_at_the_same_time(self, debtor):
        at_once(4, lambda _: services.watch_debts(now=LATER))

        assert DebtWarning.objects.count() == 1

    def test_is_mailed_to_the_vendor_and_to_staff_of_finance(self, debtor, drain):
        make_vendor_person(vendor_id=debtor.id, roles=("accountant",), email="books@shop.example")
        make_vendor_person(vendor_id=debtor.id, roles=("fulfilment",), email="parcels@shop.example")
        finance = make_staff_member("finance")
        make_staff_member("support")

        services.watch_debts(now=LATER)
        drain()

        mails = {message.recipient: message for message in Message.objects.filter(occasion__startswith="debt_exceeded")}
        assert {"books@shop.example", finance.email} <= mails.keys()
        assert "parcels@shop.example" not in mails
        assert "€15" in mails["books@shop.example"].subject
        assert debtor.name in mails[finance.email].subject

    def test_is_listed_for_those_who_handle_money(self, debtor, api, mena):
        services.watch_debts(now=LATER)
        with tenancy.scope(mena):
            abroad = staff_token("finance")

        (item,) = api.get("admin/debt-warnings", token=staff_token("finance"), is_open="true").json()["items"]

        assert (item["vendor_id"], item["debt"]) == (debtor.id, {"minor": 1_500, "currency": "EUR"})
        assert api.get("admin/debt-warnings", token=staff_token("finance"), is_open="false").json()["items"] == []
        assert api.get("admin/debt-warnings", token=staff_token("support")).status_code == 403
        assert api.get("admin/debt-warnings", token=vendor_token(debtor.id, "owner")).status_code == 403
        assert api.get("admin/debt-warnings", token=abroad, tenant="mena").json()["items"] == []
        assert api.get("admin/debt-warnings").status_code == 401
