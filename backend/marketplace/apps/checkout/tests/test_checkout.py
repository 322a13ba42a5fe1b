from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.errors import CheckoutIncomplete, PaymentDeclined, PriceChanged
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services.attempts import pay_again
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.errors import OutOfStock
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.factories import (
    AMSTERDAM,
    CARD,
    CASH,
    make_cart,
    make_listing,
    make_order,
    part_of,
    place,
    reload,
    total_of,
)
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tests.sandbox import accounts_at
from marketplace.apps.shipping.models import ShippingMethod
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR, go_on_vacation
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.money import Money, total
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")

ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


class TestPlacingAnOrder:
    def test_a_paid_order_is_split_by_vendor_and_adds_up(self):
        mug, shirt = make_listing(price_minor=1250), make_listing(price_minor=4999, shipping_minor=0)

        order = make_order((mug, 2), (shirt, 1))

        parts = [part_of(order, mug), part_of(order, shirt)]
        assert order.state == "confirmed"
        assert total((part.total for part in parts), "EUR") == order.quote.total == Money(2 * 1250 + 500 + 4999, "EUR")
        assert sorted(line.line_id for part in parts for line in part.lines) == sorted(line.line_id for line in order.quote.lines)
        assert all(line.product_id == mug.id for line in parts[0].lines)

    def test_the_cart_is_closed_and_the_stock_sold(self):
        mug = make_listing(stock=5)
        cart = make_cart((mug, 2))

        done = place(cart)

        assert reload(cart).order_id == done.checkout.order_id
        assert not reload(cart).is_open
        assert available(mug) == 3

    def test_order_numbers_count_up_by_year(self):
        mug = make_listing()

        numbers = [make_order((mug, 1)).number for _ in range(2)]

        assert numbers == ["EU-2026-000001", "EU-2026-000002"]

    def test_the_year_of_an_order_number_is_the_regions_own(self):
        new_year_in_amsterdam = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

        order = make_order((make_listing(), 1), now=new_year_in_amsterdam)

        assert order.number == "EU-2027-000001"

    def test_the_books_hold_the_sale_and_the_frozen_fee(self):
        mug = make_listing(price_minor=2000, shipping_minor=500)

        order = make_order((mug, 1))

        rows = {row.type: row for row in ledger_queries.rows_of_order(order.id)}
        assert rows["sale"].amount == Money(2000, "EUR")
        assert rows["shipping"].amount == Money(500, "EUR")
        assert rows["commission"].amount == Money(200, "EUR")
        assert rows["commission_vat"].amount == Money(42, "EUR")
        assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money(2258, "EUR")
        assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-2500, "EUR")

    def test_a_later_plan_does_not_touch_an_earlier_sale(self):
        from marketplace.apps.vendors.types import CommissionTerms

        mug = make_listing()
        order = make_order((mug, 1))

        vendor_services.set_commission_plan(
            vendor_id=mug.vendor_id, terms=CommissionTerms(percent_bp=9000), reason="New year", actor=STAFF_ACTOR, now=NOW
        )

        assert part_of(order, mug).lines[0].commission.fee == Money(200, "EUR")

    def test_cash_on_delivery_needs_a_telephone_number_which_the_vendor_sees(self):
        mug = make_listing()
        silent = make_cart((mug, 1), address=msgspec.structs.replace(AMSTERDAM, phone=""))

        with pytest.raises(CheckoutIncomplete) as refused:
            place(silent, payment=CASH)
        paid_by_card = place(silent, payment=CARD)
        order = make_order((mug, 1), payment=CASH)

        assert refused.value.extra["missing"] == ["shipping_address.phone"]
        assert paid_by_card.checkout.state != "declined"
        assert part_of(order, mug).shipping_address.phone == "020 123 4567"

    def test_cash_on_delivery_books_nothing_yet(self):
        order = make_order((make_listing(), 1), payment=CASH)

        assert order.state == "confirmed"
        assert order.payment_status == "due_on_delivery"
        assert ledger_queries.rows_of_order(order.id) == []


