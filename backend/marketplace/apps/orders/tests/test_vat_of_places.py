"""What is sold to places outside the VAT area, and to countries whose VAT is unknown, from the cart to the refund."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.errors import CheckoutIncomplete
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import services
from marketplace.apps.orders.tests.factories import make_cart, make_listing, make_order, part_of, place
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments.models import Payment
from marketplace.apps.tax.queries import NoTaxRate
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")

HELGOLAND = Address(name="Jonas Weber", line1="Am Falm 1", postcode="27498", city="Helgoland", country="DE")
BERLIN = Address(name="Jonas Weber", line1="Torstraße 1", postcode="10119", city="Berlin", country="DE")


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def test_an_order_to_helgoland_costs_the_same_and_contains_no_vat():
    mug = make_listing(price_minor=11900, shipping_minor=500)

    order = make_order((mug, 1), address=HELGOLAND)

    assert (order.quote.total, order.quote.tax_total) == (eur(12400), eur(0))
    assert [(line.rate_bp, line.base, line.tax) for line in order.quote.taxes] == [(0, eur(12400), eur(0))]
    part = part_of(order, mug)
    assert {line.tax_rate_bp for line in part.lines} == {0}
    assert part.total == eur(12400)


def test_the_operators_commission_bears_its_own_vat_wherever_the_products_go():
    mug = make_listing(price_minor=2000, shipping_minor=500)

    order = make_order((mug, 1), address=HELGOLAND)

    rows = {row.type: row.amount for row in ledger_queries.rows_of_order(order.id)}
    assert rows == {"sale": eur(2000), "shipping": eur(500), "commission": eur(200), "commission_vat": eur(42)}


def test_what_is_canceled_there_is_refunded_whole():
    mug = make_listing(price_minor=2000, shipping_minor=500)
    order = make_order((mug, 2), address=HELGOLAND)
    part = part_of(order, mug)

    services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(part.lines[0].line_id, 1)],
        reason="Out of the last one",
        by="vendor",
        request_key="one",
        now=NOW,
    )

    assert part_of(order, mug).refunded == eur(2000)


def test_the_tax_follows_the_address_and_not_the_country_that_was_chosen_before():
    mug = make_listing()
    cart = make_cart((mug, 1), address=BERLIN)

    def rates(cart):
        return [line.rate_bp for line in cart_services.quote_cart(cart, language="en", now=NOW).quote.taxes]

    assert rates(cart) == [1900]
    assert rates(cart_services.with_choices(cart, {"shipping_address": HELGOLAND})) == [0]
    assert rates(cart_services.sent_to(cart_services.with_choices(cart, {"shipping_address": HELGOLAND}), "NL")) == [2100]


@pytest.fixture
def unknown_vat(tenant):
    """The region, changed by hand so that nobody has said which VAT is due in its first country."""
    TenantRecord.objects.filter(slug="eu").update(countries=["JP", *tenant.countries], settings={})
    directory.forget()
    with tenancy.scope(directory.get("eu")) as changed:
        yield changed


def test_a_cart_for_a_country_whose_vat_is_unknown_says_so_and_cannot_be_ordered(tenant):
    tokyo = Address(name="Noor", line1="1-1 Chiyoda", city="Tokyo", postcode="100-0001", country="JP")
    cart = make_cart((make_listing(), 1))
    with tenancy.scope(msgspec.structs.replace(tenant, countries=("JP", *tenant.countries))):
        sent = cart_services.with_choices(cart, {"shipping_address": tokyo})

        quoted = cart_services.quote_cart(sent, language="en", now=NOW)
        with pytest.raises(CheckoutIncomplete):
            checkout_services.place_order(cart=sent, quoted_total=quoted.quote.total, payment=PaymentChoice(method="sandbox_card"), now=NOW)

    assert "no_tax_rate" in [change.kind for change in quoted.changes]
    assert not Payment.objects.exists()


def test_nothing_is_charged_where_the_vat_on_the_commission_is_unknown(unknown_vat):
    cart = make_cart((make_listing(), 1))

    with pytest.raises(NoTaxRate, match="no rate is known for JP"):
        place(cart)

    assert not Payment.objects.exists()
