"""
Flutterwave, as https://developer.flutterwave.com/v3.0/docs describes its version 3: amounts in major units, transactions that begin when
the customer pays, webhooks that carry a fixed text.
"""

from __future__ import annotations

import json
import re
import secrets
from decimal import Decimal
from html import escape
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Notice, Request, as_json

# https://flutterwave.com/gb/support/general/what-currencies-do-you-accept: those of Africa
CURRENCIES = frozenset({"NGN", "GHS", "KES", "UGX", "RWF", "XOF", "XAF", "ZAR", "TZS", "ZMW", "EGP", "MWK", "USD"})
NO_DECIMALS = frozenset({"UGX", "RWF", "XOF", "XAF"})
# https://developer.flutterwave.com/v3.0/docs/payment-methods
OPTIONS = (
    *("card", "account", "banktransfer", "ussd", "mpesa", "barter", "nqr", "credit", "opay"),
    *("mobilemoneyghana", "mobilemoneyfranco", "mobilemoneyuganda", "mobilemoneyrwanda", "mobilemoneyzambia", "mobilemoneytanzania"),
)
ENDS = {"successful": "Approved", "failed": "Insufficient Funds", "cancelled": ""}
FEE_BP = 140
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test mode: {title}</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>{title}</h1><p><strong>{amount}</strong></p>
<p>No real money moves here. What should become of the payment?</p><form method="post">{buttons}</form></main></html>"""


class FlutterwaveDouble(Double):
    """https://developer.flutterwave.com/v3.0.0/reference: payments, transactions, refunds."""

    name = "flutterwave"
    currencies: frozenset[str] = CURRENCIES

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/v3/payments", self.create),  # https://developer.flutterwave.com/v3.0/docs/flutterwave-standard-1
            # https://developer.flutterwave.com/v3.0/reference/verify-transaction-with-tx_ref
            ("GET", "/v3/transactions/verify_by_reference", self.verify),
            # https://developer.flutterwave.com/v3.0.0/reference/transaction-refund
            ("POST", r"/v3/transactions/(?P<number>\d+)/refund", self.refund),
            ("GET", "/v3/refunds", self.list_refunds),  # https://developer.flutterwave.com/v3.0.0/reference/get-all-refunds
            ("GET", r"/v3/refunds/(?P<part>\d+)", self.get_refund),
            ("GET", "/v3/balances", self.balances),  # https://developer.flutterwave.com/v3.0.0/reference/get-all-wallet-balances
        ]

    def pages(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/v3/hosted/pay/(?P<id>[\w.-]+)", self.show), ("POST", r"/v3/hosted/pay/(?P<id>[\w.-]+)", self.choose)]

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """https://developer.flutterwave.com/v3.0/docs/common-errors"""
        return as_json(status, {"status": "error", "message": detail, "data": None})

    def create(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        reference, amount, currency = body.get("tx_ref", ""), str(body.get("amount", "")), body.get("currency", "NGN")
        for name in ("tx_ref", "amount", "redirect_url", "customer"):
            if not body.get(name):
                return self.refusal(400, "", f"{name} is required")
        if currency not in self.currencies or not body["customer"].get("email"):
            return self.refusal(400, "", "currency or customer is invalid")
        decimals = "" if currency in NO_DECIMALS else r"(\.[0-9]{1,2})?"
        if not re.fullmatch(rf"[0-9]+{decimals}", amount) or Decimal(amount) <= 0:
            return self.refusal(400, "", "amount is invalid")
        options = [option.strip() for option in body.get("payment_options", "card").split(",")]
        if not set(options) <= set(OPTIONS):
            return self.refusal(400, "", "payment_options is invalid")
        if reference in account.objects:
            return self.refusal(400, "", "Transaction reference has been used")
        account.created += 1
        account.objects[reference] = {
            "tx_ref": reference,
            "amount": amount,
            "currency": currency,
            "redirect_url": body["redirect_url"],
            "customer": body["customer"],
            "options": options,
            "status": "new",
            "transaction": None,
            "refunds": [],
        }
        link = f"http://{request.host}/flutterwave/v3/hosted/pay/{reference}"
        return as_json(200, {"status": "success", "message": "Hosted Link", "data": {"link": link}})

    def verify(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        payment = account.objects.get(request.query.get("tx_ref", ""))
        if payment is None or payment["transaction"] is None:
            return self.refusal(404, "", "No transaction was found for this id")
        return as_json(200, {"status": "success", "message": "Transaction fetched successfully", "data": payment["transaction"]})

    def refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        body, payment = json.loads(request.body), self._of_transaction(account, names["number"])
        if payment is None:
            return self.refusal(404, "", "No transaction was found for this id")
        amount = Decimal(str(body.get("amount", payment["amount"])))
        if self.faults.refunds == "reject":
            return self.refusal(400, "", "Transaction cannot be refunded")
        if amount > self.remaining(payment["tx_ref"]):
            return self.refusal(400, "", "Refund amount is more than the transaction amount")
        refund = self.add_refund(payment["tx_ref"], str(amount), comment=body.get("comments", ""))
        shown = {name: value for name, value in refund.items() if name not in ("comment", "transaction_id")}
        asked = {**shown, "tx_id": refund["transaction_id"], "destination": "payment_source"}
        return as_json(200, {"status": "success", "message": "Transaction refund initiated", "data": asked})

    def list_refunds(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        payment = self._of_transaction(account, request.query.get("id", ""))
        items = payment["refunds"] if payment else []
        size, page = 20, int(request.query.get("page", "1"))
        info = {"total": len(items), "current_page": page, "total_pages": -(-len(items) // size), "page_size": size}
        data = items[size * (page - 1) : size * page]
        return as_json(200, {"status": "success", "message": "Refunds fetched", "meta": {"page_info": info}, "data": data})

    def get_refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        parts = (refund for payment in account.objects.values() for refund in payment["refunds"])
        found = next((refund for refund in parts if str(refund["id"]) == names["part"]), None)
        if found is None:
            return self.refusal(404, "", "Refund not found")
        return as_json(200, {"status": "success", "message": "Refund fetched", "data": found})

    def balances(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        return as_json(200, {"status": "success", "message": "Wallet balances fetched", "data": [{"currency": "NGN"}]})

    # What happens at Flutterwave's, by the customer, the bank or the dashboard.

    def end(self, reference: str, status: str, *, reason: str = "") -> None:
        """The customer has paid, or tried to: a transaction of that status, and a webhook unless it is still pending."""
        payment = self._payment(reference)
        if payment["status"] == "successful":
            return
        amount, number = float(payment["amount"]), secrets.randbelow(10**9) + 1
        payment["status"] = status
        payment["transaction"] = {
            "id": payment["transaction"]["id"] if payment["transaction"] else number,
            "tx_ref": reference,
            "flw_ref": f"FLW-MOCK-{secrets.token_hex(8)}",
            "amount": amount,
            "currency": payment["currency"],
            "charged_amount": amount,
            "app_fee": float(Decimal(payment["amount"]) * FEE_BP / 10_000) if status == "successful" else None,
            "processor_response": reason or ENDS.get(status) or "Pending",
            "status": status,
            "customer": payment["customer"],
        }
        if status != "pending":
            self._publish(reference, "charge.completed", payment["transaction"])

    def add_refund(self, reference: str, amount: str, *, comment: str = "") -> dict[str, Any]:
        """One that was asked for, or made in the dashboard."""
        payment = self._payment(reference)
        refund = {
            "id": secrets.randbelow(10**9) + 1,
            "amount_refunded": float(Decimal(amount)),
            "status": self.faults.refunds or "completed",
            "flw_ref": payment["transaction"]["flw_ref"],
            "comment": comment,
            "transaction_id": payment["transaction"]["id"],
        }
        payment["refunds"].append(refund)
        return refund

    def settle_refund(self, refund_id: int, status: str) -> None:
        """A refund that waits ends; no webhook of it is documented."""
        for account in self.accounts.values():
            for refund in (each for payment in account.objects.values() for each in payment["refunds"]):
                if refund["id"] == refund_id:
                    refund["status"] = status

    def remaining(self, reference: str) -> Decimal:
        payment = self._payment(reference)
        if payment["status"] != "successful":
            return Decimal(0)
        return Decimal(payment["amount"]) - sum(
            Decimal(str(refund["amount_refunded"])) for refund in payment["refunds"] if refund["status"] != "failed"
        )

    def event(self, account: Account, kind: str, data: dict[str, Any]) -> Notice:
        """https://developer.flutterwave.com/v3.0/docs/webhooks: the text of the dashboard comes with each."""
        return self.signed(account, json.dumps({"event": kind, "data": data}).encode())

    def signed(self, account: Account, body: bytes) -> Notice:
        return Notice(account.webhook_url, body, {"Content-Type": "application/json", "Verif-Hash": account.webhook_secret})

    def show(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        payment = account.objects[names["id"]]
        buttons = "".join(f'<p><button name="status" value="{status}">{status}</button></p>' for status in ENDS)
        title = f"Flutterwave stand-in: {', '.join(payment['options'])}"
        html = PAGE.format(title=title, amount=escape(f"{payment['currency']} {payment['amount']}"), buttons=buttons)
        return Answer(200, html.encode(), "text/html; charset=utf-8")

    def choose(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """A customer who cancels has tried nothing: no transaction begins."""
        status, payment = request.form().get("status", ""), account.objects[names["id"]]
        if status not in ENDS:
            return Answer(422, b"choose one", "text/plain")
        if status != "cancelled":
            self.end(names["id"], status)
        url = payment["redirect_url"]
        query = f"status={status}&tx_ref={names['id']}"
        return Answer(303, b"", "text/plain", location=f"{url}{'&' if '?' in url else '?'}{query}")

    def _payment(self, reference: str) -> dict[str, Any]:
        account = self.account_of(reference)
        assert account is not None
        return account.objects[reference]

    def _of_transaction(self, account: Account, number: str) -> dict[str, Any] | None:
        paid = (each for each in account.objects.values() if each["transaction"])
        return next((each for each in paid if str(each["transaction"]["id"]) == number), None)

    def _publish(self, reference: str, kind: str, data: dict[str, Any]) -> None:
        account = self.account_of(reference)
        assert account is not None
        self.notify(self.event(account, kind, data))
