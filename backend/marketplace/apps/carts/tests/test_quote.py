from datetime import timedelta

import msgspec
import pytest
from django.conf import settings

from marketplace.apps.carts import services
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.tests.factories import ADDRESSES, make_cart, make_ready_cart
from marketplace.apps.carts.types import CartDetails
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product, set_stock
from marketplace.apps.catalog.types import ProductChanges, TaxClass, VariantInput
from marketplace.apps.shipping import services as shipping_services
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.shipping.types import MethodChanges
from marketplace.apps.tax.types import TaxLine
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR, go_on_vacation, make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.documents import metering
from marketplace.kit.money import Money, total
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def eur(minor):
    return Money(minor, "EUR")


def quote(cart):
    return services.quote_cart(cart, language="en", now=NOW)


def kinds(quoted):
    return [change.kind for change in quoted.changes]


def reprice(product, minor):
    variant = product.variants[0]
    prices = [VariantInput(id=variant.id, sku=variant.sku, prices=[eur(minor)])]
    catalog_services.edit_product(
        vendor_id=product.vendor_id, product_id=product.id, changes=ProductChanges(variants=prices), etag=product.etag, now=NOW
    )


@pytest.fixture
def vendor():
    made = make_vendor(name="Clay & Co")
    make_shipping_method(made.id, price_minor=495, free_over_minor=5000, name="Parcel")
    return made


@pytest.fixture
def mug(vendor):
    return make_product(vendor=vendor.id, title="Mug", price=eur(1210), stock=10)


class TestTheQuote:
    def test_of_two_vendors_adds_up_line_by_line_part_by_part_and_rate_by_rate(self, vendor, mug):
        other = make_vendor(name="Books")
        make_shipping_method(other.id, price_minor=300)
        book = make_product(vendor=other.id, title="Book", price=eur(1090), tax_class=TaxClass.REDUCED)

        quoted = quote(make_ready_cart((mug, 2), book).cart).quote

        assert [(line.title, line.total, line.tax_rate_bp, line.tax) for line in quoted.lines] == [
            ("Mug", eur(2420), 2100, eur(420)),
            ("Book", eur(1090), 900, eur(90)),
        ]
        assert [(part.vendor_name, part.items_total, part.shipping, part.total) for part in quoted.parts] == [
            ("Clay & Co", eur(2420), eur(495), eur(2915)),
            ("Books", eur(1090), eur(300), eur(1390)),
        ]
        assert quoted.total == total((part.total for part in quoted.parts), "EUR") == eur(4305)
        assert quoted.taxes == [TaxLine(2100, eur(2657), eur(558)), TaxLine(900, eur(1000), eur(90))]
        assert quoted.tax_total == eur(648)
        assert quoted.is_complete

    def test_delivers_free_from_an_amount_on(self, mug):
        quoted = quote(make_ready_cart((mug, 5)).cart).quote

        assert (quoted.items_total, quoted.shipping_total) == (eur(6050), eur(0))

    def test_bears_the_tax_of_the_country_it_goes_to(self, mug):
        quoted = quote(make_ready_cart(mug, country="DE").cart).quote

        assert [line.rate_bp for line in quoted.taxes] == [1900]

    def test_of_an_empty_cart_is_zero_and_lacks_everything(self):
        quoted = quote(make_cart().cart)

        assert (quoted.quote.total, quoted.quote.is_complete) == (eur(0), False)
        assert quoted.missing == ["lines", "email", "shipping_address"]

    def test_of_products_that_are_not_sent_needs_no_shipping(self, vendor):
        variant = VariantInput(prices=[eur(500)], requires_shipping=False)
        voucher = make_product(vendor=vendor.id, is_published=False)
        changed = catalog_services.edit_product(
            vendor_id=vendor.id, product_id=voucher.id, changes=ProductChanges(variants=[variant]), etag=voucher.etag, now=NOW
        )
        catalog_services.publish_product(vendor_id=vendor.id, product_id=voucher.id, now=NOW)
        set_stock(changed, 3)

        quoted = quote(make_cart(changed).cart)

        assert quoted.quote.is_complete
        assert quoted.missing == ["email"]

    def test_has_three_decimals_in_kuwait(self, mena):
        with tenancy.scope(mena):
            vendor = make_vendor()
            make_shipping_method(vendor.id, price_minor=1500)
            ring = make_product(vendor=vendor.id, price=Money(12_345, "KWD"))

            quoted = quote(make_ready_cart((ring, 3), country="KW").cart).quote

        assert quoted.total == Money(38_535, "KWD")
        assert quoted.taxes == [TaxLine(0, Money(38_535, "KWD"), Money(0, "KWD"))]


class TestMissing:
    def test_names_what_completing_needs(self, vendor, mug):
        quoted = quote(make_cart(mug).cart)

        assert quoted.missing == ["email", "shipping_address", f"shipping_choice:{vendor.id}"]

    def test_is_empty_for_a_cart_that_has_it_all(self, mug):
        assert quote(make_ready_cart(mug).cart).missing == []


