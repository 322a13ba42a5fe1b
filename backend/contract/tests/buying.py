"""A customer's way to an order, by the endpoints of the shop alone."""

from __future__ import annotations

from typing import Any

import msgspec

from marketplace.apps.carts.tests.factories import ADDRESSES
from marketplace.apps.carts.tests.shopper import Shopper
from marketplace.apps.catalog.types import Product


class Buyer(Shopper):
    """A guest, or with a token a customer, of a region."""

    order: dict[str, Any]

    def fill(self, *wanted: tuple[Product, int], country: str, currency: str) -> None:
        """A cart that lacks nothing."""
        lines = [{"variant_id": product.variants[0].id, "quantity": quantity} for product, quantity in wanted]
        self.open({"country": country, "currency": currency, "lines": lines})
        self.change("PATCH", "", {"email": "noor@customer.example", "shipping_address": msgspec.to_builtins(ADDRESSES[country])})
        offered = self.change("GET", "/shipping-options")["items"]
        choices = {vendor["vendor_id"]: vendor["options"][0]["method_id"] for vendor in offered}
        self.change("PATCH", "", {"shipping_choices": choices})
        assert self.cart["missing"] == []

    @property
    def total(self) -> dict[str, Any]:
        total: dict[str, Any] = self.cart["quote"]["total"]
        return total

    def pay(self, *, method: str = "sandbox_card", card_token: str = "", key: str | None = None, **changes: Any) -> Any:
        """``POST store/checkouts``; with neither a card nor cash, on the provider's page."""
        body = {"cart_id": self.cart["id"], "quoted_total": self.total, "payment_method": method, "card_token": card_token}
        answer = self.api.post(
            "store/checkouts",
            {**body, "return_url": f"http://{self.tenant}.localhost/back", **changes},
            tenant=self.tenant,
            token=self.token,
            headers={"Cart-Token": self.secret},
            key=key,
        )
        if answer.status_code == 201:
            self.order = answer.json()
        return answer

    def read_order(self) -> dict[str, Any]:
        return self._read(f"store/orders/{self.order['order_id']}")

    def read_checkout(self) -> dict[str, Any]:
        return self._read(f"store/checkouts/{self.order['id']}")

    def _read(self, path: str) -> dict[str, Any]:
        answer = self.api.get(path, tenant=self.tenant, token=self.token, headers={"Order-Token": self.order["order_token"]})
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found
