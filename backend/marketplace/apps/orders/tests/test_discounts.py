"""Discounts that the operator bears: the customer pays less, the vendor gets the full price, and a reversal takes back both."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.domain.commissions import freeze_commissions
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import vendor_account
from marketplace.apps.orders import queries
from marketplace.apps.orders.services.postings import sale_postings
from marketplace.apps.orders.tests.factories import CARD, CASH, cancel_units, deliver_all, make_cart, make_listing, part_of
from marketplace.apps.orders.types import Purchase
from marketplace.apps.pricing.domain.quotes import build_quote
from marketplace.apps.pricing.tests.test_sums import baskets, rates
from marketplace.apps.pricing.types import Adjustment, AdjustmentKind, Bearer, Level, Quote, Target
from marketplace.apps.tax.types import FeeVat
from marketplace.apps.vendors.tests.test_commission import plan
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

NOWHERE = Address(name="Noor", line1="Dam 1", country="NL")
EUR_0 = Money(0, "EUR")


def earned(quote: Quote) -> dict[str, int]:
    """What the postings of its sale leave each vendor, in minor units."""
    vendor_ids = [part.vendor_id for part in quote.parts]
    vat = dict.fromkeys(vendor_ids, FeeVat(rate_bp=2100))
    commissions = freeze_commissions(quote, {vendor_id: plan() for vendor_id in vendor_ids}, vat=vat)
    purchase = Purchase(
        order_id=new_id("ord", at=NOW),
        number="1",
        owner="",
        customer_id="",
        email="",
        language="en",
        country="NL",
        shipping_address=NOWHERE,
        billing_address=NOWHERE,
        quote=quote,
        commissions=tuple(commissions),
        payment_id="pay",
        payment_method="card",
        provider="sandbox",
        settles_on_delivery=False,
        unsold=(),
        placed_at=NOW,
    )
    accounts = {vendor_account(part.vendor_id): 0 for part in quote.parts}
    for posting in sale_postings(purchase):
        for account, sign in ((posting.source, -1), (posting.destination, 1)):
            if account in accounts:
                accounts[account] += sign * posting.amount.minor
    return accounts


@settings(max_examples=500, deadline=None)
@given(baskets(), rates())
def test_what_the_operator_gives_never_comes_out_of_a_vendors_pocket(sold, of_classes):
    """Each vendor earns what it would have earned, had the operator borne nothing."""
    vendors_own = [
        msgspec.structs.replace(item, amount=item.amount - item.amount.share(item.operator_bp), operator_bp=0)
        for item in sold.adjustments
        if item.target is not Target.FEE
    ]

    given_more = build_quote(sold, of_classes)
    without = build_quote(msgspec.structs.replace(sold, adjustments=vendors_own), of_classes)

    assert earned(given_more) == earned(without)


def discounted(quote: Quote, minor: int) -> Quote:
    """The quote of one line, of whose price the operator pays so much."""
    (line,), (part,), given = quote.lines, quote.parts, Money(minor, "EUR")
    gift = Adjustment(
        kind=AdjustmentKind.PROMOTION,
        source="promo_1",
        level=Level.LINE,
        target=Target.ITEMS,
        amount=-given,
        tax=EUR_0,
        bearer=Bearer.OPERATOR,
        operator_amount=-given,
    )
    line = msgspec.structs.replace(line, adjustments=[gift], total=line.total - given)
    part = msgspec.structs.replace(part, items_total=line.total, total=part.total - given, amount_due=part.amount_due - given)
    return msgspec.structs.replace(
        quote, lines=[line], parts=[part], items_total=line.total, total=quote.total - given, amount_due=quote.amount_due - given
    )


def ordered(mug, quantity: int, *, discount: int, payment=CARD):
    cart = make_cart((mug, quantity))
    quote = discounted(cart_services.quote_cart(cart, language="en", now=NOW).quote, discount)
    opened, _ = prepare(cart, quote, payment, fingerprint="f", now=NOW)
    steps.advance(opened, now=NOW)
    return queries.get_any_order(opened.order_id)


def balances(mug) -> dict[str, int]:
    names = {"vendor": vendor_account(mug.vendor_id), "discounts": "operator:discounts", "provider": "provider:sandbox"}
    return {name: ledger_queries.get_balance(account, "EUR").minor for name, account in names.items()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
class TestBooks:
    def test_the_vendor_gets_the_full_price_and_the_operator_pays_the_difference(self):
        mug = make_listing(price_minor=2000, shipping_minor=500)

        order = ordered(mug, 3, discount=1000)

        assert order.paid == Money(5500, "EUR")
        assert balances(mug) == {"vendor": 6000 + 500 - 600 - 126, "discounts": -1000, "provider": -5500}
        assert insight_queries.check_books(now=NOW).is_clean

    def test_what_is_canceled_in_steps_returns_both_shares_to_the_unit(self):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        part = part_of(ordered(mug, 3, discount=1000), mug)

        first = cancel_units(part, 1)
        halfway = balances(mug)
        cancel_units(first, 2)

        assert first.refunded == Money(1666, "EUR")
        assert halfway == {"vendor": 6500 - 1666 - 333 - 600 + 200 - 126 + 42, "discounts": -1000 + 333, "provider": -5500 + 1666}
        assert balances(mug) == {"vendor": 0, "discounts": 0, "provider": 0}
        assert insight_queries.check_books(now=NOW).is_clean

    def test_what_costs_the_customer_nothing_is_reversed_unit_by_unit(self):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        part = part_of(ordered(mug, 2, discount=4000), mug)

        cancel_units(part, 1)

        assert balances(mug) == {"vendor": 2000 + 500 - 200 - 42, "discounts": -2000, "provider": -500}
        assert insight_queries.check_books(now=NOW).is_clean

    def test_on_delivery_it_is_booked_with_what_is_collected(self, drain):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        part = part_of(ordered(mug, 3, discount=900, payment=CASH), mug)

        deliver_all(cancel_units(part, 1))
        drain()

        assert balances(mug) == {"vendor": 600 - 400 - 84, "discounts": -600, "provider": 0}
        assert insight_queries.check_books(now=NOW).is_clean
