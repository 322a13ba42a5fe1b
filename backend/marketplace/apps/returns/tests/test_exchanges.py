"""Another variant instead of the money: stock, books and refusals, also when nobody orders it in the end."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import ProductChanges, VariantInput
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.credit.queries import store_credit_id
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.returns import services
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.tests.handling import LONG_AFTER, act, assert_books_agree, balance, lines, taken_back
from marketplace.apps.returns.types import InspectedLine
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.foundation import clock, tenancy
from marketplace.kit.actors import SYSTEM
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


def swap(api, part, buyer, variant_id, *, quantity=1, reason="damaged", status=201):
    wanted = {"line_id": part.lines[0].line_id, "quantity": quantity, "exchange_for": variant_id}
    body = {"lines": [wanted], "reason": reason}
    answer = api.post(f"store/orders/{part.order_id}/returns", body, token=customer_token(buyer))
    assert answer.status_code == status, answer.content
    return answer.json()["returns"][0] if status == 201 else answer.json()


def sent_back(api, item, quantity=1, **counts):
    act(api, item, "approve")
    return taken_back(api, item, quantity, sellable=quantity, **counts)


def free(shirt, size):
    variant_id = shirt.variants[size].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def priced(shirt, minor):
    """The second size costs so much from now on."""
    product = catalog_queries.get_product(shirt.vendor_id, shirt.id)
    variants = [
        VariantInput(
            id=item.id, sku=item.sku, option_values=list(item.option_values), prices=[Money(amount, "EUR")], weight_g=item.weight_g
        )
        for item, amount in zip(product.variants, (2000, minor), strict=True)
    ]
    about = {"vendor_id": product.vendor_id, "product_id": product.id, "etag": product.etag, "now": clock.now()}
    catalog_services.edit_product(changes=ProductChanges(variants=variants), **about)


def exchange_of(api, item, buyer):
    found = api.get(f"store/orders/{item['order_id']}/returns", token=customer_token(buyer)).json()["items"]
    return next(each for each in found if each["id"] == item["id"])["exchange"]


class TestOfTheSamePrice:
    def test_costs_nothing_and_is_ordered_by_itself(self, api, shirt, worn, buyer, drain):
        item = swap(api, worn, buyer, shirt.variants[1].id)
        assert (item["exchange"]["state"], item["as_store_credit"], free(shirt, 1)) == ("wanted", True, 10)
        act(api, item, "approve")
        assert (exchange_of(api, item, buyer)["state"], free(shirt, 1)) == ("held", 9)

        done = taken_back(api, item, 1, sellable=1)
        drain()

        assert (done["state"], done["exchange"]["state"], free(shirt, 0), free(shirt, 1)) == ("refunded", "ordered", 9, 9)
        order = order_queries.get_any_order(done["exchange"]["order_id"])
        (part,) = order_queries.vendor_orders_of(order)
        assert [(line.variant_id, line.quantity) for line in part.lines] == [(shirt.variants[1].id, 1)]
        assert (order.quote.total, order.quote.amount_due, part.shipping) == (Money(2000, "EUR"), Money(0, "EUR"), Money(0, "EUR"))
        assert order.shipping_address == order_queries.get_any_order(worn.order_id).shipping_address
        assert payment_queries.get_payment(worn.payment_id).refunded == Money(0, "EUR")
        assert balance(f"credit:{store_credit_id(buyer, 'EUR')}") == 0
        assert_books_agree()

    def test_is_held_at_once_where_the_law_grants_the_return(self, api, shirt, worn, buyer):
        item = swap(api, worn, buyer, shirt.variants[1].id, quantity=2, reason="withdrawal")

        assert (item["state"], item["exchange"]["state"], free(shirt, 1)) == ("approved", "held", 8)

    def test_of_what_is_taken_back_alone(self, api, shirt, worn, buyer, drain):
        item = swap(api, worn, buyer, shirt.variants[1].id, quantity=2)
        act(api, item, "approve")
        act(api, item, "receive", lines(item, quantity=2))
        done = act(api, item, "inspect", {**lines(item, accepted=1, sellable=1), "decision": "One was worn"})
        drain()

        order = order_queries.get_any_order(done["exchange"]["order_id"])
        assert order.quote.total == Money(2000, "EUR")
        assert free(shirt, 1) == 9
        assert_books_agree()


class TestOfAnotherPrice:
    def test_a_dearer_one_waits_for_the_difference(self, api, shirt, worn, buyer, drain):
        priced(shirt, 2700)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        exchange = sent_back(api, item)["exchange"]
        drain()
        assert (exchange["state"], exchange["order_id"], free(shirt, 1)) == ("due", "", 9)

        body = {"cart_id": exchange["cart_id"], "payment_method": "sandbox_card", "card_token": "tok_ok"}
        wrong = api.post("store/checkouts", {**body, "quoted_total": {"minor": 0, "currency": "EUR"}}, token=customer_token(buyer))
        paid = api.post("store/checkouts", {**body, "quoted_total": {"minor": 700, "currency": "EUR"}}, token=customer_token(buyer))
        drain()

        assert (wrong.status_code, paid.status_code) == (409, 201), paid.content
        assert exchange_of(api, item, buyer) == {"state": "ordered", "cart_id": "", "order_id": paid.json()["order_id"], "until": None}
        assert free(shirt, 1) == 9
        assert_books_agree()

    def test_of_a_cheaper_one_the_rest_stays_store_credit(self, api, shirt, worn, buyer, drain):
        priced(shirt, 1500)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        done = sent_back(api, item)
        drain()

        assert done["exchange"]["state"] == "ordered"
        assert balance(f"credit:{store_credit_id(buyer, 'EUR')}") == 500
        assert_books_agree()

    def test_nobody_pays_in_time(self, api, shirt, worn, buyer, drain):
        priced(shirt, 2700)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        exchange = sent_back(api, item)["exchange"]

        assert services.expire_exchanges(now=clock.now() + timedelta(days=13)) == []
        assert services.expire_exchanges(now=clock.now() + timedelta(days=15)) == [item["id"]]
        assert services.expire_exchanges(now=clock.now() + timedelta(days=15)) == []

        body = {"cart_id": exchange["cart_id"], "payment_method": "sandbox_card", "quoted_total": {"minor": 700, "currency": "EUR"}}
        assert api.post("store/checkouts", body, token=customer_token(buyer)).status_code == 404
        assert (exchange_of(api, item, buyer)["state"], free(shirt, 1)) == ("ended", 10)
        assert balance(f"credit:{store_credit_id(buyer, 'EUR')}") == 2000
        assert_books_agree()

    def test_what_is_being_paid_when_its_time_is_over_is_left_to_its_checkout(self, api, shirt, worn, buyer):
        priced(shirt, 2700)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        exchange = sent_back(api, item)["exchange"]
        pay(api, buyer, exchange, token="", return_url="http://eu.localhost/checkout/done")

        assert services.expire_exchanges(now=clock.now() + timedelta(days=15)) == []
        assert exchange_of(api, item, buyer)["state"] == "due"

    def test_whose_payment_ends_is_held_again(self, api, shirt, worn, buyer, drain):
        priced(shirt, 2700)
        adjust_stock(shirt.variants[1].id, on_hand=1)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        exchange = sent_back(api, item)["exchange"]
        declined = pay(api, buyer, exchange, token="tok_declined")
        assert (declined["code"], free(shirt, 1)) == ("payment_declined", 1)
        drain()
        assert free(shirt, 1) == 0

        paid = pay(api, buyer, exchange)
        drain()

        assert exchange_of(api, item, buyer)["order_id"] == paid["order_id"]
        assert free(shirt, 1) == 0
        assert_books_agree()

    def test_what_others_have_bought_before_it_was_held_again_ends_it(self, api, shirt, worn, buyer, drain):
        priced(shirt, 2700)
        adjust_stock(shirt.variants[1].id, on_hand=1)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        exchange = sent_back(api, item)["exchange"]
        pay(api, buyer, exchange, token="tok_declined")
        adjust_stock(shirt.variants[1].id, on_hand=0)
        drain()

        assert exchange_of(api, item, buyer)["state"] == "ended"
        (message,) = Message.objects.filter(occasion__startswith="exchange_ended:")
        assert "store credit" in message.body
        assert api.get(f"store/carts/{exchange['cart_id']}", token=customer_token(buyer)).status_code == 404
        (checkout,) = Checkout.objects.filter(cart_id=exchange["cart_id"])
        adjust_stock(shirt.variants[1].id, on_hand=1)
        services.hold_again(checkout_id=checkout.id, now=clock.now())
        assert free(shirt, 1) == 1
        assert balance(f"credit:{store_credit_id(buyer, 'EUR')}") == 2000
        assert_books_agree()

    def test_another_way_to_deliver_costs_what_it_costs(self, api, shirt, worn, buyer):
        priced(shirt, 2700)
        express = make_shipping_method(shirt.vendor_id, price_minor=1900).id
        cart_id = sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))["exchange"]["cart_id"]
        choice = {"shipping_choices": {shirt.vendor_id: express}}

        before = api.get(f"store/carts/{cart_id}", token=customer_token(buyer)).json()
        after = api.patch(f"store/carts/{cart_id}", choice, token=customer_token(buyer)).json()

        assert [cart["quote"]["shipping_total"]["minor"] for cart in (before, after)] == [0, 1900]

    def test_its_cart_holds_what_was_agreed(self, api, shirt, worn, buyer):
        priced(shirt, 2700)
        cart_id = sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))["exchange"]["cart_id"]
        more = {"variant_id": shirt.variants[0].id, "quantity": 1}

        changed = api.post(f"store/carts/{cart_id}/lines", more, token=customer_token(buyer))
        stranger = api.get(f"store/carts/{cart_id}", token=customer_token(make_customer().id))

        assert (changed.status_code, stranger.status_code) == (409, 404)


class TestNextToWhatIsNotExchanged:
    def together(self, api, order, buyer, exchanged, variant_id, other, **options):
        """The return of both lines, the exchange's last."""
        wanted = [{"line_id": exchanged, "quantity": 1, "exchange_for": variant_id}, {"line_id": other, "quantity": 1}]
        body = {"lines": wanted, "reason": "withdrawal", **options}
        answer = api.post(f"store/orders/{order.id}/returns", body, token=customer_token(buyer), key="both")
        assert answer.status_code == 201, answer.content
        return sorted(answer.json()["returns"], key=lambda item: item["exchange"] is not None)

    def line_of(self, part, product):
        return next(line.line_id for line in part.lines if line.product_id == product.id)

    @pytest.mark.parametrize("is_other_vendor", [True, False])
    def test_the_rest_is_refunded_as_it_was_paid(self, is_other_vendor, api, shirt, buyer, drain):
        mug = make_listing(price_minor=900) if is_other_vendor else make_product(vendor=shirt.vendor_id, price=Money(900, "EUR"))
        order = make_order((shirt, 1), (mug, 1), customer_id=buyer, now=clock.now())
        parts = {part.id: part for part in (part_of(order, product) for product in (shirt, mug))}
        for part in parts.values():
            deliver_all(part, now=clock.now())
        worn, used = part_of(order, shirt), part_of(order, mug)
        drain()

        rest, exchange = self.together(api, order, buyer, self.line_of(worn, shirt), shirt.variants[1].id, self.line_of(used, mug))
        again = self.together(api, order, buyer, self.line_of(worn, shirt), shirt.variants[1].id, self.line_of(used, mug))

        assert [(item["as_store_credit"], len(item["lines"])) for item in (rest, exchange)] == [(False, 1), (True, 1)]
        assert [item["id"] for item in again] == [rest["id"], exchange["id"]]
        done = [taken_back(api, item, 1, sellable=1) for item in (rest, exchange)]
        drain()
        assert [item["state"] for item in done] == ["refunded", "refunded"]
        refunded = payment_queries.get_payment(worn.payment_id).refunded
        assert refunded.minor >= 900
        assert_books_agree()

    def test_all_of_it_is_one_return_where_all_is_to_be_store_credit(self, api, shirt, worn, buyer, drain):
        mug = make_product(vendor=shirt.vendor_id, price=Money(900, "EUR"))
        order = make_order((shirt, 1), (mug, 1), customer_id=buyer, now=clock.now())
        part = deliver_all(part_of(order, shirt), now=clock.now())
        drain()
        priced(shirt, 2700)
        about = (self.line_of(part, shirt), shirt.variants[1].id, self.line_of(part, mug))

        (item,) = self.together(api, order, buyer, *about, as_store_credit=True)
        every = [{"line_id": line["line_id"], "quantity": 1} for line in item["lines"]]
        act(api, item, "receive", {"lines": every})
        done = act(api, item, "inspect", {"lines": [{"line_id": line["line_id"], "accepted": 1, "sellable": 1} for line in every]})
        drain()

        assert balance(f"credit:{store_credit_id(buyer, 'EUR')}") >= 2900
        assert (done["as_store_credit"], done["exchange"]["state"]) == (True, "due")  # the mug does not pay for the dearer shirt
        assert_books_agree()


