"""A marketplace with everything in its books: they agree; and each rule broken on purpose is named."""

import io
import logging
from datetime import timedelta

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.credit.tests.factories import buy_card, cart_with, give_card, order_of
from marketplace.apps.insights import queries
from marketplace.apps.insights.tasks import check_books
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders.documents import VENDOR_ORDERS
from marketplace.apps.orders.tests.factories import CASH, cancel_units, deliver_all, make_listing, make_order, part_of, place
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderRefund
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.types import DisputeState, RefundState
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE, a_run, payout_of
from marketplace.apps.reconciliation.tests.factories import a_row, collected_by_courier, everything_moved, upload
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import add_payout_account
from marketplace.foundation.metrics.testing import value
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

DELIVERED, MATURE = NOW + timedelta(days=1), NOW + timedelta(days=40)


@pytest.fixture
def busy(drain):
    """
    A card order that is paid out, one partly canceled, one in cash, one whose courier remitted it, one that a gift card pays in part, a
    dispute, a refund made at the provider; a payout that was returned and one that was canceled; a gift card that was bought; and the
    provider's report of all that, with a charge that nobody knows.
    """
    mug, pan = make_listing(price_minor=2_999, stock=50), make_listing(price_minor=10_001, stock=50)
    for product in (mug, pan):
        add_payout_account(product.vendor_id)
    order, cash = make_order((mug, 3), (pan, 1)), make_order((mug, 2), payment=CASH)
    collected_by_courier()
    buy_card(make_customer().id, 5_000)
    for sold in (order, cash):
        part = part_of(sold, mug)
        cancel_units(part)
        deliver_all(part_of(sold, mug), now=DELIVERED)
    deliver_all(part_of(order, pan), now=DELIVERED)
    cancel_units(part_of(order_of(place(cart_with((mug, 2), cards=(give_card(6_000),)))), mug))
    drain()
    _pay_out(pan.vendor_id)
    _trouble(order)
    drain()
    transfer, unknown = a_row("po_1", "transfer", Money(-100, "EUR")), a_row("b1", "charge", Money(7, "EUR"), about="pi_x")
    upload(*everything_moved(), transfer, unknown, now=MATURE)
    return order


def _pay_out(vendor_id):
    run = a_run(now=MATURE)
    payout = payout_of(run, vendor_id)
    payout_services.mark_failed(attempt=1, payout_id=payout.id, reason="x", actor=FINANCE, now=MATURE)
    payout_services.retry(payout_id=payout.id, reason="x", actor=FINANCE, now=MATURE)
    payout_services.mark_paid(attempt=2, payout_id=payout.id, bank_reference="", reason="x", actor=FINANCE, now=MATURE)
    payout_services.mark_returned(attempt=2, payout_id=payout.id, reason="x", actor=FINANCE, now=MATURE)
    canceled = a_run(now=MATURE + timedelta(hours=1), until="approved")
    payout_services.cancel_run(run_id=canceled.id, reason="x", actor=FINANCE, now=MATURE)
    a_run(now=MATURE + timedelta(hours=2))


def _trouble(order):
    payment = Payment.objects.get(order_id=order.id)
    at = {"payment_reference": payment.provider_reference}
    won = ProviderDispute(reference="dp_1", amount=Money(1_111, "EUR"), state=DisputeState.WON, reason="", **at)
    opened = ProviderDispute(reference="dp_2", amount=Money(2_222, "EUR"), state=DisputeState.OPEN, reason="", **at)
    refund = ProviderRefund(reference="re_9", refund_id="", amount=Money(333, "EUR"), state=RefundState.SUCCEEDED, **at)
    for dispute in (won, opened):
        record_dispute(payment_id=payment.id, outcome=dispute, now=MATURE)
    record_refund(payment_id=payment.id, outcome=refund, now=MATURE)


@pytest.fixture
def tamper(superuser_url):
    """Changes rows as an intruder on the database server would: no trigger and no constraint on the way."""

    def change(*statements):
        with connections["eu"].Database.connect(superuser_url("eu"), autocommit=True) as connection:
            schema = connection.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'financial_transactions'").fetchone()[0]
            connection.execute(f"SET search_path TO {schema}")
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement)

    return change


def broken():
    report = queries.check_books(now=MATURE)
    found = [item for books in report.currencies for item in books.differences] + report.other_differences
    assert report.is_clean == (not found)
    return {item.check for item in found}


def test_books_of_a_busy_marketplace_agree(busy):
    report = queries.check_books(now=MATURE)

    assert report.is_clean, report
    (euro,) = report.currencies
    assert euro.row_count > 20
    assert sum(group.balance.minor for group in euro.accounts) == 0
    assert {"vendor", "cash", "provider:sandbox", "bank:payouts", "operator:commission"} <= {group.account for group in euro.accounts}


SALE = "(SELECT min(id) FROM financial_transactions WHERE type = 'sale' AND source LIKE 'provider:%')"
PAID = "(SELECT min(id) FROM vendor_payouts WHERE state = 'paying')"

