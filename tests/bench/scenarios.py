"""What is asked: the hot reads as requests, and whole checkouts as a guest makes them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Any

from load import Connection, request_bytes

BASE = "/api/v1/store"
ASKED = 200  # different requests of one read, chosen at random
ADDRESS = {
    "name": "Noor Jansen",
    "line1": "Prinsengracht 263",
    "postcode": "1016 GV",
    "city": "Amsterdam",
    "country": "NL",
    "phone": "020 123 4567",
}
NARROW = [f"{look} {stuff} {thing}" for look in ("striped", "woven", "faded") for stuff in ("linen", "wool") for thing in ("shirt", "tote")]
BODY = ["made", "small", "runs", "keeps", "colour", "cut", "daily", "use", "washed", "leaves"]  # of every product's description
BROAD = ["made in small runs", "linen", "cotton", "workshop", "wool"]

Facts = Mapping[str, Any]


def reads(facts: Facts, port: int) -> dict[str, list[bytes]]:
    """The requests of each read, by its name."""
    chosen = random.Random(1)
    carts = [_cart_read(port, facts, chosen) for _ in range(ASKED // 4)]
    pages = [f"/products/{slug}" for slug in chosen.sample(facts["slugs"], ASKED)]
    return {
        "list of 20, kept": [_get("/products?limit=20")],
        "one product, kept": [_get(page) for page in pages],
        "search, kept": [_get(f"/products?limit=20&q={text.replace(' ', '+')}") for text in NARROW],
        "list of 20": [_anew("/products?limit=20")],
        "list of 20 by category": [_anew(f"/products?limit=20&category={slug}") for slug in facts["categories"]],
        "one product": [_anew(page) for page in pages],
        "search, narrow": [_anew(f"/products?limit=20&q={text.replace(' ', '+')}") for text in NARROW],
        "search, broad": [_anew(f"/products?limit=20&q={text.replace(' ', '+')}") for text in BROAD],
        "search, new words each time": [_anew(f"/products?limit=20&q={number}+{word}") for number in range(100, 2000) for word in BODY],
        "cart of 3 lines": carts,
    }


def buy_by_card(connection: Connection, chosen: random.Random, facts: Facts) -> None:
    """A guest's cart, its details, the order, paid at once by a card. :raises RuntimeError: if it does not end as an order"""
    _buy(connection, chosen, facts, {"payment_method": "sandbox_card", "card_token": "tok_ok"}, payment_state="succeeded")


def buy_for_cash(connection: Connection, chosen: random.Random, facts: Facts) -> None:
    """The same, to be paid on delivery."""
    _buy(connection, chosen, facts, {"payment_method": "cash_on_delivery"}, payment_state="authorized")


def checkout_calls(connection: Connection, chosen: random.Random, facts: Facts, payment: Facts, *, headers: Facts) -> list[dict[str, str]]:
    """One checkout by hand: the headers of its three answers."""
    return _steps(connection, chosen, facts, payment, headers)[1]


def _buy(connection: Connection, chosen: random.Random, facts: Facts, payment: Facts, *, payment_state: str) -> None:
    order, _ = _steps(connection, chosen, facts, payment, {})
    if order["status"] != "confirmed" or order["payment"]["state"] != payment_state:
        raise RuntimeError(f"the checkout is {order['status']}, its payment {order['payment']['state']}")


def _steps(connection: Connection, chosen: random.Random, facts: Facts, payment: Facts, headers: Facts) -> tuple[Any, list[dict[str, str]]]:
    lines = [{"variant_id": chosen.choice(facts["variants"]), "quantity": 1}]
    cart, first = connection.call("POST", f"{BASE}/carts", {"lines": lines}, {**headers, **_key()})
    # Guests of a marketplace have an address and a network each; of one alone, few may order for cash.
    guest = uuid.uuid4().int
    own = {**headers, "Cart-Token": cart["token"], "X-Forwarded-For": str(IPv4Address(guest % 2**32))}
    vendor = cart["vendors"][0]["vendor_id"]
    details = {
        "email": f"guest{guest:x}@bench.example",
        "shipping_address": ADDRESS,
        "shipping_choices": {vendor: facts["methods"][vendor]},
    }
    cart, second = connection.call("PATCH", f"{BASE}/carts/{cart['id']}", details, own)
    order = {"cart_id": cart["id"], "quoted_total": cart["quote"]["total"], **payment}
    done, third = connection.call("POST", f"{BASE}/checkouts", order, {**own, **_key()})
    return done, [first, second, third]


def _cart_read(port: int, facts: Facts, chosen: random.Random) -> bytes:
    lines = [{"variant_id": variant, "quantity": 1} for variant in chosen.sample(facts["variants"], 3)]
    cart, _ = Connection(port).call("POST", f"{BASE}/carts", {"lines": lines}, _key())
    return request_bytes("GET", f"{BASE}/carts/{cart['id']}", headers={"Cart-Token": cart["token"]})


def _get(path: str) -> bytes:
    return request_bytes("GET", BASE + path)


def _anew(path: str) -> bytes:
    """Skips the response cache: what is measured is the making of one."""
    return request_bytes("GET", BASE + path, headers={"Cache-Control": "no-cache"})


def _key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}
