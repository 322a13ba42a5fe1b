"""Paystack, as https://paystack.com/docs/api describes it: amounts in subunits, our references, webhooks signed with the secret key."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from payment_doubles.paystack_transfers import Transfers
from payment_doubles.server import Account, Answer, Handler, Notice, Request, as_json

# https://paystack.com/docs/api#supported-currency
CURRENCIES = frozenset({"NGN", "GHS", "ZAR", "KES", "XOF", "USD"})
# https://paystack.com/docs/api/transaction/#initialize
CHANNELS = ("card", "bank", "apple_pay", "ussd", "qr", "mobile_money", "bank_transfer", "eft", "capitec_pay", "payattitude")
ENDS = {"success": "Successful", "failed": "Insufficient Funds", "abandoned": "The transaction was not completed"}
OPEN = ("abandoned", "ongoing", "pending", "processing", "queued", "failed")  # https://paystack.com/docs/payments/verify-payments
FEE_BP = 150
RESPOND_WITHIN = timedelta(days=10)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test mode: {title}</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>{title}</h1><p><strong>{amount}</strong></p>
<p>No real money moves here. What should become of the payment?</p><form method="post">{buttons}</form></main></html>"""


class PaystackDouble(Transfers):
    """https://paystack.com/docs/api: transactions, refunds, disputes; https://paystack.com/docs/payments/webhooks."""

    name = "paystack"
    currencies: frozenset[str] = CURRENCIES

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/transaction/initialize", self.initialize),  # https://paystack.com/docs/api/transaction/#initialize
            ("GET", r"/transaction/verify/(?P<id>[\w.=-]+)", self.verify),  # https://paystack.com/docs/api/transaction/#verify
            ("POST", "/refund", self.refund),  # https://paystack.com/docs/api/refund/#create
            ("GET", r"/(?P<list>refund|dispute)", self.list),  # https://paystack.com/docs/api/refund/#list, /dispute/#list
            ("GET", r"/(?P<list>refund|dispute)/(?P<part>\d+)", self.get_part),  # https://paystack.com/docs/api/refund/#fetch
            ("GET", "/balance", self.balance),  # https://paystack.com/docs/api/transfer-control/#balance
            *self.transfer_routes(),
        ]

    def pages(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/checkout/(?P<id>[\w.=-]+)", self.show), ("POST", r"/checkout/(?P<id>[\w.=-]+)", self.choose)]

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """https://paystack.com/docs/api/errors"""
        kind = "api_error" if status in (401, 403) or status >= 500 else "validation_error"
        content = {"status": False, "message": detail, "meta": {"nextStep": "Try again"}, "type": kind, "code": about or "unknown"}
        return as_json(status, content)

    def initialize(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        reference, amount = body.get("reference") or secrets.token_hex(8), str(body.get("amount", ""))
        if not body.get("email"):
            return self.refusal(400, "", "Email Address is required", about="missing_params")
        if not re.fullmatch("[1-9][0-9]*", amount):
            return self.refusal(400, "", "Invalid Amount Sent", about="invalid_amount")
        if body.get("currency") not in self.currencies:
            return self.refusal(400, "", "Currency not supported by merchant", about="unsupported_currency")
        if not re.fullmatch(r"[A-Za-z0-9.=-]+", reference) or not set(body.get("channels", [])) <= set(CHANNELS):
            return self.refusal(400, "", "Invalid transaction reference or channel", about="invalid_params")
        if reference in account.objects:
            return self.refusal(400, "", "Duplicate Transaction Reference", about="duplicate_reference")
        account.created += 1
        account.objects[reference] = {
            "id": secrets.randbelow(10**12) + 1,
            "domain": "test",
            "status": "abandoned",
            "reference": reference,
            "amount": int(amount),
            "requested_amount": int(amount),
            "currency": body["currency"],
            "fees": None,
            "channels": body.get("channels", []),
            "gateway_response": ENDS["abandoned"],
            "callback_url": body.get("callback_url"),
            "customer": {"email": body["email"]},
            "refunds": [],
            "disputes": [],
        }
        url = f"http://{request.host}/paystack/checkout/{reference}"
        data = {"authorization_url": url, "access_code": secrets.token_hex(8), "reference": reference}
        return as_json(200, {"status": True, "message": "Authorization URL created", "data": data})

    def verify(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        if names["id"] not in account.objects:
            return self.refusal(400, "", "Transaction reference not found.", about="transaction_not_found")
        shown = self._shown(account.objects[names["id"]])
        return as_json(200, {"status": True, "message": "Verification successful", "data": shown})

    def refund(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        transaction = account.objects.get(body.get("transaction", ""))
        if transaction is None:
            return self.refusal(404, "", "Transaction not found", about="transaction_not_found")
        amount = int(body.get("amount", transaction["amount"]))
        if self.faults.refunds == "reject":
            return self.refusal(400, "", "Transaction cannot be refunded", about="refund_not_allowed")
        if amount > self.remaining(transaction["reference"]):
            return self.refusal(400, "", "Refund amount cannot be more than transaction amount", about="invalid_amount")
        refund = self.add_refund(transaction["reference"], amount, note=body.get("merchant_note"))
        asked = {**refund, "status": "pending", "transaction": self._shown(transaction)}  # it is queued, whatever becomes of it
        return as_json(200, {"status": True, "message": "Refund has been queued for processing", "data": asked})

    def list(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """Those of one transaction, which its number names. https://paystack.com/docs/api/pagination"""
        of_transaction = (each for each in account.objects.values() if str(each["id"]) == request.query.get("transaction"))
        items = [part for transaction in of_transaction for part in transaction[f"{names['list']}s"]]
        if names["list"] == "dispute" and not items:
            return self.refusal(404, "", "Dispute not found", about="dispute_not_found")
        size, page = int(request.query.get("perPage", "50")), int(request.query.get("page", "1"))
        data = items[size * (page - 1) : size * page]
        return as_json(200, {"status": True, "message": "Retrieved", "data": data, "meta": {"total": len(items), "page": page}})

    def get_part(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        parts = (part for transaction in account.objects.values() for part in transaction[f"{names['list']}s"])
        found = next((part for part in parts if str(part["id"]) == names["part"]), None)
        if found is None:
            return self.refusal(404, "", "Not found", about="not_found")
        return as_json(200, {"status": True, "message": "Retrieved", "data": found})

    def balance(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return as_json(200, {"status": True, "message": "Balances retrieved", "data": [{"currency": "NGN", "balance": 0}]})

    # What happens at Paystack's, by the customer, the bank or the dashboard.

    def end(self, reference: str, status: str, *, reason: str = "") -> None:
        """The transaction gets that status; a webhook says so only of a success."""
        transaction = self._transaction(reference)
        if transaction["status"] not in OPEN:
            return
        transaction["status"] = status
        transaction["gateway_response"] = reason or ENDS.get(status, "In progress")
        if status == "success":
            transaction["fees"] = transaction["amount"] * FEE_BP // 10_000
            self._publish("charge.success", reference, self._shown(transaction))

    def add_refund(self, reference: str, amount: int, *, note: str | None = None) -> dict[str, Any]:
        """One that was asked for, or made in the dashboard."""
        transaction = self._transaction(reference)
        refund = {
            "id": secrets.randbelow(10**9) + 1,
            "transaction": transaction["id"],
            "dispute": None,
            "domain": "test",
            "amount": amount,
            "currency": transaction["currency"],
            "status": self.faults.refunds or "processed",
            "merchant_note": note or f"Refund for transaction {reference} by someone@shop.example",
            "customer_note": f"Refund for transaction {reference}",
        }
        transaction["refunds"].append(refund)
        self._publish_refund(reference, refund)
        return refund

    def settle_refund(self, refund_id: int, status: str) -> None:
        """A refund that waits ends. https://paystack.com/docs/payments/refunds"""
        for account in self.accounts.values():
            for transaction in account.objects.values():
                for refund in transaction["refunds"]:
                    if refund["id"] == refund_id:
                        refund["status"] = status
                        self._publish_refund(transaction["reference"], refund)

    def dispute(self, reference: str, amount: int, *, category: str = "fraud") -> int:
        """The customer's bank asks for the money back. https://paystack.com/docs/payments/manage-disputes"""
        transaction = self._transaction(reference)
        dispute = {
            "id": secrets.randbelow(10**9) + 1,
            "refund_amount": amount,
            "currency": transaction["currency"],
            "status": "awaiting-merchant-feedback",
            "resolution": None,
            "category": category,
            "dueAt": (datetime.now(UTC) + RESPOND_WITHIN).isoformat(),
            "transaction": self._shown(transaction),
        }
        transaction["disputes"].append(dispute)
        self._publish("charge.dispute.create", reference, dispute)
        return int(dispute["id"])

    def resolve(self, reference: str, dispute_id: int, resolution: str) -> None:
        """``declined``: the merchant keeps the money; ``merchant-accepted``: Paystack refunds the customer."""
        transaction = self._transaction(reference)
        for dispute in transaction["disputes"]:
            if dispute["id"] == dispute_id:
                dispute |= {"status": "resolved", "resolution": resolution}
                if resolution == "merchant-accepted":
                    refund = self.add_refund(reference, dispute["refund_amount"])
                    refund["dispute"] = dispute_id
                self._publish("charge.dispute.resolve", reference, dispute)

    def remaining(self, reference: str) -> int:
        transaction = self._transaction(reference)
        refunded = sum(refund["amount"] for refund in transaction["refunds"] if refund["status"] not in ("failed", "reversed"))
        return int(transaction["amount"] - refunded) if transaction["status"] in ("success", "reversed") else 0

    def event(self, account: Account, kind: str, data: dict[str, Any]) -> Notice:
        """https://paystack.com/docs/payments/webhooks/#signature-validation"""
        return self.signed(account, json.dumps({"event": kind, "data": data}).encode())

    def signed(self, account: Account, body: bytes) -> Notice:
        key = next(key for key, each in self.accounts.items() if each is account)
        signature = hmac.new(key.encode(), body, hashlib.sha512).hexdigest()
        return Notice(account.webhook_url, body, {"Content-Type": "application/json", "X-Paystack-Signature": signature})

    def show(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        transaction = account.objects[names["id"]]
        buttons = "".join(f'<p><button name="status" value="{status}">{status}</button></p>' for status in ENDS)
        amount = f"{transaction['currency']} {transaction['amount'] / 100:.2f}"
        html = PAGE.format(title=f"Paystack stand-in: {', '.join(transaction['channels'])}", amount=escape(amount), buttons=buttons)
        return Answer(200, html.encode(), "text/html; charset=utf-8")

    def choose(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        status = request.form().get("status", "")
        if status not in ENDS:
            return Answer(422, b"choose one", "text/plain")
        self.end(names["id"], status)
        url = account.objects[names["id"]]["callback_url"]
        query = f"trxref={names['id']}&reference={names['id']}"
        return Answer(303, b"", "text/plain", location=f"{url}{'&' if '?' in url else '?'}{query}")

    def _transaction(self, reference: str) -> dict[str, Any]:
        account = self.account_of(reference)
        assert account is not None
        return account.objects[reference]

    def _shown(self, transaction: dict[str, Any]) -> dict[str, Any]:
        """Its page's address is in the answer to its creation alone."""
        return {name: value for name, value in transaction.items() if name not in ("refunds", "disputes", "channels", "callback_url")}

    def _publish_refund(self, reference: str, refund: dict[str, Any]) -> None:
        """https://paystack.com/docs/payments/refunds: it names the transaction, and not the refund."""
        data = {"status": refund["status"], "transaction_reference": reference, "refund_reference": None, "amount": str(refund["amount"])}
        self._publish(f"refund.{refund['status']}", reference, {**data, "currency": refund["currency"]})

    def _publish(self, kind: str, reference: str, data: dict[str, Any]) -> None:
        account = self.account_of(reference)
        assert account is not None
        self.notify(self.event(account, kind, data))
