"""Mollie, as https://docs.mollie.com/reference/payments-api describes it: amounts as texts, names of its own, webhooks with an id alone."""

from __future__ import annotations

import json
import re
import secrets
import string
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode

from payment_doubles.server import Account, Answer, Handler, Notice, Request, as_json
from payment_doubles.settled import MollieSettled

ENDS = ("paid", "failed", "canceled", "expired")
# https://docs.mollie.com/reference/get-payment: the statuses that an open payment can still leave
OPEN = ("open", "pending")
HAL = "application/hal+json"
NO_DECIMALS = ("JPY", "ISK")
NAMES = string.ascii_letters + string.digits
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test mode: {title}</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>{title}</h1><p><strong>{amount}</strong></p>
<p>No real money moves here. What should become of the payment?</p><form method="post">{buttons}</form></main></html>"""


class MollieDouble(MollieSettled):
    """https://docs.mollie.com/reference/payments-api, refunds-api, chargebacks-api and methods-api."""

    name = "mollie"
    cancelable: ClassVar[tuple[str, ...]] = ("creditcard", "paypal", "banktransfer")
    page_max: int = 250

    def routes(self) -> list[tuple[str, str, Handler]]:
        payment = r"/v2/payments/(?P<id>tr_\w+)"
        return [
            ("POST", "/v2/payments", self.create),  # https://docs.mollie.com/reference/create-payment
            ("GET", payment, self.get),  # https://docs.mollie.com/reference/get-payment
            ("DELETE", payment, self.cancel),  # https://docs.mollie.com/reference/cancel-payment
            ("POST", f"{payment}/refunds", self.refund),  # https://docs.mollie.com/reference/create-refund
            ("GET", f"{payment}/(?P<list>refunds|chargebacks)", self.list),  # https://docs.mollie.com/reference/list-refunds
            ("GET", rf"{payment}/(?P<list>refunds|chargebacks)/(?P<part>\w+)", self.get_part),
            ("GET", "/v2/methods", self.methods),  # https://docs.mollie.com/reference/list-methods
            *self.settled_routes(),
        ]

    def pages(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/checkout/(?P<id>tr_\w+)", self.show), ("POST", r"/checkout/(?P<id>tr_\w+)", self.choose)]

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """https://docs.mollie.com/reference/error-handling"""
        content = {"status": status, "title": title, "detail": detail, **({"field": about} if about else {})}
        return as_json(status, {**content, "_links": {"documentation": {"href": "https://docs.mollie.com", "type": "text/html"}}}, HAL)

    def create(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        for name in ("amount", "description", "redirectUrl"):
            if not body.get(name):
                return self.refusal(422, "Unprocessable Entity", f"The {name} is missing", about=name)
        if not _is_amount(body["amount"]):
            return self.refusal(422, "Unprocessable Entity", "The amount contains an invalid value", about="amount")
        reference = _name("tr")
        method = body.get("method")
        account.created += 1
        account.objects[reference] = {
            "resource": "payment",
            "id": reference,
            "mode": "test",
            "status": "open",
            "isCancelable": method in self.cancelable,
            "amount": body["amount"],
            "description": body["description"],
            "method": method,
            "metadata": body.get("metadata"),
            "locale": body.get("locale"),
            "redirectUrl": body["redirectUrl"],
            "webhookUrl": body.get("webhookUrl"),
            "profileId": "pfl_test",
            "refunds": [],
            "chargebacks": [],
        }
        return as_json(201, self._shown(account, reference, request.host), HAL)

    def get(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        if names["id"] not in account.objects:
            return self.refusal(404, "Not Found", f"No payment exists with token {names['id']}.")
        return as_json(200, self._shown(account, names["id"], request.host), HAL)

    def cancel(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        payment = account.objects.get(names["id"])
        if payment is None:
            return self.refusal(404, "Not Found", f"No payment exists with token {names['id']}.")
        if payment["status"] not in OPEN or not payment["isCancelable"]:
            return self.refusal(422, "Unprocessable Entity", "The payment cannot be canceled")
        self.end(payment["id"], "canceled")
        return as_json(200, self._shown(account, payment["id"], request.host), HAL)

    def refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        payment, body = account.objects.get(names["id"]), json.loads(request.body)
        if payment is None:
            return self.refusal(404, "Not Found", f"No payment exists with token {names['id']}.")
        if self.faults.refunds == "reject":
            return self.refusal(422, "Unprocessable Entity", "The payment method does not support refunds")
        if not _is_amount(body["amount"]) or _minor(body["amount"]) > self.remaining_minor(payment["id"]):
            return self.refusal(422, "Unprocessable Entity", "The amount is higher than the maximum", about="amount")
        refund = self.add_refund(payment["id"], body["amount"], metadata=body.get("metadata"))
        return as_json(201, refund, HAL)

    def list(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://docs.mollie.com/reference/pagination: ``from`` names the first of the next page."""
        payment = account.objects.get(names["id"])
        if payment is None:
            return self.refusal(404, "Not Found", f"No payment exists with token {names['id']}.")
        items: list[dict[str, Any]] = payment[names["list"]]
        begin = next((at for at, item in enumerate(items) if item["id"] == request.query.get("from")), 0)
        limit = min(int(request.query.get("limit", "50")), self.page_max)
        page, rest = items[begin : begin + limit], items[begin + limit :]
        links: dict[str, Any] = {"next": None}
        if rest:
            query = urlencode({"from": rest[0]["id"], "limit": limit})
            links["next"] = {"href": f"http://{request.host}/mollie{request.path}?{query}", "type": HAL}
        return as_json(200, {"count": len(page), "_embedded": {names["list"]: page}, "_links": links}, HAL)

    def get_part(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        payment = account.objects.get(names["id"]) or {}
        part = next((item for item in payment.get(names["list"], []) if item["id"] == names["part"]), None)
        return as_json(200, part, HAL) if part else self.refusal(404, "Not Found", f"There is no {names['part']}")

    def methods(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        methods = [{"resource": "method", "id": method} for method in ("ideal", "bancontact", "creditcard", "paypal")]
        return as_json(200, {"count": len(methods), "_embedded": {"methods": methods}}, HAL)

    # What happens at Mollie's, by the customer, the bank or the dashboard.

    def end(self, reference: str, status: str, *, reason: str = "") -> None:
        """The payment gets that status, and a webhook says that it has changed."""
        payment = self._payment(reference)
        if payment["status"] in OPEN:
            payment["status"] = status
            if status != "pending":  # https://docs.mollie.com/docs/handling-payment-status: of which no webhook is sent
                self._notify(payment)
        if reason:
            payment["details"] = {"failureReason": reason}

    def add_refund(self, reference: str, amount: dict[str, str], *, metadata: Any = None) -> dict[str, Any]:
        """One that was asked for, or made in the dashboard."""
        payment = self._payment(reference)
        status = self.faults.refunds if self.faults.refunds in ("queued", "pending", "failed") else "refunded"
        refund = {
            "resource": "refund",
            "id": _name("re"),
            "mode": "test",
            "amount": amount,
            "status": status,
            "metadata": metadata,
            "paymentId": reference,
        }
        payment["refunds"].append(refund)
        if status != "pending":
            self._notify(payment)
        return refund

    def settle_refund(self, refund_id: str, status: str) -> None:
        """A refund that waits ends: refunded, failed or canceled."""
        for account in self.accounts.values():
            for payment in account.objects.values():
                for refund in payment["refunds"]:
                    if refund["id"] == refund_id:
                        refund["status"] = status
                        self._notify(payment)

    def charge_back(self, reference: str, amount: dict[str, str], *, reason: str = "AC04") -> str:
        """The customer's bank takes the money. https://docs.mollie.com/reference/get-chargeback"""
        payment = self._payment(reference)
        chargeback = {
            "resource": "chargeback",
            "id": _name("chb"),
            "amount": amount,
            "paymentId": reference,
            "reason": {"code": reason, "description": "Account closed"},
            "reversedAt": None,
        }
        payment["chargebacks"].append(chargeback)
        self._notify(payment)
        return str(chargeback["id"])

    def reverse(self, reference: str, chargeback_id: str) -> None:
        """The money of a chargeback comes back."""
        payment = self._payment(reference)
        for chargeback in payment["chargebacks"]:
            if chargeback["id"] == chargeback_id:
                chargeback["reversedAt"] = "2026-11-02T12:00:00+00:00"
        self._notify(payment)

    def remaining_minor(self, reference: str) -> int:
        payment = self._payment(reference)
        if payment["status"] != "paid":
            return 0
        refunded = sum(_minor(refund["amount"]) for refund in payment["refunds"] if refund["status"] not in ("failed", "canceled"))
        taken = sum(_minor(each["amount"]) for each in payment["chargebacks"] if not each["reversedAt"])
        return _minor(payment["amount"]) - refunded - taken

    def show(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        payment = account.objects[names["id"]]
        amount = f"{payment['amount']['currency']} {payment['amount']['value']}"
        buttons = "".join(f'<p><button name="status" value="{status}">{status}</button></p>' for status in ENDS)
        title = f"Mollie stand-in, {payment['method']}: {payment['description']}"
        html = PAGE.format(title=escape(title), amount=escape(amount), buttons=buttons)
        return Answer(200, html.encode(), "text/html; charset=utf-8")

    def choose(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        status = request.form().get("status", "")
        if status not in ENDS:
            return Answer(422, b"choose one", "text/plain")
        self.end(names["id"], status)
        return Answer(303, b"", "text/plain", location=account.objects[names["id"]]["redirectUrl"])

    def _payment(self, reference: str) -> dict[str, Any]:
        account = self.account_of(reference)
        assert account is not None
        return account.objects[reference]

    def _shown(self, account: Account, reference: str, host: str) -> dict[str, Any]:
        """As its GET answers it: the checkout link is there while the customer can use it."""
        payment = account.objects[reference]
        shown = {name: value for name, value in payment.items() if name not in ("refunds", "chargebacks")}
        links: dict[str, Any] = {"self": {"href": f"http://{host}/mollie/v2/payments/{reference}", "type": HAL}}
        if payment["status"] == "open":
            links["checkout"] = {"href": f"http://{host}/mollie/checkout/{reference}", "type": "text/html"}
        return {**shown, "_links": links}

    def _notify(self, payment: dict[str, Any]) -> None:
        """https://docs.mollie.com/reference/webhooks: a form with the payment's id, whatever has changed."""
        if payment["webhookUrl"]:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            self.notify(Notice(payment["webhookUrl"], urlencode({"id": payment["id"]}).encode(), headers))


def _name(prefix: str) -> str:
    return f"{prefix}_{''.join(secrets.choice(NAMES) for _ in range(10))}"


def _is_amount(amount: dict[str, str]) -> bool:
    """https://docs.mollie.com/docs/multicurrency: as many decimals as the currency has."""
    decimals = "" if amount["currency"] in NO_DECIMALS else r"\.[0-9]{2}"
    return re.fullmatch(rf"[0-9]+{decimals}", amount["value"]) is not None and _minor(amount) > 0


def _minor(amount: dict[str, str]) -> int:
    return int(amount["value"].replace(".", ""))
