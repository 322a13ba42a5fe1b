"""Of the gateways of Africa, a region whose table nobody has edited has the methods of its currencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from marketplace.apps.payments import queries
from marketplace.apps.payments.queries import methods
from marketplace.foundation import tenancy
from marketplace.foundation.texts import render
from marketplace.kit.money import Money

ACCOUNTS = {
    "paystack": {"eu": {"url": "http://paystack.invalid", "secret_key": "sk_test_eu"}},
    "flutterwave": {"eu": {"url": "http://flutterwave.invalid", "secret_key": "FLWSECK_TEST-eu", "webhook_hash": "hash"}},
}


@pytest.fixture
def region(eu: Any, settings: Any) -> Iterator[Any]:
    """A region with accounts at both, to be entered with the currencies that it sells in."""
    settings.PAYMENT_ACCOUNTS = {**settings.PAYMENT_ACCOUNTS, **ACCOUNTS}
    methods.forget()
    yield lambda *currencies: tenancy.scope(msgspec.structs.replace(eu, currencies=currencies, default_currency=currencies[0]))
    methods.forget()


def names(currency: str) -> dict[str, str]:
    """By code, what a customer reads, without the sandbox's and cash."""
    offered = queries.available_methods(country="NG", currency=currency, total=Money(500_000, currency))
    gateways = [method for method in offered if method.provider in ACCOUNTS]
    return {method.code: method.name if isinstance(method.name, str) else render(method.name, "fr") for method in gateways}


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        (
            "NGN",
            {
                "paystack_card": "Carte",
                "paystack_bank_transfer": "Virement bancaire",
                "paystack_ussd": "USSD",
                "flutterwave_card": "Carte",
                "flutterwave_bank_transfer": "Virement bancaire",
                "flutterwave_ussd": "USSD",
            },
        ),
        ("ZAR", {"paystack_card": "Carte", "paystack_eft": "Virement bancaire"}),
        ("GHS", {"paystack_card": "Carte", "paystack_mobile_money": "Argent mobile"}),
        (
            "KES",
            {
                "paystack_card": "Carte",
                "paystack_mobile_money": "Argent mobile",
                "flutterwave_card": "Carte",
                "flutterwave_mobile_money": "Argent mobile",
            },
        ),
        ("XOF", {"flutterwave_card": "Carte", "flutterwave_mobile_money": "Argent mobile"}),
    ],
)
def test_a_currency_has_the_methods_that_its_countries_know(region: Any, currency: str, expected: dict[str, str]):
    with region("NGN", "GHS", "KES", "XOF", "ZAR"):
        assert names(currency) == expected


def test_the_table_has_no_rows_for_currencies_that_the_region_does_not_sell_in(region: Any):
    with region("EUR"):
        assert not [row.code for row in methods.stored_rows() if row.provider in ACCOUNTS]


def test_rows_of_one_code_have_ids_of_their_own_that_do_not_change(region: Any):
    with region("NGN", "KES"):
        rows, again = methods.stored_rows(), methods.stored_rows()

    assert len({row.id for row in rows}) == len(rows)
    assert [row.id for row in rows] == [row.id for row in again]
    assert [row.currency for row in rows if row.code == "paystack_card"] == ["NGN", "KES"]
