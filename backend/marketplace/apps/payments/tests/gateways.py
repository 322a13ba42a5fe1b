"""The gateways at their stand-ins, over HTTP: what the contract's tests ask of them is named as in ``shapes.py``."""

from __future__ import annotations

import queue
from typing import Any, ClassVar

from marketplace.apps.payments import providers
from marketplace.apps.payments.providers.base import Capabilities, ProviderRefund
from marketplace.kit.money import Money
from payment_doubles.mollie import MollieDouble
from payment_doubles.server import Account, Double, Notice, Server

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
        self.by_region = {region: Account(region, webhook_secret=f"whsec_{region}") for region in REGIONS}
        keyed = {self.key_of(region): account for region, account in self.by_region.items()}
        self.double = self.double_kind(keyed, deliver=self.waiting.put)
        self._server = Server({self.code: self.double})
        self._server.start()

    def close(self) -> None:
        self._server.close()

    @property
    def url(self) -> str:
        return f"{self._server.url}/{self.code}"

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


GATEWAYS: list[type[AtDouble]] = [MollieAtDouble]
