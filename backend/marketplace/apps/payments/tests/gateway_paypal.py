"""PayPal at its stand-in."""

from __future__ import annotations

from typing import Any

from marketplace.apps.payments.tests.doubles import AtDouble, Remote
from payment_doubles.paypal import PayPalDouble
from payment_doubles.server import Account, Notice


class PayPalRemote(Remote):
    def made_for(self, payment_id: str) -> list[dict[str, Any]]:
        found = [order for order in self.payments.values() if order["purchase_units"][0]["custom_id"] == payment_id]
        return [{**order, "refunds": payments_of(order)["refunds"]} for order in found]

    @property
    def captures(self) -> int:
        return sum(len(payments_of(order)["captures"]) for order in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for order in self.payments.values() for refund in payments_of(order)["refunds"]]


class PayPalAtDouble(AtDouble):
    code = "paypal"
    method = "paypal"
    header = "PayPal-Transmission-Sig"
    double_kind = PayPalDouble
    double: PayPalDouble

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[tuple[str, str], Notice] = {}

    def new_account(self, region: str) -> Account:
        return Account(region, settings={"client_secret": f"secret_{region}", "webhook_id": f"WEBHOOK{region.upper()}"})

    def account_of(self, region: str) -> dict[str, str]:
        return {"client_id": self.key_of(region), **self.by_region[region].settings}

    def remote_of(self, region: str) -> PayPalRemote:
        return PayPalRemote(self.double, self.by_region[region])

    def is_voided(self, held: dict[str, Any]) -> bool:
        """PayPal knows nothing of it: an order that we do not capture is not paid."""
        return not payments_of(held)["captures"]

    def approve(self, reference: str) -> None:
        self.double.approve(reference)

    def refuse(self, reference: str) -> None:
        self.double.approve(reference, ending="DECLINED")

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        """The same event whenever the order is the same."""
        order = self.remote.payments[reference]
        kind = "CHECKOUT.ORDER.COMPLETED" if order["status"] == "COMPLETED" else "CHECKOUT.ORDER.APPROVED"
        made = self.double.event(self.by_region["eu"], kind, "checkout-order", {"id": reference})
        found = self._notices.setdefault((reference, order["status"]), made)
        return found.body, dict(found.headers)


def payments_of(order: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The captures and refunds of an order."""
    payments: dict[str, list[dict[str, Any]]] = order["purchase_units"][0]["payments"]
    return payments
