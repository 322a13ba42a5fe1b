"""What the gateways at their stand-ins have in common; what the contract's tests ask of them is named as in ``shapes.py``."""

from __future__ import annotations

import queue
from typing import Any, ClassVar

from marketplace.apps.payments import providers
from marketplace.apps.payments.providers.base import Capabilities, ProviderRefund
from marketplace.kit.money import Money
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

    def made_for(self, payment_id: str) -> list[dict[str, Any]]:
        """What the gateway holds for a payment of ours: one, if nobody can be charged twice."""
        return [each for each in self.payments.values() if each["metadata"]["payment_id"] == payment_id]

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

    def is_voided(self, held: dict[str, Any]) -> bool:
        """Whether a payment that the gateway holds cannot be paid any more."""
        return bool(held["status"] == "canceled")

    def key_of(self, region: str) -> str:
        return f"test_{region}"

    def account_of(self, region: str) -> dict[str, str]:
        raise NotImplementedError

    def refund(self, reference: str, amount: Money, *, idempotency_key: str) -> ProviderRefund:
        """What the provider does, asked by hand."""
        return providers.get(self.code).refund(reference, amount, idempotency_key=idempotency_key)
