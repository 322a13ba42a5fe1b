"""
Each store that this checkout runs is stopped for half a minute, one after the other, while a guest buys.

    make up DETACH=1 DOCUMENTS=cosmos && make outage

A endpoint may answer as usual, or say 503 with the time to wait, and nothing else. The guest asks again when the answer says so, with the
same Idempotency-Key, and must end with one order; then its vendors must have their parts, and the books must agree.

Lists are kept for some seconds, so a guest, a vendor and staff also search for words that nobody has asked for. While search is
silent they must hear just that, and pages must come without what search knows.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from launcher.paths import this_checkout
from launcher.supervisor import Supervisor

OUTAGE_S = 30.0
PATIENCE_S = 120.0
PAUSE_S = 0.5
STORES = ("cosmos", "elasticsearch", "azurite")
REGION = "eu"
SLUG = "alma-mug-in-stoneware"
VENDOR = "atelier-noord"
PASSWORD = "marketplace-demo"
ENDPOINTS = ("store/region", f"store/products/{SLUG}", "store/products?q=mok&lang=nl", "store/categories", "health/live")
ADDRESS = {
    "name": "Noor de Vries",
    "line1": "Herengracht 1",
    "postcode": "1015 BA",
    "city": "Amsterdam",
    "country": "NL",
    "phone": "020 123 4567",
}


class Wrong(Exception):
    """What should not have happened, for a person to read."""


@dataclass
class Shop:
    """One region's API, asked by a client that waits as the answers say."""

    http: httpx.Client
    seen: dict[str, Counter[int]] = field(default_factory=dict)
    waits: int = 0

    def look(self, path: str, headers: dict[str, str], *, word: str = "") -> httpx.Response:
        """:raises Wrong: if the endpoint says anything but its answer, or 503 and when to ask again"""
        answer = self.http.get(path + word, headers=headers)
        self.seen.setdefault(path, Counter())[answer.status_code] += 1
        is_announced = answer.status_code == 503 and int(answer.headers.get("Retry-After", 0)) > 0 and answer.json().get("code")
        if not (answer.is_success or is_announced):
            raise Wrong(f"GET {path} says {answer.status_code}: {answer.text[:300]}")
        return answer

    def log_in(self, audience: str, email: str) -> dict[str, str]:
        """The header that authenticates at the endpoints of staff or a vendor."""
        who = {"audience": audience, "email": email, "password": PASSWORD}
        session = self.ask("POST", "auth/login", json=who, headers={"Idempotency-Key": secrets.token_hex(16)})
        return {"Authorization": f"Bearer {session['access_token']}"}

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """The answer, however often it has to be asked for. :raises Wrong: if it does not come, or is a refusal"""
        until = time.monotonic() + PATIENCE_S
        while (answer := self.http.request(method, path, **options)).status_code in (409, 503):
            if time.monotonic() > until or (answer.status_code == 409 and answer.json()["code"] != "idempotency_in_progress"):
                raise Wrong(f"{method} {path} says {answer.status_code}: {answer.text[:300]}")
            self.waits += 1
            time.sleep(float(answer.headers.get("Retry-After", PAUSE_S)))
        if not answer.is_success:
            raise Wrong(f"{method} {path} says {answer.status_code}: {answer.text[:300]}")
        return answer.json()


def complete_cart(shop: Shop) -> tuple[dict[str, Any], dict[str, str]]:
    """A guest's cart, with all that a checkout needs, and the header that opens it."""
    variant = shop.ask("GET", f"store/products/{SLUG}")["variants"][0]["id"]
    wanted = {"country": "NL", "lines": [{"variant_id": variant, "quantity": 1}]}
    cart = shop.ask("POST", "store/carts", json=wanted, headers={"Idempotency-Key": secrets.token_hex(16)})
    token = {"Cart-Token": cart["token"]}
    offers = shop.ask("GET", f"store/carts/{cart['id']}/shipping-options", headers=token)["items"]
    choices = {offer["vendor_id"]: offer["options"][0]["method_id"] for offer in offers}
    details = {"email": "noor@mail.example", "shipping_choices": choices, "shipping_address": ADDRESS}
    return shop.ask("PATCH", f"store/carts/{cart['id']}", json=details, headers={**token, "If-Match": cart["etag"]}), token


def outage_of(store: str, pid: int, shop: Shop) -> None:
    """:raises Wrong: if an endpoint misbehaves, the order is lost or doubled, or anything does not come back"""
    cart, token = complete_cart(shop)
    staff, vendor = shop.log_in("staff", "admin@demo.example"), shop.log_in("vendor", f"{VENDOR}@demo.example")
    searches = {"store/products?q=": {}, "store/suggestions?q=": {}, "admin/orders?q=": staff, "vendor/orders?q=": vendor}
    with stopped(pid):
        until = time.monotonic() + OUTAGE_S
        while time.monotonic() < until:
            for endpoint in (*ENDPOINTS, f"store/carts/{cart['id']}"):
                shop.look(endpoint, token)
            heard = {endpoint: shop.look(endpoint, headers, word=secrets.token_hex(6)) for endpoint, headers in searches.items()}
            if store == "elasticsearch":
                check_silence(shop, heard)
            time.sleep(PAUSE_S)
    order = buy(shop, cart, token)
    settle(shop, order)
    for endpoint, headers in searches.items():
        if shop.ask("GET", endpoint + secrets.token_hex(6), headers=headers).get("items"):
            raise Wrong(f"{endpoint} finds something by a word that nothing has")
    for endpoint, statuses in shop.seen.items():
        print(f"  {endpoint:<44} " + ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())), flush=True)


