"""What buyers do alike: find products, fill a cart, see that it is priced right, pay."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urljoin

import httpx
from amounts import Part, Sold, minor_of, money, shown
from callers import Answer, Caller, wait_for
from narration import Stopped
from product_files import FileProduct
from world import Order, Vendor, World

CARD_3DS = "4000 0027 6000 3184"
CARD_OK = "4242 4242 4242 4242"


def find(world: World, buyer: Caller, vendor: Vendor, words: str, title: str, **place: str) -> dict[str, Any]:
    """Search until the index has the product that is called ``title`` in the buyer's language, and open its page: that is the answer."""

    def search() -> tuple[Answer, str] | None:
        answer = buyer.get("store/products", q=words, vendor=vendor.slug, **place)
        slug = next((card["slug"] for card in answer["items"] if card["title"] == title), "")
        return (answer, slug) if slug else None

    found, slug = wait_for(f"“{title}” to be found by {words!r} at {vendor.slug}", search)
    world.narrator.step(buyer.name, f"looks for “{words}”", found.request, f"{found['total']} found, “{title}” among them")
    page = buyer.get(f"store/products/{slug}", **place)
    world.narrator.check("title of its page", page["title"], title, quietly=True)
    return dict(page.data)


def variant_of(page: dict[str, Any], product: FileProduct, place: int) -> dict[str, Any]:
    """The variant of the page that is the ``place``-th of the file."""
    wanted = product.variants[place].options
    if len(page["variants"]) == 1:
        return dict(page["variants"][0])
    for variant in page["variants"]:
        values = [option["values"][index] for option, index in zip(page["options"], variant["option_values"], strict=True)]
        if tuple(values) == wanted:
            return dict(variant)
    raise Stopped(f"The page of {page['slug']} has no variant {wanted}.")


def put_into_cart(
    world: World, buyer: Caller, cart: str, vendor: Vendor, page: dict[str, Any], product: FileProduct, *, place: int, quantity: int
) -> tuple[Answer, Sold]:
    """Add units of a variant; the answer is the cart."""
    variant, unit = variant_of(page, product, place), minor_of(product.variants[place].price, vendor.currency)
    world.narrator.check(
        f"price of {page['title']}", shown(money(variant["price"], vendor.currency), vendor.currency), shown(unit, vendor.currency)
    )
    answer = buyer.post(f"store/carts/{cart}/lines", {"variant_id": variant["id"], "quantity": quantity})
    options = " ".join(product.variants[place].options).replace("Default Title", "")
    said = f"{page['title']} {options}".strip()
    world.narrator.step(buyer.name, f"puts {quantity} × {said} into the cart", answer.request, f"of {vendor.name}")
    return answer, Sold(title=page["title"], unit=unit, quantity=quantity)


def check_cart(world: World, cart: Answer, parts: dict[str, Part]) -> int:
    """The whole quote against the sum worked out by hand; its total in minor units."""
    currency = next(iter(parts.values())).currency
    by_vendor = {item["vendor_id"]: item for item in cart["vendors"]}
    check = world.narrator.check
    check("vendors in the cart", set(by_vendor), set(parts), quietly=True)
    for vendor_id, part in parts.items():
        got = {name: money(by_vendor[vendor_id][name], currency) for name in ("items_total", "shipping", "total", "tax")}
        wanted = {"items_total": part.items, "shipping": part.shipping, "total": part.total, "tax": part.tax}
        check(f"quote of {part.vendor}", got, wanted, quietly=True)
        said = f"{shown(part.items, currency)} + {shown(part.shipping, currency)} delivery, {shown(part.tax, currency)} VAT in it"
        world.narrator.note(f"{part.vendor}: {said}")
    total, tax = sum(part.total for part in parts.values()), sum(part.tax for part in parts.values())
    check("total", shown(money(cart["quote"]["total"], currency), currency), shown(total, currency))
    check("VAT contained", shown(money(cart["quote"]["tax_total"], currency), currency), shown(tax, currency))
    check("still missing", cart["missing"], [], quietly=True)
    return total


