"""The gateways at their stand-ins, over HTTP: what the contract's tests ask of them is named as in ``shapes.py``."""

from __future__ import annotations

import queue
from typing import Any, ClassVar

from marketplace.apps.payments import providers
from marketplace.apps.payments.providers.base import Capabilities, ProviderRefund
from marketplace.kit.money import Money
from payment_doubles.mollie import MollieDouble
from payment_doubles.server import Account, Double, Notice, Server
from payment_doubles.stripe import StripeDouble

REGIONS = ("eu", "mena")


class Remote:
    """What one account holds at the stand-in."""

    def __init__(self, double: Double, account: Account) -> None:
        self._double, self.account = double, account

    @property
    def is_silent(self) -> bool:
        """Whether answers are lost: what was asked for is done all the same."""
        return self._double.faults.loses_answers

    @is_silent.setter
    def is_silent(self, value: bool) -> None:
        self._double.faults.loses_answers = value

    @property
    def payments(self) -> dict[str, dict[str, Any]]:
        return self.account.objects

    @property
    def requests(self) -> range:
        """As many as payments were made."""
        return range(self.account.created)


class AtDouble:
    """Base: a gateway whose far side is a stand-in, with an account for each region. Webhooks wait until a test delivers them."""

    code: ClassVar[str]
    method: ClassVar[str]
    kind: ClassVar[str] = "bank"
    double_kind: ClassVar[type[Double]]

    def __init__(self) -> None:
        self.waiting: queue.Queue[Notice] = queue.Queue()
        self.by_region = {region: self.new_account(region) for region in REGIONS}
        keyed = {self.key_of(region): account for region, account in self.by_region.items()}
        self.double = self.double_kind(keyed, deliver=self.waiting.put)
        self._server = Server({self.account_code: self.double})
        self._server.start()

    def close(self) -> None:
        self._server.close()

    def new_account(self, region: str) -> Account:
        return Account(region, webhook_secret=f"whsec_{region}", publishable_key=f"pk_test_{region}")

    @property
    def url(self) -> str:
        return f"{self._server.url}/{self.account_code}"

    @property
    def account_code(self) -> str:
        """The provider whose account and address for webhooks it uses."""
        return providers.account_code(self.code)

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        """As the settings hold them."""
        return {region: {"url": self.url, **self.account_of(region)} for region in REGIONS}

    @property
    def capabilities(self) -> Capabilities:
        return providers.capabilities_of(self.code)

    @property
    def remote(self) -> Any:
        return self.remote_of("eu")

    def remote_of(self, region: str) -> Any:
        return Remote(self.double, self.by_region[region])

    def key_of(self, region: str) -> str:
        return f"test_{region}"

    def account_of(self, region: str) -> dict[str, str]:
        raise NotImplementedError

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """What the provider does, asked by hand."""
        return providers.get(self.code).refund(reference, amount, idempotency_key=idempotency_key)


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
        return {"api_key": self.key_of(region)}

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


GATEWAYS: list[type[AtDouble]] = [MollieAtDouble, StripeAtDouble]
