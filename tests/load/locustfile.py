"""
Believable load for ``make load SCENARIO=smoke``, by Locust: people who browse, search and buy in both regions and all their languages,
vendors who send what was bought, and staff who look.

Of a hundred people 74 look around, 15 search, 8 buy, 2 are vendors and 1 is staff; each pauses as people do. Names of requests are those
of endpoints, so that a report has a line for each.
"""

from __future__ import annotations

import os
import random
import uuid
from ipaddress import IPv4Address
from typing import Any

from locust import FastHttpUser, between, events, task
from places import PLACES, SOLD_OUT, Place
from shapes import SHAPES, Scenario

PASSWORD = os.environ.get("LOAD_PASSWORD", "marketplace-demo")
STAFF = ("admin@demo.example", "support@demo.example", "finance@demo.example")
MOST_FAILED = 0.001  # of requests: what is above ends the run with 1
LISTED = 20

Shape: type[Scenario] = SHAPES[os.environ.get("SCENARIO", "smoke")]


class Person(FastHttpUser):
    """In front of one region, in one of its languages, from an address of their own (the gateway passes on each caller's)."""

    abstract = True
    host = PLACES[0].api_url  # Locust wants one; each request names its own
    wait_time = between(1, 5)
    network_timeout = connection_timeout = 30.0

    def on_start(self) -> None:
        self.place: Place = random.choice(PLACES)
        self.language = random.choice(self.place.languages)
        self.headers = {
            "Host": self.place.api_host,
            "Accept-Language": self.language,
            "X-Forwarded-For": str(IPv4Address(random.getrandbits(32))),
        }

    def ask(self, method: str, path: str, body: Any = None, *, name: str = "", headers: dict[str, str] | None = None, **query: Any) -> Any:
        """The answer's JSON; None if it is no 2xx, which counts as a failure."""
        sent = {**self.headers, **(headers or {})}
        if method == "POST":
            sent["Idempotency-Key"] = uuid.uuid4().hex
        url = f"{self.place.api_url}/api/v1/{path}"
        shown = f"{method} {name or path}"
        with self.client.request(method, url, json=body, params=query or None, headers=sent, name=shown, catch_response=True) as answer:
            if answer.status_code is None or not 200 <= answer.status_code < 300:
                answer.failure(f"{answer.status_code}")
                return None
            return answer.json() if answer.text else {}

    def find(self, **query: Any) -> list[dict[str, Any]]:
        found = self.ask("GET", "store/products", lang=self.language, country=self.place.country, limit=LISTED, **query)
        return found["items"] if found else []

    def look_at(self, product: dict[str, Any]) -> dict[str, Any] | None:
        return self.ask("GET", f"store/products/{product['slug']}", name="store/products/{slug}", lang=self.language)


class Browser(Person):
    """Goes from the lists to products and back."""

    weight = 74

    @task(3)
    def look_around(self) -> None:
        for product in _some(self.find(), 3):
            self.look_at(product)

    @task(1)
    def look_into_a_category(self) -> None:
        categories = self.ask("GET", "store/categories", lang=self.language)
        for category in _some((categories or {}).get("items", []), 1):
            for product in _some(self.find(category=category["slug"]), 2):
                self.look_at(product)


class Searcher(Person):
    """Types, takes a suggestion or the own words, and opens what was found."""

    weight = 15

    @task
    def search(self) -> None:
        words = random.choice(self.place.words[self.language])
        self.ask("GET", "store/suggestions", q=words[:3], lang=self.language)
        for product in _some(self.find(q=words), 2):
            self.look_at(product)


