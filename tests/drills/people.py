"""
People who go on while programs are exchanged: guests buy, a vendor looks through orders. Each request goes to a replica by chance, and what
one replica has given (a token, the place in a list, a stored answer) is shown to another.

Any answer but the one that is due is a failure; so is none. A store may be short of breath on a busy machine: after a 503 that says when,
they ask again, with the same key, as every client of ours does; that is counted apart.
"""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Any

import httpx
from replicas import Balance, Replica, send

ADDRESS = {"name": "Noor de Vries", "line1": "Herengracht 1", "postcode": "1015 BA", "city": "Amsterdam", "country": "NL"}
VENDOR = {"audience": "vendor", "email": "bench0@vendor.example", "password": "benchmark-of-no-use"}
KEPT_ORDERS = 50
PATIENCE_S = 30.0


@dataclass
class Tally:
    """What was answered, by stage, what failed, and orders to come back to. For several threads."""

    stage: str = ""
    answered: Counter[str] = field(default_factory=Counter)
    asked_again: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    orders: list[dict[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self) -> None:
        with self.lock:
            self.answered[self.stage] += 1

    def again(self, what: str) -> None:
        with self.lock:
            self.asked_again.append(f"{self.stage}: {what}")

    def fail(self, what: str) -> None:
        with self.lock:
            self.failures.append(f"{self.stage}: {what}")

    def keep(self, order: dict[str, str]) -> None:
        """The first ones: they are the oldest, which rotations must not shut out."""
        with self.lock:
            if len(self.orders) < KEPT_ORDERS:
                self.orders.append(order)

    def any_order(self) -> dict[str, str] | None:
        with self.lock:
            return random.choice(self.orders) if self.orders else None

    def report(self) -> None:
        """A line of the stage so far."""
        so_far = f"{len(self.failures)} failed, {len(self.asked_again)} asked again so far"
        print(f"  {self.stage:<62} {self.answered[self.stage]:>6} answered, {so_far}", flush=True)

    def sum(self) -> int:
        return sum(self.answered.values())


class Wrong(Exception):
    """Not the answer that was due; counted already."""


class Person:
    """Asks until it is stopped. ``patience_s`` is for how long the same is asked again while it is answered 503."""

    patience_s = PATIENCE_S

    def __init__(self, balance: Balance, tally: Tally, facts: Mapping[str, Any], gateway: Gateway) -> None:
        self.balance, self.tally, self.facts, self.gateway = balance, tally, facts, gateway
        self.client = httpx.Client(trust_env=False)
        self.last: Replica | None = None

    def ask(self, method: str, path: str, *, expect: int = 200, headers: Mapping[str, str] | None = None, **options: Any) -> Any:
        """The answer's JSON, of another replica than the last one. :raises Wrong: if it is another answer than the one expected"""
        sent = {**self.gateway.headers(), "X-Forwarded-For": str(IPv4Address(random.getrandbits(32))), **(headers or {})}
        if method == "POST":
            sent.setdefault("Idempotency-Key", secrets.token_hex(16))
        until = time.monotonic() + self.patience_s
        while True:
            answer, title = self._send(method, path, sent, options)
            if answer.status_code == expect:
                self.tally.count()
                return answer.json()
            said = f"{title}: {method} {path}: {answer.status_code} {answer.text[:200]}"
            if answer.status_code != 503 or "Retry-After" not in answer.headers or time.monotonic() > until:
                self.tally.fail(said)
                raise Wrong
            self.tally.again(said)
            time.sleep(float(answer.headers["Retry-After"]))

    def _send(self, method: str, path: str, headers: Mapping[str, str], options: Mapping[str, Any]) -> tuple[httpx.Response, str]:
        """The answer, and the title of the replica that gave it. :raises Wrong: if none comes"""
        with self.balance.one(but=self.last) as replica:
            self.last = replica
            try:
                return send(replica, self.client, method, path, headers=headers, **options), replica.title
            except httpx.HTTPError as error:
                self.tally.fail(f"{replica.title}: {method} {path}: {error!r}")
                raise Wrong from error

    def act(self) -> None:
        raise NotImplementedError

    def go_on(self, has_ended: threading.Event) -> None:
        while not has_ended.is_set():
            try:
                self.act()
            except Wrong:
                has_ended.wait(0.5)


@dataclass
class Gateway:
    """What it adds to each request; the drill exchanges the secret."""

    secret: str = ""

    def headers(self) -> dict[str, str]:
        return {"Gateway-Secret": self.secret} if self.secret else {}


class Guest(Person):
    """Buys, asks for the same again, and looks at an order of long ago."""

    def act(self) -> None:
        lines = [{"variant_id": random.choice(self.facts["variants"]), "quantity": 1}]
        cart = self.ask("POST", "store/carts", expect=201, json={"country": "NL", "lines": lines})
        own = {"Cart-Token": cart["token"]}
        vendor = cart["vendors"][0]["vendor_id"]
        details = {
            "email": f"guest-{secrets.token_hex(8)}@drill.example",
            "shipping_address": {**ADDRESS, "phone": "020 123 4567"},
            "shipping_choices": {vendor: self.facts["methods"][vendor]},
        }
        cart = self.ask("PATCH", f"store/carts/{cart['id']}", json=details, headers={**own, "If-Match": cart["etag"]})
        order = {"cart_id": cart["id"], "quoted_total": cart["quote"]["total"], "payment_method": "sandbox_card", "card_token": "tok_ok"}
        key = {"Idempotency-Key": secrets.token_hex(16)}
        placed = self.ask("POST", "store/checkouts", expect=201, json=order, headers={**own, **key})
        again = self.ask("POST", "store/checkouts", expect=201, json=order, headers={**own, **key})
        if again["order_id"] != placed["order_id"]:
            self.tally.fail(f"one checkout made two orders: {placed['order_id']}, {again['order_id']}")
        self.tally.keep({"id": placed["order_id"], "token": placed["order_token"]})
        self.look(placed["order_id"], placed["order_token"])
        if former := self.tally.any_order():
            self.look(former["id"], former["token"])

    def look(self, order_id: str, token: str) -> None:
        self.ask("GET", f"store/orders/{order_id}", headers={"Order-Token": token})


class Vendor(Person):
    """Has logged in, and pages through orders; asks for new tokens now and then."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.session = self.ask("POST", "auth/login", json=VENDOR)

    def act(self) -> None:
        place: str | None = ""
        for _ in range(3):
            query = {"limit": 1, **({"cursor": place} if place else {})}
            page = self.ask("GET", "vendor/orders", params=query, headers=self.bearer())
            place = page["next_cursor"]
            if not place:
                break
        self.ask("GET", "me", headers=self.bearer())
        if random.random() < 0.1:
            self.refresh()

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session['access_token']}"}

    def refresh(self) -> None:
        self.session = self.ask("POST", "auth/refresh", json={"refresh_token": self.session["refresh_token"]})


class Crowd:
    """Several people at once, each in a thread, until ``stop``."""

    def __init__(self, people: list[Person]) -> None:
        self._has_ended = threading.Event()
        self._threads = [threading.Thread(target=person.go_on, args=(self._has_ended,), daemon=True) for person in people]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._has_ended.set()
        for thread in self._threads:
            thread.join()
