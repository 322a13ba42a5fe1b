"""
Payouts to the addresses of accounts: https://developer.paypal.com/docs/api/payments.payouts-batch/v1/ and the events
PAYMENT.PAYOUTS-ITEM.* of https://developer.paypal.com/api/rest/webhooks/event-names/#payouts.
"""

from __future__ import annotations

import json
import secrets
import string
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Notice, Request, as_json

KINDS = {"SUCCESS": "SUCCEEDED", "DENIED": "DENIED", "ONHOLD": "HELD"}  # of an event, where it is not the status itself


class Payouts(Double):
    """The part of PayPal's stand-in that pays vendors."""

    def payout_routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/v1/payments/payouts", self.pay_out),
            ("GET", r"/v1/payments/payouts/(?P<batch>\w+)", self.get_batch),
        ]

    def pay_out(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/payments.payouts-batch/v1/#payouts_post"""
        body = json.loads(request.body)
        header, (item,) = body["sender_batch_header"], body["items"]
        known = next((each for each in self.batches_of(account) if each["sender_batch_id"] == header["sender_batch_id"]), None)
        if known is not None:
            return self._duplicate(known["id"])
        if "@" not in item["receiver"] or item["recipient_type"] != "EMAIL":
            return self.refusal(400, "Validation Error", "Invalid request - see details", about="Receiver is invalid or does not match")
        if int(item["amount"]["value"].replace(".", "")) > self.faults.balance:
            return self.refusal(422, "Insufficient Funds", "Sender does not have sufficient funds")
        batch_id = "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(13))
        account.records[batch_id] = {
            "id": batch_id,
            "object": "payout",
            "sender_batch_id": header["sender_batch_id"],
            "batch_status": "PENDING",
            "transaction_status": "PENDING",
            "item": item,
        }
        return as_json(201, {"batch_header": self._header(account.records[batch_id]), "links": []})

    def get_batch(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/payments.payouts-batch/v1/#payouts_get"""
        batch = account.records.get(names["batch"])
        if batch is None:
            return self.refusal(404, "Resource Not Found", "The requested resource was not found")
        return as_json(200, {"batch_header": self._header(batch), "items": [self._item(batch)]})

    def end_payout(self, batch_id: str, status: str) -> None:
        """What became of the item: SUCCESS, FAILED, UNCLAIMED, RETURNED, BLOCKED, ONHOLD, REFUNDED or REVERSED; DENIED is of the batch."""
        account = next(each for each in self.accounts.values() if batch_id in each.records)
        batch = account.records[batch_id]
        batch["transaction_status"], batch["batch_status"] = status, "DENIED" if status == "DENIED" else "SUCCESS"
        kind = f"PAYMENT.PAYOUTS-ITEM.{KINDS.get(status, status)}"
        self.notify(self.event(account, kind, "payouts_item", self._item(batch)))

    def batches_of(self, account: Account) -> list[dict[str, Any]]:
        return [each for each in account.records.values() if each["object"] == "payout"]

    def event(self, account: Account, kind: str, resource_type: str, resource: dict[str, Any]) -> Notice:
        raise NotImplementedError

    def _duplicate(self, batch_id: str) -> Answer:
        """
        https://developer.paypal.com/docs/payouts/standard/integrate-api/#send-payouts: a batch is refused whose name was used within 30
        days, with a link to the first one.
        """
        detail = {"field": "SENDER_BATCH_ID", "location": "body", "issue": "Batch with given sender_batch_id already exists"}
        link = {"href": f"https://api-m.paypal.com/v1/payments/payouts/{batch_id}", "rel": "self", "method": "GET"}
        content = {"name": "USER_BUSINESS_ERROR", "message": "User business error.", "debug_id": secrets.token_hex(6)}
        return as_json(400, {**content, "details": [detail], "links": [link]})

    def _header(self, batch: dict[str, Any]) -> dict[str, Any]:
        named = {"sender_batch_id": batch["sender_batch_id"]}
        return {"payout_batch_id": batch["id"], "batch_status": batch["batch_status"], "sender_batch_header": named}

    def _item(self, batch: dict[str, Any]) -> dict[str, Any]:
        item = {"payout_item_id": f"I{batch['id']}", "payout_batch_id": batch["id"], "transaction_status": batch["transaction_status"]}
        if batch["transaction_status"] in ("FAILED", "UNCLAIMED", "RETURNED"):
            item["errors"] = {"name": "RECEIVER_UNREGISTERED", "message": "Receiver is unregistered"}
        return {**item, "payout_item": batch["item"]}