class TestRefusals:
    def test_what_is_sold_out_cannot_be_approved(self, api, shirt, worn, buyer):
        item = swap(api, worn, buyer, shirt.variants[1].id)
        adjust_stock(shirt.variants[1].id, on_hand=0)

        refused = act(api, item, "approve", status=409)
        refused_by_staff = act(api, item, "approve", status=409, side="admin")
        at_once = swap(api, worn, buyer, shirt.variants[1].id, reason="withdrawal", status=409)

        assert [answer["code"] for answer in (refused, refused_by_staff, at_once)] == ["out_of_stock"] * 3
        assert Return.objects.get().state == "requested"

    @pytest.mark.parametrize("which", ["itself", "of_another_product", "unknown"])
    def test_another_variant_of_the_same_product_alone(self, which, api, shirt, worn, buyer):
        other = make_product(vendor=shirt.vendor_id)
        wrong = {"itself": shirt.variants[0].id, "of_another_product": other.variants[0].id, "unknown": other.id.replace("prod", "var")}

        answer = swap(api, worn, buyer, wrong[which], status=422)

        assert [(error["field"], error["code"]) for error in answer["errors"]] == [("lines.0.exchange_for", "unknown_variant")]

    @pytest.mark.parametrize("end", ["cancel", "refuse", "expire"])
    def test_what_ends_before_frees_the_stock(self, end, api, shirt, worn, buyer):
        item = swap(api, worn, buyer, shirt.variants[1].id)
        if end == "refuse":
            act(api, item, "refuse", {"reason": "Worn"})
        else:
            act(api, item, "approve")
        if end == "cancel":
            api.post(f"store/orders/{worn.order_id}/returns/{item['id']}/cancel", token=customer_token(buyer))
        if end == "expire":
            services.expire_returns(now=LONG_AFTER)

        assert (exchange_of(api, item, buyer)["state"], free(shirt, 1)) == ("ended", 10)

    def test_the_order_says_what_there_is_instead(self, api, shirt, worn, buyer):
        (part,) = api.get(f"store/orders/{worn.order_id}/return-options", token=customer_token(buyer)).json()["parts"]

        (option,) = part["exchanges"][worn.lines[0].line_id]
        assert option == {"variant_id": shirt.variants[1].id, "title": "L", "price": {"minor": 2000, "currency": "EUR"}, "available": 10}


