"""The gateways at their stand-ins, over HTTP."""

from __future__ import annotations

from typing import Any

from marketplace.apps.payments.tests.doubles import AtDouble, Remote
from marketplace.apps.payments.tests.gateway_flutterwave import FlutterwaveAtDouble
from marketplace.apps.payments.tests.gateway_momo import MomoAtDouble
from marketplace.apps.payments.tests.gateway_paypal import PayPalAtDouble
from marketplace.apps.payments.tests.gateway_paystack import PaystackAtDouble
from payment_doubles.mollie import MollieDouble
from payment_doubles.server import Notice
from payment_doubles.stripe import StripeDouble


class MollieRemote(Remote):
    @property
    def captures(self) -> int:
        return sum(payment["status"] == "paid" for payment in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for payment in self.payments.values() for refund in payment["refunds"]]


class MollieAtDouble(AtDouble):
    code = "mollie"
    method = "mollie_ideal"
    double_kind = MollieDouble
    double: MollieDouble

    def account_of(self, region: str) -> dict[str, str]:
        return {"api_key": self.key_of(region), "organization_token": f"access_{self.key_of(region)}"}

    def remote_of(self, region: str) -> MollieRemote:
        return MollieRemote(self.double, self.by_region[region])

    def approve(self, reference: str) -> None:
        self.double.end(reference, "paid")

    def refuse(self, reference: str) -> None:
        self.double.end(reference, "failed", reason="insufficient_funds")

    def expire(self, reference: str) -> None:
        self.double.end(reference, "expired")

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        return f"id={reference}".encode(), {"Content-Type": "application/x-www-form-urlencoded"}


class StripeRemote(Remote):
    @property
    def captures(self) -> int:
        return sum(intent["amount_received"] > 0 for intent in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for intent in self.payments.values() for refund in intent["refunds"]]


class StripeAtDouble(AtDouble):
    code = "stripe"
    method = "stripe_card"
    header = "Stripe-Signature"
    double_kind = StripeDouble
    double: StripeDouble

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[tuple[str, str], Notice] = {}

    def key_of(self, region: str) -> str:
        return f"sk_test_{region}"

    def account_of(self, region: str) -> dict[str, str]:
        secret = self.by_region[region].webhook_secret
        return {"secret_key": self.key_of(region), "publishable_key": f"pk_test_{region}", "webhook_secret": secret}

    def remote_of(self, region: str) -> StripeRemote:
        return StripeRemote(self.double, self.by_region[region])

    def approve(self, reference: str) -> None:
        self.double.end(reference, "succeeded")

    def refuse(self, reference: str) -> None:
        """A declined card leaves the intent open for another one; this is its end."""
        self.double.end(reference, "canceled")

    expire = refuse

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        """The same event whenever the intent is the same."""
        intent = self.remote.payments[reference]
        kind = "payment_intent.succeeded" if intent["status"] == "succeeded" else "payment_intent.created"
        found = self._notices.setdefault((reference, intent["status"]), self.double.event(self.by_region["eu"], kind, intent))
        return found.body, dict(found.headers)


class StripeManualAtDouble(StripeAtDouble):
    code = "stripe_manual"
    method = "stripe_manual_card"


GATEWAYS: list[type[AtDouble]] = [
    MollieAtDouble,
    StripeAtDouble,
    PayPalAtDouble,
    MomoAtDouble,
    PaystackAtDouble,
    FlutterwaveAtDouble,
]