def place_order(world: World, buyer: Caller, cart: Answer, total: int, currency: str) -> tuple[Answer, Order]:
    """Order with a total that is a minor unit off, then with the right one, twice by the same click."""
    body = {"cart_id": cart["id"], "payment_method": "sandbox_card", "return_url": f"{buyer.shop}/thanks"}
    wrong = buyer.post("store/checkouts", {**body, "quoted_total": {"minor": total - 1, "currency": currency}}, expect=409)
    world.narrator.step(buyer.name, "orders with a total that no longer holds", wrong.request, wrong.code)
    world.narrator.check("refusal", wrong.code, "price_changed", quietly=True)
    click = secrets.token_hex(16)
    order = {**body, "quoted_total": {"minor": total, "currency": currency}}
    placed = buyer.post("store/checkouts", order, expect=201, key=click)
    world.narrator.step(buyer.name, "orders", placed.request, f"{placed['order_number']}, {placed['status']}")
    again = buyer.post("store/checkouts", order, expect=201, key=click)
    world.narrator.step(buyer.name, "clicks twice", again.request, again["order_number"])
    world.narrator.check("order of the second click", again["order_id"], placed["order_id"], quietly=True)
    made = Order(id=placed["order_id"], number=placed["order_number"], token=placed["order_token"], payment_id=placed["payment"]["id"])
    return placed, made


class Bank:
    """The payment provider's hosted pages, as a browser walks through them, and its test endpoints."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._http = httpx.Client(timeout=60, trust_env=False)
        self._test = httpx.Client(
            base_url=world.sandbox_url, headers={"Authorization": f"Bearer {world.sandbox_key}"}, timeout=60, trust_env=False
        )

    def pay(self, buyer: Caller, url: str, card: str) -> str:
        """Type a card number, confirm if asked to, and be sent back to the shop; the provider's payment id."""
        narrator = self._world.narrator
        page = self._http.post(url, data={"card_number": card})
        narrator.step(buyer.name, f"types card {card}", f"POST {url} → {page.status_code}")
        place = page.headers.get("Location", "")
        if place.endswith("/challenge"):
            address = urljoin(url, place)
            narrator.step(buyer.name, "is asked to confirm in the bank's app", f"GET {address} → {self._http.get(address).status_code}")
            page = self._http.post(address, data={"decision": "approve"})
            narrator.step(buyer.name, "confirms", f"POST {address} → {page.status_code}")
            place = page.headers.get("Location", "")
        narrator.require("the bank sends the customer back to the shop", place.startswith(f"{buyer.shop}/thanks"), place)
        return url.rstrip("/").rpartition("/")[2]

    def tell_again(self, payment: str) -> int:
        """Have every webhook of a payment sent once more; how many deliveries have arrived by then."""
        for path in (f"/v1/test/payments/{payment}/resend-webhooks", "/v1/test/webhooks/flush"):
            answer = self._test.post(path)
            if not answer.is_success:
                raise Stopped(f"The sandbox answered {answer.status_code} to POST {path}: {answer.text[:300]}")
        return wait_for("the second webhook", lambda: self._delivered(payment, at_least=2))

    def payment_of(self, payment_id: str) -> str:
        """The provider's name of a payment of ours."""
        (payment,) = self._test.get("/v1/payments", params={"reference": payment_id}).json()["items"]
        return str(payment["id"])

    def dispute(self, payment: str, outcome: str) -> None:
        """The customer's bank takes all of it back (``open``), or decides who keeps it (``won``, ``lost``)."""
        answer = self._test.post(f"/v1/test/payments/{payment}/dispute", json={"outcome": outcome})
        if not answer.is_success:
            raise Stopped(f"The sandbox answered {answer.status_code} to a dispute: {answer.text[:300]}")

    def _delivered(self, payment: str, *, at_least: int) -> int:
        events = self._test.get(f"/v1/test/payments/{payment}/events").json()["items"]
        delivered = [event["deliveries"]["delivered"] for event in events if event["type"] == "payment.succeeded"]
        return max(delivered, default=0) if max(delivered, default=0) >= at_least else 0


def wait_until_confirmed(world: World, buyer: Caller, order: Order) -> Answer:
    """The order as its buyer sees it, once it is paid and with its vendors."""

    def confirmed() -> Answer | None:
        answer = buyer.get(f"store/orders/{order.id}")
        return answer if answer["state"] == "confirmed" and len(answer["parts"]) == len(order.parts) else None

    seen = wait_for(f"order {order.number} to be confirmed", confirmed)
    world.narrator.step(buyer.name, "looks at the order", seen.request, f"{seen['state']}, {seen['payment_status']}")
    order.vendor_orders = {part["vendor_id"]: part["vendor_order_id"] for part in seen["parts"]}
    currency = next(iter(order.parts.values())).currency
    world.narrator.check("total of the order", shown(money(seen["total"], currency), currency), shown(order.total, currency))
    for part in seen["parts"]:
        world.narrator.check("part of the order", money(part["total"], currency), order.parts[part["vendor_id"]].total, quietly=True)
    return seen