class TestChanges:
    def test_tell_a_new_price_until_the_cart_is_changed(self, mug):
        made = make_ready_cart(mug)
        reprice(mug, 1500)

        for _ in range(2):
            (change,) = quote(made.cart).changes
            assert (change.kind, change.old_price, change.new_price) == ("price_changed", eur(1210), eur(1500))
        answer = services.edit_cart(made.cart, CartDetails(email="x@example.com"), language="en", now=NOW)

        assert [change.kind for change in answer.priced.changes] == ["price_changed"]
        assert quote(answer.cart).changes == []

    def test_tell_that_there_is_less_in_stock_and_leave_the_line_in_the_quote(self, mug):
        made = make_ready_cart((mug, 5))
        set_stock(mug, 3)

        quoted = quote(made.cart)

        (change,) = quoted.changes
        assert (change.kind, change.requested, change.available) == ("less_stock", 5, 3)
        assert quoted.quote.items_total == eur(6050)
        assert quoted.missing == []

    def test_leave_an_archived_product_out_of_the_quote(self, vendor, mug):
        plate = make_product(vendor=vendor.id, price=eur(800))
        made = make_ready_cart(mug, plate)
        catalog_services.archive_product(vendor_id=vendor.id, product_id=plate.id, now=NOW)

        quoted = quote(made.cart)

        assert kinds(quoted) == ["product_gone"]
        assert quoted.missing == [f"line:{made.cart.lines[1].id}"]
        assert (quoted.quote.items_total, quoted.quote.is_complete) == (eur(1210), False)

    def test_leave_out_the_products_of_a_vendor_who_was_suspended(self, vendor, mug):
        made = make_ready_cart(mug)
        vendor_services.suspend_vendor(vendor_id=vendor.id, reason="Complaints", actor=STAFF_ACTOR, now=NOW)

        quoted = quote(made.cart)

        assert kinds(quoted) == ["vendor_not_selling"]
        assert quoted.quote.parts == []

    def test_leave_out_the_products_of_a_vendor_on_vacation_until_it_is_back(self, vendor, mug):
        made = make_ready_cart(mug)
        vacation = go_on_vacation(vendor.id, now=NOW)

        closed, back = quote(made.cart), services.quote_cart(made.cart, language="en", now=NOW + timedelta(days=2))

        assert (kinds(closed), closed.quote.parts, closed.missing) == (["vendor_on_vacation"], [], [f"line:{made.cart.lines[0].id}"])
        assert (kinds(back), back.missing) == ([], [])
        assert vacation.covers(NOW.date())

    def test_name_products_that_are_not_sent_to_the_new_country(self, vendor):
        stays = make_product(vendor=vendor.id, countries=["NL"])
        made = make_ready_cart(stays)

        answer = services.edit_cart(made.cart, CartDetails(shipping_address=ADDRESSES["DE"]), language="en", now=NOW)

        assert [change.kind for change in answer.priced.changes] == ["not_sent_to_country"]

    def test_tell_a_way_to_deliver_that_is_offered_no_longer(self, vendor, mug):
        made = make_ready_cart(mug)
        method_id = made.cart.shipping_choices[vendor.id]
        shipping_services.edit_method(vendor_id=vendor.id, method_id=method_id, changes=MethodChanges(is_active=False), etag="1", now=NOW)

        quoted = quote(made.cart)

        assert kinds(quoted) == ["shipping_gone"]
        assert quoted.missing == [f"shipping_choice:{vendor.id}"]


class TestChoicesForOneLook:
    def test_are_applied_without_being_stored(self, vendor, mug):
        made = make_cart(mug)
        method_id = made.priced.facts.shipping[vendor.id][0].method_id
        choices = {
            "email": "noor@example.com",
            "shipping_address": ADDRESSES["DE"],
            "shipping_choices": {vendor.id: method_id},
            "payment_method": "sandbox_card",
        }

        seen = services.with_choices(made.cart, choices)

        assert quote(seen).missing == []
        assert seen.country == "DE"
        assert CARTS.get(carts_pk(made.cart.owner), made.cart.id) == made.cart


def test_a_look_at_a_cart_of_many_lines_and_vendors_costs_three_queries_and_one_store_call(django_assert_num_queries):
    vendors = [make_vendor() for _ in range(3)]
    for vendor in vendors:
        make_shipping_method(vendor.id)
    made = make_ready_cart(*[make_product(vendor=vendor.id) for vendor in vendors for _ in range(4)])

    with django_assert_num_queries(4 if settings.DOCUMENTS_ENGINE == "postgres" else 3, using="eu"), metering.measure() as documents:
        quote(made.cart)

    assert documents.calls == 1


def test_the_quote_survives_storage_as_it_was(mug):
    quoted = quote(make_ready_cart(mug).cart).quote

    assert msgspec.json.decode(msgspec.json.encode(quoted), type=type(quoted)) == quoted
