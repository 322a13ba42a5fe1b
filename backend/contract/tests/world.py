"""Two vendors and two kinds of customers in one region, one of each in another, each with something of everything that has an id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.assistant.tests.factories import begin_conversation
from marketplace.apps.carriers.tests.factories import store_label
from marketplace.apps.carts.services import CartAnswer
from marketplace.apps.carts.tests.factories import ADDRESSES, make_cart, make_ready_cart
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.content.tests.factories import make_page
from marketplace.apps.credit.tests.factories import buy_card, give_card
from marketplace.apps.imports.tests.factories import file_of, import_file, make_draft, row
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.services import order_token
from marketplace.apps.orders.tests.factories import CARD, send_parcel, total_of
from marketplace.apps.payments.queries.methods import stored_rows
from marketplace.apps.payments.tests.factories import a_saved_card
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.tests.factories import FINANCE, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.payouts.types import HoldCause
from marketplace.apps.privacy import services as privacy_services
from marketplace.apps.reconciliation import queries as reconciliation_queries
from marketplace.apps.reconciliation.tests.factories import a_row, upload
from marketplace.apps.shipping import services as shipping_services
from marketplace.apps.shipping.tests.factories import make_courier, make_shipping_method
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_document, owner_of, vendor_token
from marketplace.apps.visual_search.tests.factories import make_match
from marketplace.apps.webhooks.tests.factories import make_webhook
from marketplace.foundation import clock, tenancy
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest

Ids = dict[str, str]
HOME = {"eu": ("NL", "EUR"), "mena": ("KW", "KWD")}


@dataclass
class Caller:
    """A caller's credentials, and the ids of what is theirs (by the names of the routes' parameters)."""

    name: str
    tenant: str
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    ids: Ids = field(default_factory=dict)

    def send(self, api: Any, method: str, path: str, body: Any = None, **options: Any) -> Any:
        return api.send(method, path, body, **{"tenant": self.tenant, "token": self.token, "headers": self.headers, **options})


@dataclass
class Region:
    sellers: list[Caller]
    customer: Caller
    guest: Caller
    staff: Caller

    @property
    def callers(self) -> list[Caller]:
        return [*self.sellers, self.customer, self.guest, self.staff]

    @property
    def ids(self) -> Ids:
        """One of everything in the region."""
        return {name: value for caller in self.callers for name, value in caller.ids.items()}


def make_region(tenant: tenancy.Tenant, *, sellers: int = 1) -> Region:
    with tenancy.scope(tenant):
        products = [_make_listing(tenant, number) for number in range(sellers)]
        customer, guest = _make_customer(tenant, products), _make_guest(tenant, products)
        people = [_make_seller(tenant, product, customer) for product in products]
        run = a_run(currency=HOME[tenant.slug][1])
        for person in people:
            person.ids["payout_id"] = payout_of(run, person.ids["vendor_id"]).id
        ids = {"run_id": run.id, "category_id": make_category().id, "adjustment_id": _propose(people[0], HOME[tenant.slug][1])}
        ids["review_id"], ids["payment_method_id"] = _review(people[0]), stored_rows()[0].id
        ids["page_id"], ids["courier_id"] = make_page().id, make_courier().id
        ids["conversation_id"] = begin_conversation(email="noor@example.com")[0]
        ids["match_id"] = make_match(products[0], products[-1])
        issue = give_card(500, now=clock.now())
        ids |= {"issue_id": issue.id, "credit_id": str(issue.credit_id)}
        ids |= _report(HOME[tenant.slug][1])
        ids["order_id"] = customer.ids["order_id"]  # the vendors' shipments are of this one
        staff = Caller(f"staff of {tenant.slug}", tenant.slug, staff_token(), ids=ids)
        return Region(people, customer, guest, staff)


def _review(seller: Caller) -> str:
    """A hold that staff placed on the earnings of one of the seller's orders; its id."""
    now = clock.now()
    review_id = new_id("hold", at=now)
    vendor_orders = {seller.ids["vendor_order_id"]: seller.ids["vendor_id"]}
    payout_services.place_holds(HoldCause.REVIEW, review_id, vendor_orders=vendor_orders, now=now)
    return review_id


def _report(currency: str) -> Ids:
    """A provider's report of a charge that nobody knows, and the difference that it makes."""
    report = upload(a_row("bt_1", "charge", Money(700, currency), about="unknown"), now=clock.now())
    (difference,) = reconciliation_queries.list_differences(PageRequest(1)).items
    return {"report_id": report.id, "difference_id": difference.id}


def _propose(seller: Caller, currency: str) -> str:
    amount = Money(100, currency)
    facts = {"vendor_id": seller.ids["vendor_id"], "kind": "adjustment", "reason": "For a test", "actor": FINANCE, "now": clock.now()}
    return payout_services.propose_adjustment(amount=amount, **facts).id