class TestRefusals:
    def test_a_changed_total_stores_nothing(self):
        mug = make_listing()
        cart = make_cart((mug, 1))

        with pytest.raises(PriceChanged) as refusal:
            checkout_services.place_order(cart=cart, quoted_total=Money(1, "EUR"), payment=CARD, now=NOW)

        assert refusal.value.extra["current_total"] == Money(2500, "EUR")
        assert_nothing_stored(mug)

    def test_a_cart_without_an_address_names_what_is_missing(self):
        import msgspec

        mug = make_listing()
        cart = msgspec.structs.replace(make_cart((mug, 1)), shipping_address=None, email="")

        with pytest.raises(CheckoutIncomplete) as refusal:
            checkout_services.place_order(cart=cart, quoted_total=Money(2500, "EUR"), payment=CARD, now=NOW)

        assert {"email", "shipping_address"} <= set(refusal.value.extra["missing"])
        assert_nothing_stored(mug)

    def test_one_line_short_reserves_none(self):
        mug, last = make_listing(), make_listing(stock=1)
        cart = make_cart((mug, 1), (last, 1))
        adjust_stock(last.variants[0].id, on_hand=0)

        with pytest.raises(OutOfStock):
            place(cart)

        assert_nothing_stored(mug)

    def test_a_vendor_suspended_in_between_cannot_be_bought_from(self):
        mug = make_listing()
        cart = make_cart((mug, 1))
        quoted = total_of(cart)
        vendor_services.suspend_vendor(vendor_id=mug.vendor_id, reason="Complaints", actor=STAFF_ACTOR, now=NOW)

        with pytest.raises((CheckoutIncomplete, VendorNotSelling)):
            checkout_services.place_order(cart=cart, quoted_total=quoted, payment=CARD, now=NOW)

        assert_nothing_stored(mug)

    def test_a_vendor_who_is_on_vacation_cannot_be_bought_from(self):
        mug = make_listing()
        cart = make_cart((mug, 1))
        quoted = total_of(cart)
        go_on_vacation(mug.vendor_id, now=NOW)

        with pytest.raises((CheckoutIncomplete, VendorNotSelling)):
            checkout_services.place_order(cart=cart, quoted_total=quoted, payment=CARD, now=NOW)

        assert_nothing_stored(mug)

    def test_a_vacation_between_the_quote_and_the_checkout_ends_it(self):
        mug = make_listing()
        cart = cart_services.with_choices(make_cart((mug, 1)), {"payment_method": CARD.method})
        quote = cart_services.quote_cart(cart, language=cart.language, now=NOW).quote
        go_on_vacation(mug.vendor_id, now=NOW)

        with pytest.raises(VendorNotSelling):
            prepare(cart, quote, CARD, fingerprint="of this request", now=NOW)

        assert_nothing_stored(mug)

    def test_a_vacation_between_the_quote_and_another_payment_ends_it(self):
        mug = make_listing()
        cart = make_cart((mug, 1))
        with pytest.raises(PaymentDeclined):
            place(cart, payment=PaymentChoice(method="sandbox_card", card_token="tok_declined"))
        declined = Checkout.objects.get()
        cart = cart_services.with_choices(reload(cart), {"payment_method": CARD.method})
        quote = cart_services.quote_cart(cart, language=cart.language, now=NOW).quote
        go_on_vacation(mug.vendor_id, now=NOW)

        with pytest.raises(VendorNotSelling):
            pay_again(cart, quote, CARD, fingerprint=declined.fingerprint, now=NOW)

        assert (Checkout.objects.get().state, Payment.objects.count(), available(mug)) == ("declined", 1, 10)

    def test_a_declined_card_frees_the_stock_and_leaves_the_cart(self):
        mug = make_listing(stock=3)
        cart = make_cart((mug, 2))

        with pytest.raises(PaymentDeclined):
            place(cart, payment=PaymentChoice(method="sandbox_card", card_token="tok_declined"))

        assert available(mug) == 3
        assert reload(cart).is_open
        assert Checkout.objects.get().state == "declined"

    def test_after_a_declined_card_another_pays_for_the_same_cart(self):
        mug = make_listing(stock=3)
        cart = make_cart((mug, 2))
        with pytest.raises(PaymentDeclined):
            place(cart, payment=PaymentChoice(method="sandbox_card", card_token="tok_declined"))

        done = place(cart)

        assert done.checkout.state == "completed"
        assert available(mug) == 1