def check_silence(shop: Shop, heard: Mapping[str, httpx.Response]) -> None:
    """:raises Wrong: unless searches say that search is silent, and pages come without what it knows"""
    for endpoint, answer in heard.items():
        if answer.status_code != 503 or answer.json()["code"] != "search_unavailable":
            raise Wrong(f"GET {endpoint} says {answer.status_code} while search is silent: {answer.text[:300]}")
    anew = {"Cache-Control": "no-cache"}
    page = shop.look(f"store/vendors/{VENDOR}", anew).json()
    tree = shop.look("store/categories", anew).json()
    if page["product_count"] is not None or any(branch["count"] is not None for branch in tree["items"]):
        raise Wrong("a page says how many products there are, which search alone knows")


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """With all of its processes: Elasticsearch's first one only starts the server."""
    os.killpg(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(pid, signal.SIGCONT)


def outage_while_buying(store: str, pid: int, shop: Shop) -> None:
    """The checkout is sent just before the store stops, and asked for again until it is answered."""
    cart, token = complete_cart(shop)
    began = time.monotonic()
    with stopped(pid):
        buying = {"cart_id": cart["id"], "payment_method": "sandbox_card", "card_token": "tok_ok", "quoted_total": cart["quote"]["total"]}
        key = secrets.token_hex(16)
        answer = shop.http.post("store/checkouts", json=buying, headers={**token, "Idempotency-Key": key})
    if not answer.is_success and answer.status_code != 503:
        raise Wrong(f"the checkout says {answer.status_code}: {answer.text[:300]}")
    print(f"  the checkout says {answer.status_code} after {time.monotonic() - began:.1f} s; asked for again", flush=True)
    first = shop.ask("POST", "store/checkouts", json=buying, headers={**token, "Idempotency-Key": key})
    again = shop.ask("POST", "store/checkouts", json=buying, headers={**token, "Idempotency-Key": key})
    if first["order_id"] != again["order_id"]:
        raise Wrong(f"one checkout made two orders: {first['order_id']}, {again['order_id']}")
    settle(shop, first)


def buy(shop: Shop, cart: dict[str, Any], token: dict[str, str]) -> dict[str, Any]:
    body = {"cart_id": cart["id"], "payment_method": "sandbox_card", "card_token": "tok_ok", "quoted_total": cart["quote"]["total"]}
    return shop.ask("POST", "store/checkouts", json=body, headers={**token, "Idempotency-Key": secrets.token_hex(16)})


def settle(shop: Shop, order: dict[str, Any]) -> None:
    """Wait until the order is confirmed with its parts and every store answers; then the books must agree."""
    until = time.monotonic() + PATIENCE_S
    while not (is_settled(shop, order) and shop.http.get("health/ready").is_success):
        if time.monotonic() > until:
            raise Wrong(f"after {PATIENCE_S:.0f} s order {order['order_id']} is not settled, or a store does not answer")
        time.sleep(PAUSE_S)
    books = shop.ask("GET", "admin/books", headers=shop.log_in("staff", "admin@demo.example"))
    differences = [*books["other_differences"], *(item for currency in books["currencies"] for item in currency["differences"])]
    if differences:
        raise Wrong(f"the books differ: {differences}")
    print(f"  order {order['order_number']} is paid and has its parts; the books agree", flush=True)


def is_settled(shop: Shop, order: dict[str, Any]) -> bool:
    seen = shop.http.get(f"store/orders/{order['order_id']}", headers={"Order-Token": order["order_token"]})
    return seen.is_success and seen.json()["payment_status"] == "paid" and all(part["vendor_order_id"] for part in seen.json()["parts"])


def main() -> int:
    port = os.environ["GM_PORT_BASE"]
    running = {item["name"]: item["pid"] for item in Supervisor(this_checkout()).processes() if item["name"] in STORES}
    if not running:
        sys.exit(f"None of {', '.join(STORES)} runs here: make up DOCUMENTS=cosmos starts one.")
    headers = {"Host": f"api.{REGION}.localhost:{port}"}
    try:
        for store, pid in running.items():
            for what, act in {"while guests look around": outage_of, "while a guest buys": outage_while_buying}.items():
                with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1/", headers=headers, timeout=60, trust_env=False) as http:
                    print(f"{store} is stopped ({what})", flush=True)
                    act(store, pid, Shop(http))
    except Wrong as wrong:
        print(f"\n{wrong}", file=sys.stderr)
        return 1
    print("Nothing was lost.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
