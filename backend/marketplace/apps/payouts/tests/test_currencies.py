"""A run pays one currency, to the account that the vendor named for it."""

import msgspec
import pytest

from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.rails import CSV_FILE
from marketplace.apps.payouts.tests.factories import (
    FINANCE,
    LATER,
    a_payable_vendor,
    a_run,
    a_sale,
    payout_of,
    skipped,
)
from marketplace.apps.vendors.tests.factories import IBANS, add_payout_account
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")


def test_a_currency_may_have_a_minimum_of_its_own(mena):
    strict = msgspec.structs.replace(mena, settings={**mena.settings, "payout_minimum_minor": {"AED": 100_000}})
    with tenancy.scope(strict):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="AE", currency="AED")
        for currency in ("KWD", "AED"):
            a_sale(vendor.id, 1_000, fee=0, currency=currency)

        dinars, dirhams = a_run(currency="KWD"), a_run(currency="AED", until="approved")

        assert payout_of(dinars, vendor.id).amount == Money(1_000, "KWD")
        assert skipped(dirhams) == {vendor.id: "below_minimum"}


def test_currencies_are_paid_apart(mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        a_sale(vendor.id, 12_345, fee=1, currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="SAR")

        dinars, riyals = a_run(currency="KWD"), a_run(currency="SAR", until="approved")

        payout = payout_of(dinars, vendor.id)
        assert str(payout.amount) == "12.344 KWD"
        assert payout.method == "bank_transfer"
        assert skipped(riyals) == {vendor.id: "no_payout_account"}


def test_each_currency_goes_to_the_account_named_for_it(mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="AE", currency="AED")
        a_sale(vendor.id, 12_345, fee=1, currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="AED")
        for currency in ("KWD", "AED"):
            services.set_operator_account(currency=currency, holder="GlobalMarket", account="AE1", actor=FINANCE, now=LATER)

        runs = {currency: a_run(currency=currency) for currency in ("KWD", "AED")}

        paid = {currency: payout_of(run, vendor.id) for currency, run in runs.items()}
        assert {currency: (str(payout.amount), payout.masked_account[:2]) for currency, payout in paid.items()} == {
            "KWD": ("12.344 KWD", "KW"),
            "AED": ("999.99 AED", "AE"),
        }
        orders = {
            currency: services.transfer_orders(run_id=run.id, rail=CSV_FILE, actor=FINANCE, now=LATER) for currency, run in runs.items()
        }
        assert {currency: order.transfers[0].to.account for currency, order in orders.items()} == {"KWD": IBANS["KW"], "AED": IBANS["AE"]}
        assert [item.owed.minor for item in queries.balances(vendor.id, now=LATER)] == [0, 0, 0]


def test_a_new_account_of_one_currency_does_not_hold_up_the_others(mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="AED")
        dinars = a_run(currency="KWD")

        add_payout_account(vendor.id, country="AE", currency="AED", now=LATER)
        dirhams = a_run(currency="AED", until="approved")
        services.set_operator_account(currency="KWD", holder="GlobalMarket", account="KW1", actor=FINANCE, now=LATER)

        assert skipped(dirhams) == {vendor.id: "account_changed_lately"}
        assert len(services.transfer_orders(run_id=dinars.id, rail=CSV_FILE, actor=FINANCE, now=LATER).transfers) == 1