class TestRepeating:
    def test_the_same_cart_again_finds_the_same_order(self, sandbox):
        cart = make_cart((make_listing(), 1))

        first, second = place(cart), place(cart)

        assert first.checkout.order_id == second.checkout.order_id
        assert len(sandbox.payments_of(first.payment.id)) == 1
        assert Payment.objects.count() == 1

    def test_an_unfinished_payment_is_gone_on_with(self):
        cart = make_cart((make_listing(), 1))

        first, second = place(cart, payment=ON_PAGE), place(cart, payment=ON_PAGE)

        assert first.payment.action is not None
        assert first.payment.action == second.payment.action
        assert Checkout.objects.count() == 1

    def test_a_payment_whose_webhook_is_still_on_its_way_is_asked_for(self, sandbox):
        mug = make_listing(stock=4)
        cart = make_cart((mug, 1))
        first = place(cart, payment=ON_PAGE)
        sandbox.pay(first.payment.action.url)

        second = place(cart, payment=ON_PAGE)

        assert second.checkout.id == first.checkout.id
        assert (second.checkout.state, second.payment.state) == ("completed", "succeeded")
        assert available(mug) == 3

    def test_a_provider_that_does_not_answer_leaves_it_as_it_is(self, settings):
        cart = make_cart((make_listing(), 1))
        first = place(cart, payment=ON_PAGE)
        settings.PAYMENT_ACCOUNTS = accounts_at("http://127.0.0.1:9")  # where nobody listens

        second = place(cart, payment=ON_PAGE)

        assert second.checkout.state == "ordered"
        assert second.payment.action == first.payment.action

    def test_other_choices_call_the_unpaid_attempt_off(self, sandbox):
        mug = make_listing(stock=2)
        cart = make_cart((mug, 2))
        first = place(cart, payment=ON_PAGE)

        second = place(cart, payment=CASH)

        assert second.checkout.id != first.checkout.id
        assert Checkout.objects.get(pk=first.checkout.id).state == "replaced"
        assert sandbox.payments_of(first.payment.id)[0]["status"] == "canceled"
        assert available(mug) == 0

    def test_a_total_that_has_become_another_is_not_paid_by_the_old_attempt(self, sandbox):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        cart = make_cart((mug, 1))
        first = place(cart, payment=ON_PAGE)
        method = ShippingMethod.objects.get(vendor_id=mug.vendor_id)
        method.prices = {"EUR": 300}
        method.save()

        with pytest.raises(PriceChanged):
            checkout_services.place_order(cart=cart, quoted_total=Money(2400, "EUR"), payment=ON_PAGE, now=NOW)
        second = place(cart, payment=ON_PAGE)

        assert second.payment.amount == Money(2300, "EUR")
        assert sandbox.payments_of(first.payment.id)[0]["status"] == "canceled"

    def test_other_choices_after_the_payment_are_refused_with_the_order(self, sandbox):
        cart = make_cart((make_listing(), 1))
        first = place(cart, payment=ON_PAGE)
        sandbox.pay(first.payment.action.url)

        with pytest.raises(cart_services.CartClosed) as refusal:
            place(cart, payment=CASH)

        assert refusal.value.extra["order_id"] == first.checkout.order_id
        assert Checkout.objects.get(pk=first.checkout.id).state == "completed"


@pytest.mark.django_db(transaction=True)
class TestWebhooks:
    def test_a_payment_on_the_hosted_page_completes_by_webhook_however_often_it_comes(self, api, sandbox, drain):
        mug = make_listing(stock=4)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)
        sandbox.pay(done.payment.action.url)
        webhook = sandbox.next_webhook(done.payment.id, "payment.succeeded")

        for _ in range(2):
            assert webhook.post(api).status_code in (200, 204)
            drain()

        order = queries.get_order(done.checkout.order_owner, done.checkout.order_id)
        assert order.state == "confirmed"
        assert available(mug) == 3
        assert [row.type for row in ledger_queries.rows_of_order(order.id)].count("sale") == 1

    def test_a_decline_on_the_hosted_page_ends_the_order(self, api, sandbox, drain):
        from marketplace.apps.payments.tests.sandbox import DECLINED_CARD

        mug = make_listing(stock=4)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)
        sandbox.pay(done.payment.action.url, DECLINED_CARD)
        sandbox.next_webhook(done.payment.id, "payment.failed").post(api)

        drain()

        assert queries.get_order(done.checkout.order_owner, done.checkout.order_id).state == "declined"
        assert available(mug) == 4


class TestExpiry:
    def test_an_unpaid_checkout_expires_and_frees_its_stock(self, sandbox):
        from marketplace.apps.checkout.services.recovery import recover_checkouts

        mug = make_listing(stock=4)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)

        recover_checkouts(now=NOW + timedelta(minutes=31))

        assert Checkout.objects.get().state == "expired"
        assert available(mug) == 4
        assert sandbox.payments_of(done.payment.id)[0]["status"] == "canceled"

    def test_one_that_no_provider_heard_of_in_time_is_never_charged(self, sandbox):
        from marketplace.apps.checkout.services.opening import prepare
        from marketplace.apps.checkout.services.recovery import recover_checkouts

        mug = make_listing(stock=4)
        cart = make_cart((mug, 1))
        quote = cart_services.quote_cart(cart, language="en", now=NOW).quote
        opened, _ = prepare(cart, quote, CARD, fingerprint="f", now=NOW)  # the process died here, and all was down for hours

        recover_checkouts(now=NOW + timedelta(hours=5))

        assert Checkout.objects.get().state == "expired"
        assert sandbox.payments_of(opened.payment_id) == []
        assert available(mug) == 4


def assert_nothing_stored(product) -> None:
    assert not Checkout.objects.exists()
    assert not Payment.objects.exists()
    assert not OutboxEvent.objects.filter(wire_name__startswith="checkout.").exists()
    assert available(product) == 10