TAMPERED = {
    "posting": ["UPDATE financial_transactions SET destination = 'operator:adjustments' WHERE type = 'commission'"],
    "payment_sums": ["UPDATE payments SET refunded_minor = refunded_minor - 1 WHERE refunded_minor > 0"],
    "payment_booked": [f"UPDATE financial_transactions SET amount_minor = amount_minor + 1 WHERE id = {SALE}"],
    "payment_unknown": [f"UPDATE financial_transactions SET payment_id = 'pay_x' WHERE id = {SALE}"],
    "cash_collected": ["UPDATE payment_captures SET amount_minor = amount_minor - 1 WHERE reference LIKE 'vord_%'"],
    "courier_cash": ["UPDATE courier_collections SET amount_minor = amount_minor + 1"],
    "courier_settled": ["UPDATE courier_collections SET settled_at = NULL"],
    "cash_account": ["DELETE FROM financial_transactions WHERE type = 'cash_collected'"],
    "checkout_booked": [f"DELETE FROM financial_transactions WHERE id = {SALE}"],
    "vendor_order_booked": ["UPDATE financial_transactions SET amount_minor = amount_minor - 1 WHERE type = 'refund_commission'"],
    "payout_items": [f"DELETE FROM payout_items WHERE id = (SELECT max(id) FROM payout_items WHERE payout_id = {PAID})"],
    "payout_row": ["UPDATE payout_items SET amount_minor = amount_minor + 1"],
    "paid_twice": [
        "DROP INDEX payout_item_taken_once",
        f"INSERT INTO payout_items (tenant_id, payout_id, transaction_id, amount_minor) "
        f"SELECT tenant_id, {PAID}, transaction_id, 1 FROM payout_items LIMIT 1",
    ],
    "payout_released": ["UPDATE payout_items SET released_at = now()"],
    "paid_early": ["UPDATE payout_eligibilities SET payable_at = NULL"],
    "payout_booked": ["UPDATE vendor_payouts SET state = 'returned' WHERE state = 'paying'"],
    "payout_unknown": ["UPDATE financial_transactions SET payout_id = 'pout_x' WHERE type = 'payout'"],
    "vendor_balance": ["DELETE FROM financial_transactions WHERE type = 'payout'"],
    "credit_balance": ["UPDATE credits SET balance_minor = balance_minor + 1"],
    "credit_reserved": ["UPDATE credit_reservations SET state = 'held'"],
    "credit_sold": ["UPDATE gift_card_purchases SET amount_minor = amount_minor + 1"],
    "credit_issued": ["UPDATE credit_issues SET amount_minor = amount_minor + 1"],
    "settlement_booked": ["DELETE FROM financial_transactions WHERE type = 'settlement'"],
    "settlement_matched": ["UPDATE settlement_entries SET amount_minor = amount_minor + 1 WHERE kind = 'charge'"],
    "settlement_sums": [
        "UPDATE financial_transactions SET amount_minor = amount_minor + 1 WHERE type = 'sale' AND source LIKE 'provider:%'"
    ],
    "settlement_noted": ["DELETE FROM settlement_differences"],
    "stock": ["UPDATE stock_items SET on_hand = on_hand + 1"],
}
MENDED = {
    "paid_twice": [
        "TRUNCATE payout_items",
        "CREATE UNIQUE INDEX payout_item_taken_once ON payout_items (transaction_id) WHERE released_at IS NULL",
    ]
}


@pytest.mark.parametrize("check", TAMPERED)
def test_a_rule_that_is_broken_is_named(busy, tamper, check):
    tamper(*TAMPERED[check])

    found = broken()

    tamper(*MENDED.get(check, []))
    assert check in found


def test_a_payout_that_was_booked_as_another_rail_s_is_named(busy, tamper):
    tamper("UPDATE financial_transactions SET destination = 'provider:stripe' WHERE type = 'payout'")

    assert "payout_booked" in broken()


def test_a_vendor_order_that_vanished_is_named(busy):
    for part in VENDOR_ORDERS.scan():
        VENDOR_ORDERS.delete(part)

    assert "vendor_order_missing" in broken()


def test_money_that_was_taken_and_not_booked_is_named(busy):
    Payment.objects.filter(order_id=busy.id).update(captured_minor=1, refunded_minor=0)

    assert {"payment_booked", "payment_sums"} <= broken()


def test_the_command_prints_and_ends_with_status_one_on_a_difference(busy, tamper):
    clean = io.StringIO()
    call_command("check_books", "--json", stdout=clean)
    tamper("UPDATE financial_transactions SET amount_minor = amount_minor + 5 WHERE type = 'shipping'")
    logged = io.StringIO()

    with pytest.raises(CommandError) as error:
        call_command("check_books", "--tenant", "eu", stdout=logged)

    assert [report["is_clean"] for report in msgspec.json.decode(clean.getvalue())] == [True, True]
    assert error.value.returncode == 1
    assert "! vendor_order_booked" in logged.getvalue()


def test_the_daily_task_logs_each_difference_as_an_error_and_counts_them(busy, tamper, caplog):
    with caplog.at_level(logging.INFO, logger="marketplace.apps.insights.tasks"):
        check_books.apply(headers={"tenant": "eu"}).get()
        assert value("globalmarket_books_differences", tenant="eu") == 0
        tamper("UPDATE financial_transactions SET amount_minor = amount_minor + 5 WHERE type = 'shipping'")
        check_books.apply(headers={"tenant": "eu"}).get()

    logged = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "marketplace.apps.insights.tasks"]
    assert logged[0] == ("INFO", "the books agree")
    assert {level for level, _ in logged[1:]} == {"ERROR"}
    assert any("vendor_order_booked" in text for _, text in logged[1:])
    assert value("globalmarket_books_differences", tenant="eu") == len(logged) - 1


def test_the_endpoint_is_for_finance_alone(api, busy):
    answer = api.get("admin/books", token=staff_token("finance"))

    assert answer.status_code == 200
    assert msgspec.json.decode(answer.content)["is_clean"] is True
    assert api.get("admin/books", token=staff_token("support")).status_code == 403
    assert VendorPayout.objects.exists()
    assert FinancialTransaction.objects.exists()