def pay(api, buyer, exchange, *, token="tok_ok", **options):
    body = {"cart_id": exchange["cart_id"], "payment_method": "sandbox_card", "quoted_total": {"minor": 700, "currency": "EUR"}}
    answer = api.post("store/checkouts", {**body, "card_token": token, **options}, token=customer_token(buyer))
    assert answer.status_code in (201, 402), answer.content
    return answer.json()


class TestOfACustomerWhoIsErased:
    @pytest.mark.parametrize("state", ["wanted", "held", "due"])
    def test_nothing_comes_and_the_stock_is_free(self, state, api, shirt, worn, buyer):
        priced(shirt, 2700)
        item = swap(api, worn, buyer, shirt.variants[1].id)
        if state == "held":
            act(api, item, "approve")
        if state == "due":
            sent_back(api, item)

        for _ in range(2):
            services.erase_customer(customer_id=buyer, now=clock.now())
        if state == "wanted":
            act(api, item, "approve")

        assert (Return.objects.get().exchange_state, free(shirt, 1)) == ("ended", 10)


def test_an_order_that_is_settled_after_its_exchange_has_ended_is_noted(api, shirt, worn, buyer, drain):
    priced(shirt, 2700)
    item = swap(api, worn, buyer, shirt.variants[1].id)
    exchange = sent_back(api, item)["exchange"]
    paid = pay(api, buyer, exchange)
    Return.objects.update(exchange_state="ended", exchange_until=None)
    drain()

    assert exchange_of(api, item, buyer) == {"state": "ordered", "cart_id": "", "order_id": paid["order_id"], "until": None}


def test_more_than_a_cart_may_have_is_exchanged(api, eu, shirt, worn, buyer):
    item = swap(api, worn, buyer, shirt.variants[1].id, quantity=2)
    act(api, item, "approve")
    act(api, item, "receive", lines(item, quantity=2))
    inspected = [InspectedLine(line_id=worn.lines[0].line_id, accepted=2, sellable=2)]

    with tenancy.scope(msgspec.structs.replace(eu, settings={**eu.settings, "cart_max_quantity": 1})):
        done = services.inspect_return(return_id=item["id"], lines=inspected, decision="", actor=SYSTEM, now=clock.now())

    assert done.exchange.state == "ordered"


def test_the_customer_is_written_to_when_a_difference_is_due_and_not_else(api, shirt, worn, buyer, drain):
    sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))
    priced(shirt, 2700)
    item = sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))
    drain()

    (message,) = Message.objects.filter(occasion__startswith="exchange_due:")
    assert message.occasion.endswith(item["id"])
    assert "1 × " in message.body
    assert "L" in message.body
