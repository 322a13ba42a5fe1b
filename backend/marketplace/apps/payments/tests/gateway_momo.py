"""MTN Mobile Money at its stand-in."""

from __future__ import annotations

import json
from typing import Any

from marketplace.apps.payments.tests.doubles import AtDouble, Remote
from payment_doubles.momo import MomoDouble
from payment_doubles.server import Account


class MomoRemote(Remote):
    def made_for(self, payment_id: str) -> list[dict[str, Any]]:
        return [held for held in self.payments.values() if held["externalId"] == payment_id]

    @property
    def captures(self) -> int:
        return sum(held["status"] == "SUCCESSFUL" for held in self.payments.values())

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return [refund for held in self.payments.values() for refund in held["refunds"]]


class MomoAtDouble(AtDouble):
    code = "momo"
    method = "momo"
    double_kind = MomoDouble
    double: MomoDouble
    target = "sandbox"

    def new_account(self, region: str) -> Account:
        names = ("collection_key", "collection_subscription_key", "disbursement_user", "disbursement_key", "disbursement_subscription_key")
        return Account(region, settings={"target_environment": self.target, **{name: f"{name}_{region}" for name in names}})

    def account_of(self, region: str) -> dict[str, str]:
        return {"collection_user": self.key_of(region), **self.by_region[region].settings}

    def remote_of(self, region: str) -> MomoRemote:
        return MomoRemote(self.double, self.by_region[region])

    def approve(self, reference: str) -> None:
        self.double.end(reference, "SUCCESSFUL")

    def refuse(self, reference: str) -> None:
        self.double.end(reference, "APPROVAL_REJECTED")

    def notice(self, reference: str) -> tuple[bytes, dict[str, str]]:
        held = self.remote.payments.get(reference, {"externalId": "pay_nobodys"})
        return json.dumps({"externalId": held["externalId"], "status": held.get("status", "SUCCESSFUL")}).encode(), {}


class UgandanMomo(MomoAtDouble):
    target = "mtnuganda"
