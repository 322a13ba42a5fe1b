"""Another variant instead of the money: stock, books and refusals, also when nobody orders it in the end."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import ProductChanges, VariantInput
from marketplace.apps.credit.queries import store_credit_id
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.returns import services
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.tests.handling import LONG_AFTER, act, assert_books_agree, balance, guest, lines, taken_back
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation import clock
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]
PDF = b"%PDF-1.7 a label"


@pytest.fixture
def shirt():
    """In two sizes of 20.00, ten of each, delivered for 5.00."""
    vendor = make_vendor(commission=CommissionTerms(percent_bp=1000))
    make_shipping_method(vendor.id, price_minor=500)
    return make_product(vendor=vendor.id, sizes=("M", "L"), price=Money(2000, "EUR"), stock=10)


@pytest.fixture
def buyer():
    return make_customer().id


@pytest.fixture
def worn(shirt, buyer, drain):
    """Two shirts in M, delivered to the customer."""
    part = deliver_all(part_of(make_order((shirt, 2), customer_id=buyer, now=clock.now()), shirt), now=clock.now())
    drain()
    return part


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

    def test_its_cart_holds_what_was_agreed(self, api, shirt, worn, buyer):
        priced(shirt, 2700)
        cart_id = sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))["exchange"]["cart_id"]
        more = {"variant_id": shirt.variants[0].id, "quantity": 1}

        changed = api.post(f"store/carts/{cart_id}/lines", more, token=customer_token(buyer))
        stranger = api.get(f"store/carts/{cart_id}", token=customer_token(make_customer().id))

        assert (changed.status_code, stranger.status_code) == (409, 404)


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

    def test_a_guest_has_no_account_to_refund_to(self, api, shirt, drain):
        part = deliver_all(part_of(make_order((shirt, 1), now=clock.now()), shirt), now=clock.now())
        drain()
        wanted = {"line_id": part.lines[0].line_id, "quantity": 1, "exchange_for": shirt.variants[1].id}

        answer = api.post(f"store/orders/{part.order_id}/returns", {"lines": [wanted], "reason": "damaged"}, headers=guest(part))

        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "no_store_credit")

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


class TestLabels:
    def label(self, api, item, *, side="vendor", token=None, status=200, **fields):
        token = token or (vendor_token(item["vendor_id"]) if side == "vendor" else staff_token("support"))
        files = {"file": fields.pop("file")} if "file" in fields else {}
        answer = api.post(f"{side}/returns/{item['id']}/label", fields, files=files, token=token)
        assert answer.status_code == status, answer.content
        return answer.json()

    def pdf(self, content=PDF):
        return SimpleUploadedFile("label.pdf", content, content_type="application/pdf")

    def test_the_customer_downloads_it_by_an_address_of_minutes(self, api, worn, buyer):
        item = swap_nothing(api, worn, buyer)
        said = self.label(api, item, file=self.pdf(), drop_off="Post office, Damrak 1")
        act(api, item, "approve")

        links = f"store/orders/{worn.order_id}/returns/{item['id']}/label-links"
        link = api.post(links, token=customer_token(buyer))
        stranger = api.post(links, token=customer_token(make_customer().id))

        assert (said["has_label"], said["drop_off"]) == (True, "Post office, Damrak 1")
        assert (link.status_code, stranger.status_code) == (201, 404)
        file = Client().get(urlsplit(link.json()["url"]).path, headers={"Host": "api.eu.localhost"})
        assert b"".join(file.streaming_content if file.streaming else [file.content]) == PDF
        assert api.post(f"vendor/returns/{item['id']}/label-links", token=vendor_token(item["vendor_id"])).status_code == 201

    def test_it_is_a_pdf_or_a_place_and_of_the_own_return_before_it_arrives(self, api, worn, buyer):
        item = swap_nothing(api, worn, buyer)
        other = make_vendor().id

        assert self.label(api, item, file=self.pdf(b"MZ"), status=422)["errors"][0]["code"] == "not_a_pdf"
        assert self.label(api, item, drop_off="", status=422)["errors"][0]["code"] == "needed"
        self.label(api, item, drop_off="Here", token=vendor_token(other), status=404)
        self.label(api, item, drop_off="Here", side="admin", token=staff_token("finance"), status=403)
        self.label(api, item, drop_off="Here", side="admin")
        act(api, item, "approve")
        taken_back(api, item, 1, sellable=1)
        assert self.label(api, item, drop_off="There", status=409)["code"] == "return_state_forbids"
        assert api.post(f"store/orders/{worn.order_id}/returns/{item['id']}/label-links", token=customer_token(buyer)).status_code == 404


def swap_nothing(api, part, buyer):
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": 1}], "reason": "damaged"}
    return api.post(f"store/orders/{part.order_id}/returns", body, token=customer_token(buyer)).json()["returns"][0]


def test_the_customer_is_written_to_when_a_difference_is_due_and_not_else(api, shirt, worn, buyer, drain):
    sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))
    priced(shirt, 2700)
    item = sent_back(api, swap(api, worn, buyer, shirt.variants[1].id))
    drain()

    (message,) = Message.objects.filter(occasion__startswith="exchange_due:")
    assert message.occasion.endswith(item["id"])
    assert "1 × " in message.body
    assert "L" in message.body
