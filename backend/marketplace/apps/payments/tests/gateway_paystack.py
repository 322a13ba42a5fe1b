"""Paystack at its stand-in."""

from __future__ import annotations

from typing import Any

from marketplace.apps.payments.tests.doubles import AtDouble, Remote
from payment_doubles.paystack import PaystackDouble


class PaystackRemote(Remote):
    @property
    def payments(self) -> dict[str, dict[str, Any]]:
        """Of those that were started anew the last: nobody was shown the page of an earlier one, whose address was lost."""
        latest = {reference.partition(".")[0]: reference for reference in self.account.objects}
        return {reference: self.account.objects[reference] for reference in latest.values()}

    def made_for(self, payment_id: str) -> list[dict[str, Any]]:
        found = [each for reference, each in self.payments.items() if reference.partition(".")[0] == payment_id.replace("_", "-")]
        return [{**each, "id": each["reference"]} for each in found]

    @property
    def captures(self) -> int:
        return sum(transaction["status"] == "success" for transaction in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for transaction in self.payments.values() for refund in transaction["refunds"]]


class PaystackAtDouble(AtDouble):
    code = "paystack"
    method = "paystack_card"
    header = "X-Paystack-Signature"
    double_kind = PaystackDouble
    double: PaystackDouble

    def __init__(self) -> None:
        super().__init__()
        self.double.currencies |= {"EUR"}  # in which the contract's tests are

    def key_of(self, region: str) -> str:
        return f"sk_test_{region}"

    def account_of(self, region: str) -> dict[str, str]:
        return {"secret_key": self.key_of(region)}

    def remote_of(self, region: str) -> PaystackRemote:
        return PaystackRemote(self.double, self.by_region[region])

    def is_voided(self, held: dict[str, Any]) -> bool:
        """Paystack closes no page: what is paid on it afterwards is returned."""
        return bool(held["status"] == "abandoned")

    def approve(self, reference: str) -> None:
        self.double.end(reference, "success")

    def refuse(self, reference: str) -> None:
        self.double.end(reference, "failed")

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        transaction = self.remote.payments[reference]
        made = self.double.event(self.by_region["eu"], "charge.success", {"reference": reference, "status": transaction["status"]})
        return made.body, dict(made.headers)
