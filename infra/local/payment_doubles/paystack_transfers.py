"""
Recipients and transfers: https://paystack.com/docs/api/transfer-recipient, https://paystack.com/docs/api/transfer and
https://paystack.com/docs/transfers/managing-transfers (webhooks).
"""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Notice, Request, as_json

BANKS = [  # https://paystack.com/docs/api/miscellaneous/#bank
    {"name": "Zenith Bank", "code": "057", "type": "nuban", "currency": "NGN"},
    {"name": "Access Bank", "code": "044", "type": "nuban", "currency": "NGN"},
    {"name": "MTN", "code": "MTN", "type": "mobile_money", "currency": "GHS"},
    {"name": "GCB Bank", "code": "040100", "type": "ghipss", "currency": "GHS"},
]
DIGITS = {"nuban": 10, "mobile_money": 10}  # of an account's number, where that is fixed
REFERENCE = re.compile(r"[a-z0-9_-]{16,50}")  # https://paystack.com/docs/transfers/single-transfers#generate-a-transfer-reference


class Transfers(Double):
    """The part of Paystack's stand-in that pays vendors. With ``needs_otp`` a transfer waits for the dashboard's one-time password."""

    needs_otp = False
    banks: list[dict[str, str]] = BANKS

    def transfer_routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("GET", "/bank", self.list_banks),
            ("POST", "/transferrecipient", self.make_recipient),  # https://paystack.com/docs/api/transfer-recipient/#create
            ("GET", r"/transferrecipient/(?P<recipient>RCP_\w+)", self.get_recipient),
            ("POST", "/transfer", self.transfer),  # https://paystack.com/docs/api/transfer/#initiate
            ("GET", r"/transfer/verify/(?P<reference>[\w-]+)", self.verify_transfer),  # https://paystack.com/docs/api/transfer/#verify
        ]

    def list_banks(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """By cursor, https://paystack.com/docs/api/pagination/#cursor-pagination; a page has one bank at least."""
        found = [bank for bank in self.banks if bank["currency"] == request.query.get("currency")]
        began = int(request.query.get("next", "c0").removeprefix("c"))
        following = f"c{began + 1}" if began + 1 < len(found) else None
        meta = {"next": following, "previous": None, "perPage": 1}
        return as_json(200, {"status": True, "message": "Banks retrieved", "data": found[began : began + 1], "meta": meta})

    def make_recipient(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        bank = next((bank for bank in self.banks if bank["code"] == body.get("bank_code") and bank["type"] == body.get("type")), None)
        number = str(body.get("account_number", ""))
        if bank is None or not body.get("name"):
            return self.refusal(400, "", "Bank is invalid", about="invalid_bank_code")
        if not number.isdecimal() or len(number) != DIGITS.get(bank["type"], len(number)):
            return self.refusal(400, "", "Could not resolve account name", about="invalid_bank_account")
        for recipient in self.recipients_of(account):  # "A duplicate account number will lead to the retrieval of the existing record"
            if recipient["details"] == {"account_number": number, "bank_code": bank["code"]}:
                return as_json(200, {"status": True, "message": "Transfer recipient created successfully", "data": recipient})
        code = f"RCP_{secrets.token_hex(8)}"
        account.records[code] = {
            "object": "recipient",
            "recipient_code": code,
            "active": True,
            "currency": body["currency"],
            "type": bank["type"],
            "name": body["name"],
            "details": {"account_number": number, "bank_code": bank["code"]},
        }
        return as_json(201, {"status": True, "message": "Transfer recipient created successfully", "data": account.records[code]})

    def get_recipient(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = account.records.get(names["recipient"])
        if found is None:
            return self.refusal(404, "", "Recipient not found", about="recipient_not_found")
        return as_json(200, {"status": True, "message": "Recipient retrieved", "data": found})

    def transfer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        recipient, reference, amount = account.records.get(body.get("recipient", "")), body.get("reference", ""), body.get("amount", 0)
        if not REFERENCE.fullmatch(reference) or type(amount) is not int or amount <= 0:
            return self.refusal(400, "", "Invalid transfer reference or amount", about="invalid_params")
        if any(each["reference"] == reference for each in self.transfers_of(account)):
            return self.refusal(400, "", "Please provide a unique reference. Customer already exists", about="duplicate_reference")
        if recipient is None or recipient["currency"] != body.get("currency"):
            return self.refusal(400, "", "Recipient specified is invalid", about="invalid_transfer_recipient")
        if amount > self.faults.balance:
            return self.refusal(400, "", "Your balance is not enough to fulfil this request", about="insufficient_balance")
        code = f"TRF_{secrets.token_hex(8)}"
        account.records[code] = {
            "object": "transfer",
            "transfer_code": code,
            "reference": reference,
            "amount": amount,
            "currency": body["currency"],
            "recipient": recipient["recipient_code"],
            "reason": body.get("reason"),
            "status": "otp" if self.needs_otp else "pending",
        }
        return as_json(200, {"status": True, "message": "Transfer has been queued", "data": account.records[code]})

    def verify_transfer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = next((each for each in self.transfers_of(account) if each["reference"] == names["reference"]), None)
        if found is None:
            return self.refusal(404, "", "Transfer not found", about="transfer_not_found")
        return as_json(200, {"status": True, "message": "Transfer retrieved", "data": found})

    def recipients_of(self, account: Account) -> list[dict[str, Any]]:
        return [each for each in account.records.values() if each["object"] == "recipient"]

    def transfers_of(self, account: Account) -> list[dict[str, Any]]:
        return [each for each in account.records.values() if each["object"] == "transfer"]

    def end_transfer(self, reference: str, status: str) -> None:
        """Paystack has ended it: success, failed, reversed (also after a success), or `abandoned` without a one-time password."""
        for account in self.accounts.values():
            for transfer in self.transfers_of(account):
                if transfer["reference"] == reference:
                    transfer["status"] = status
                    if status in ("success", "failed", "reversed"):
                        self.notify(self.event(account, f"transfer.{status}", transfer))

    def event(self, account: Account, kind: str, data: dict[str, Any]) -> Notice:
        raise NotImplementedError