def _make_listing(tenant: tenancy.Tenant, number: int) -> Product:
    """A product, and a vendor with the same slug, who can be paid out."""
    country, currency = HOME[tenant.slug]
    vendor = a_payable_vendor(country=country, currency=currency)
    a_sale(vendor.id, 90_000, currency=currency)
    make_shipping_method(vendor.id, price_minor=500)
    return make_product(vendor=vendor.id, title=vendor.name, price=Money(2000, currency), stock=50)


def _make_seller(tenant: tenancy.Tenant, product: Product, customer: Caller) -> Caller:
    now, vendor_id = clock.now(), product.vendor_id
    zone = shipping_services.create_zone(vendor_id=vendor_id, name="Near", countries=[HOME[tenant.slug][0]], now=now)
    key = vendor_services.create_api_key(vendor_id=vendor_id, name="Till", roles=["manager"], actor=VENDOR_ACTOR, now=now)
    person = owner_of(vendor_id)
    order = order_queries.get_order(customer.ids["customer_id"], customer.ids["order_id"])
    part = next(part for part in order_queries.vendor_orders_of(order) if part.vendor_id == vendor_id)
    ids = {
        "vendor_id": vendor_id,
        "product_id": product.id,
        "slug": product.slug,
        "document_id": make_document(vendor_id).id,
        "zone_id": zone.id,
        "method_id": make_shipping_method(vendor_id, name="Van").id,
        "key_id": key.key.id,
        **make_webhook(vendor_id),
        "person_id": person,
        "import_id": import_file(vendor_id, file_of(row(f"{product.slug}-lamp")), currency=HOME[tenant.slug][1]).id,
        "draft_id": make_draft(vendor_id, file_of(row(f"{product.slug}-lamp")), currency=HOME[tenant.slug][1]).id,
        "vendor_order_id": part.id,
        "part_line_id": part.lines[0].line_id,
        "label_id": store_label(part, now=now),
        "shipment_id": send_parcel(part, 1, now=clock.now()).shipments[0].id,
        "variant_id": product.variants[0].id,
    }
    return Caller(f"vendor {product.slug}", tenant.slug, vendor_token(vendor_id, person_id=person), ids=ids)


def _make_customer(tenant: tenancy.Tenant, products: list[Product]) -> Caller:
    person = make_customer()
    address = account_services.add_address(account_id=person.id, address=ADDRESSES[HOME[tenant.slug][0]], now=clock.now())
    bought = _buy(_ready_cart(tenant, products, person.id))
    open_cart = _ready_cart(tenant, products, person.id).cart
    ids = {"customer_id": person.id, "address_id": address.id, **bought, "cart_id": open_cart.id, "line_id": open_cart.lines[0].id}
    order = order_queries.get_any_order(bought["order_id"])
    ids["part_line_id"], ids["part_id"] = order.quote.lines[0].line_id, order.parts[0].vendor_order_id
    ids["variant_id"] = products[0].variants[0].id
    ids["card_id"] = a_saved_card(person.id, now=clock.now()).id
    ids["purchase_id"] = buy_card(person.id, 5_000, now=clock.now())[0].id
    ids |= {"conversation_id": begin_conversation(customer_id=person.id)[0], "number": "1"}
    ids["export_id"] = privacy_services.request_export(account_id=person.id, now=clock.now()).id
    return Caller(f"customer of {tenant.slug}", tenant.slug, customer_token(person.id), ids=ids)


def _make_guest(tenant: tenancy.Tenant, products: list[Product]) -> Caller:
    bought = _buy(_ready_cart(tenant, products))
    opened = make_cart(*products, now=clock.now())
    conversation_id, secret = begin_conversation()
    headers = {"Cart-Token": opened.token or "", "Order-Token": order_token(bought["order_id"]), "Conversation-Token": secret}
    ids = {**bought, "cart_id": opened.cart.id, "line_id": opened.cart.lines[0].id, "conversation_id": conversation_id, "number": "1"}
    order = order_queries.get_any_order(bought["order_id"])
    ids["part_line_id"], ids["part_id"] = order.quote.lines[0].line_id, order.parts[0].vendor_order_id
    ids["variant_id"] = products[0].variants[0].id
    card = give_card(500, now=clock.now())
    ids |= {"gift_card_id": str(card.credit_id), "gift_card_code": str(card.code)}
    return Caller(f"guest of {tenant.slug}", tenant.slug, headers=headers, ids=ids)


def _ready_cart(tenant: tenancy.Tenant, products: list[Product], customer_id: str = "") -> CartAnswer:
    """Two units of each product."""
    country, currency = HOME[tenant.slug]
    wanted = [(product, 2) for product in products]
    return make_ready_cart(*wanted, customer_id=customer_id, country=country, currency=currency, now=clock.now())


def _buy(answer: CartAnswer) -> Ids:
    now = clock.now()
    done = checkout_services.place_order(cart=answer.cart, quoted_total=total_of(answer.cart, now=now), payment=CARD, now=now)
    return {"order_id": done.checkout.order_id, "checkout_id": done.checkout.id, "payment_id": done.payment.id}