class Buyer(Person):
    """Fills a cart, says where to, and pays by a card of the sandbox."""

    weight = 8

    @task
    def buy(self) -> None:
        chosen = [self.look_at(product) for product in _some(self.find(in_stock="true"), 2)]
        variants = [variant for product in chosen if product for variant in product["variants"] if variant["stock"] != SOLD_OUT]
        if not variants:
            return
        lines = [{"variant_id": variant["id"], "quantity": 1} for variant in _some(variants, 2)]
        cart = self.ask("POST", "store/carts", {"country": self.place.country, "lines": lines})
        if cart is not None:
            self._check_out(cart)

    def _check_out(self, cart: dict[str, Any]) -> None:
        own = {"Cart-Token": cart["token"]}
        path = f"store/carts/{cart['id']}"
        options = self.ask("GET", f"{path}/shipping-options", name="store/carts/{id}/shipping-options", headers=own)
        if options is None:
            return
        details = {
            "email": f"guest-{uuid.uuid4().hex}@load.example",
            "shipping_address": self.place.address,
            "shipping_choices": {item["vendor_id"]: item["options"][0]["method_id"] for item in options["items"] if item["options"]},
        }
        cart = self.ask("PATCH", path, details, name="store/carts/{id}", headers={**own, "If-Match": cart["etag"]})
        if cart is None:
            return
        order = {"cart_id": cart["id"], "quoted_total": cart["quote"]["total"], "payment_method": "sandbox_card", "card_token": "tok_ok"}
        placed = self.ask("POST", "store/checkouts", order, headers=own)
        if placed is not None:
            token = {"Order-Token": placed["order_token"]}
            self.ask("GET", f"store/orders/{placed['order_id']}", name="store/orders/{id}", headers=token)


class Worker(Person):
    """A person at a desk: logs in once."""

    abstract = True
    wait_time = between(3, 15)
    audience = ""

    def on_start(self) -> None:
        super().on_start()
        login = {"audience": self.audience, "email": self.email(), "password": PASSWORD}
        session = self.ask("POST", "auth/login", login)
        if session is not None:
            self.headers["Authorization"] = f"Bearer {session['access_token']}"

    def email(self) -> str:
        raise NotImplementedError


class Vendor(Worker):
    """Looks at the day, and sends what waits."""

    weight = 2
    audience = "vendor"

    def email(self) -> str:
        return random.choice(self.place.vendors)

    @task(2)
    def look(self) -> None:
        self.ask("GET", "vendor/orders", limit=LISTED)
        self.ask("GET", "vendor/products", limit=LISTED)
        self.ask("GET", "vendor/balance")

    @task(1)
    def send_an_order(self) -> None:
        waiting = self.ask("GET", "vendor/orders", state="new,accepted", limit=LISTED) or {"items": []}
        for order in _some(waiting["items"], 1):
            path = f"vendor/orders/{order['id']}"
            whole = self.ask("GET", path, name="vendor/orders/{id}")
            if whole is not None:
                lines = [{"line_id": line["line_id"], "quantity": line["quantity"]} for line in whole["lines"]]
                parcel = {"lines": lines, "carrier": "PostNL", "tracking_number": uuid.uuid4().hex[:12].upper()}
                self.ask("POST", f"{path}/shipments", parcel, name="vendor/orders/{id}/shipments")


class StaffMember(Worker):
    """Looks through orders and at how the region stands."""

    weight = 1
    audience = "staff"

    def email(self) -> str:
        return random.choice(STAFF)

    @task
    def look(self) -> None:
        orders = self.ask("GET", "admin/orders", limit=LISTED) or {"items": []}
        for order in _some(orders["items"], 1):
            self.ask("GET", f"admin/orders/{order['id']}", name="admin/orders/{id}")
        self.ask("GET", "admin/overview")


@events.quitting.add_listener
def judge(environment: Any, **_: Any) -> None:
    """1 if more failed than may, or nothing was asked."""
    total = environment.stats.total
    environment.process_exit_code = int(total.num_requests == 0 or total.fail_ratio > MOST_FAILED)


def _some(found: list[Any], most: int) -> list[Any]:
    return random.sample(found, min(most, len(found)))
