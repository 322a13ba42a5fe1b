"""Flutterwave at its stand-in."""

from __future__ import annotations

from typing import Any

from marketplace.apps.payments.tests.doubles import AtDouble, Remote
from payment_doubles.flutterwave import FlutterwaveDouble
from payment_doubles.server import Account


class FlutterwaveRemote(Remote):
    @property
    def payments(self) -> dict[str, dict[str, Any]]:
        """Of those that were started anew the last: nobody was shown the page of an earlier one, whose address was lost."""
        latest = {reference.partition(".")[0]: reference for reference in self.account.objects}
        return {reference: self.account.objects[reference] for reference in latest.values()}

    def made_for(self, payment_id: str) -> list[dict[str, Any]]:
        found = [each for reference, each in self.payments.items() if reference.partition(".")[0] == payment_id]
        return [{**each, "id": each["tx_ref"]} for each in found]

    @property
    def captures(self) -> int:
        return sum(payment["status"] == "successful" for payment in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for payment in self.payments.values() for refund in payment["refunds"]]


class FlutterwaveAtDouble(AtDouble):
    code = "flutterwave"
    method = "flutterwave_card"
    header = "Verif-Hash"
    double_kind = FlutterwaveDouble
    double: FlutterwaveDouble

    def __init__(self) -> None:
        super().__init__()
        self.double.currencies |= {"EUR"}  # in which the contract's tests are

    def new_account(self, region: str) -> Account:
        return Account(region, webhook_secret=f"hash_{region}")

    def key_of(self, region: str) -> str:
        return f"FLWSECK_TEST-{region}"

    def account_of(self, region: str) -> dict[str, str]:
        return {"secret_key": self.key_of(region), "webhook_hash": self.by_region[region].webhook_secret}

    def remote_of(self, region: str) -> FlutterwaveRemote:
        return FlutterwaveRemote(self.double, self.by_region[region])

    def is_voided(self, held: dict[str, Any]) -> bool:
        """Flutterwave's page closes by itself: what is paid on it until then is returned."""
        return bool(held["status"] == "new")

    def approve(self, reference: str) -> None:
        self.double.end(reference, "successful")

    def refuse(self, reference: str) -> None:
        self.double.end(reference, "failed")

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        payment = self.remote.payments[reference]
        made = self.double.event(self.by_region["eu"], "charge.completed", {"tx_ref": reference, "status": payment["status"]})
        return made.body, dict(made.headers)
