"""PayPal, as https://developer.paypal.com/docs/api/orders/v2/ describes it: tokens, orders to approve, captures, signed webhooks."""

from __future__ import annotations

import json
import re
import secrets
import string
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, ClassVar

from payment_doubles.evidence import PayPalEvidence
from payment_doubles.paypal_payouts import Payouts
from payment_doubles.paypal_signing import Signer
from payment_doubles.server import Account, Answer, Handler, Notice, Request, as_json
from payment_doubles.settled import PayPalSettled

NAMES = string.ascii_uppercase + string.digits
# https://developer.paypal.com/api/rest/reference/currency-codes/
NO_DECIMALS = ("HUF", "JPY", "TWD")
CODES = "AUD BRL CAD CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD CHF"
CURRENCIES = frozenset(CODES.split())
FEE_BP = 150
RESPOND_WITHIN = timedelta(days=10)
TOKEN_LIFE_S = 32_400
WAITING = ("CREATED", "PAYER_ACTION_REQUIRED", "APPROVED")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>PayPal</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>PayPal stand-in: {title}</h1>
<p><strong>{amount}</strong></p>
<p>No real money moves here. What should become of the payment?</p><form method="post">{buttons}</form></main></html>"""
# What a customer may choose there: the wallet pays, is declined when the money is captured, or PayPal checks the payment first.
CHOICES = ("approve", "approve, then decline", "approve, then review", "cancel")


class PayPalDouble(Payouts, PayPalSettled, PayPalEvidence):
    """https://developer.paypal.com/docs/api/orders/v2/, payments/v2, customer-disputes/v1 and webhooks/v1. Accounts are by client id."""

    name = "paypal"
    key_header: ClassVar[str] = "PayPal-Request-Id"  # https://developer.paypal.com/api/rest/reference/idempotency/

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.signer = Signer()
        self.tokens: dict[str, str] = {}  # to the client id
        self.token_life_s = TOKEN_LIFE_S
        self.certificates_sent = 0
        self._host = ""

    def routes(self) -> list[tuple[str, str, Handler]]:
        order = r"/v2/checkout/orders/(?P<id>\w+)"
        return [
            ("POST", "/v1/oauth2/token", self.token),  # https://developer.paypal.com/api/rest/authentication/
            ("POST", "/v2/checkout/orders", self.create),
            ("GET", order, self.get),
            ("POST", f"{order}/capture", self.capture),
            ("GET", r"/v2/payments/captures/(?P<part>\w+)", self.get_capture),
            ("POST", r"/v2/payments/captures/(?P<part>\w+)/refund", self.refund),
            ("GET", r"/v2/payments/refunds/(?P<part>\w+)", self.get_refund),
            ("GET", r"/v1/customer/disputes/(?P<part>[\w-]+)", self.get_dispute),
            ("GET", r"/v1/notifications/webhooks/(?P<part>[\w-]+)", self.get_webhook),
            *self.payout_routes(),
            *self.settled_routes(),
            *self.evidence_routes(),
        ]

    def pages(self) -> list[tuple[str, str, Handler]]:
        page = r"/checkoutnow/(?P<id>\w+)"
        return [
            ("GET", page, self.show),
            ("POST", page, self.choose),
            ("GET", r"/v1/notifications/certs/(?P<part>[\w-]+)", self.certificate),
        ]

    def is_apart(self, request: Request) -> bool:
        return request.path == "/v1/oauth2/token"

    def handle(self, request: Request) -> Answer | None:
        self._host = request.host
        return super().handle(request)

    def key_of(self, request: Request) -> str:
        kind, _, shown = request.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            return self.tokens.get(shown, "")
        client_id, _, secret = b64decode(shown).decode().partition(":") if kind == "Basic" else ("", "", "")
        account = self.accounts.get(client_id)
        return client_id if account and request.path == "/v1/oauth2/token" and account.settings.get("client_secret") == secret else ""

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """https://developer.paypal.com/api/rest/responses/"""
        if status == 401:
            return as_json(status, {"error": "invalid_client", "error_description": "Client Authentication failed"})
        content = {"name": title.upper().replace(" ", "_"), "message": detail, "debug_id": secrets.token_hex(6)}
        return as_json(status, {**content, **({"details": [{"issue": about, "description": detail}]} if about else {})})

    def token(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        if request.form().get("grant_type") != "client_credentials":
            return as_json(400, {"error": "unsupported_grant_type"})
        token = f"A21AA{secrets.token_hex(16)}"
        self.tokens[token] = next(key for key, each in self.accounts.items() if each is account)
        return as_json(200, {"access_token": token, "token_type": "Bearer", "expires_in": self.token_life_s})

    def create(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/orders/v2/#orders_create"""
        body = json.loads(request.body)
        (unit,) = body["purchase_units"]
        context = body["payment_source"]["paypal"]["experience_context"]
        if not context.get("return_url"):
            return self.refusal(400, "Invalid Request", "The return address is missing", about="INVALID_PARAMETER_VALUE")
        if unit["amount"]["currency_code"] not in CURRENCIES:
            return self.refusal(422, "Unprocessable Entity", "Currency is not supported", about="CURRENCY_NOT_SUPPORTED")
        if not _is_amount(unit["amount"]):
            return self.refusal(422, "Unprocessable Entity", "The decimals do not fit", about="DECIMAL_PRECISION")
        reference = _name()
        account.created += 1
        account.objects[reference] = {
            "id": reference,
            "intent": body["intent"],
            "status": "PAYER_ACTION_REQUIRED",
            "purchase_units": [{"reference_id": "default", **unit, "payments": {"captures": [], "refunds": []}}],
            "experience": context,
            "ending": "COMPLETED",
            "disputes": [],
        }
        return as_json(200, self._shown(account.objects[reference]))

    def get(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        order = account.objects.get(names["id"])
        return as_json(200, self._shown(order)) if order else self._missing()

    def capture(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/orders/v2/#orders_capture"""
        order = account.objects.get(names["id"])
        if order is None:
            return self._missing()
        if order["status"] == "COMPLETED":
            return self.refusal(422, "Unprocessable Entity", "Order already captured", about="ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED":
            return self.refusal(422, "Unprocessable Entity", "Payer has not yet approved the Order", about="ORDER_NOT_APPROVED")
        if order["ending"] == "DECLINED":
            return self.refusal(422, "Unprocessable Entity", "The instrument presented was declined", about="INSTRUMENT_DECLINED")
        self._take(order)
        return as_json(201, self._shown(order))

    def get_capture(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return self._part(account, "captures", names["part"])

    def refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/payments/v2/#captures_refund"""
        order, body = self._order_with(account, "captures", names["part"]), json.loads(request.body or b"{}")
        if order is None:
            return self._missing()
        if self.faults.refunds == "reject":
            return self.refusal(422, "Unprocessable Entity", "The refund is not permitted", about="REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK")
        if not _is_amount(body["amount"]) or _units(body["amount"]) > self.remaining(order):
            return self.refusal(422, "Unprocessable Entity", "The refund amount is too high", about="REFUND_AMOUNT_EXCEEDED")
        return as_json(201, self.add_refund(order["id"], body["amount"], custom_id=body.get("custom_id")))

    def get_refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return self._part(account, "refunds", names["part"])

    def get_dispute(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_get"""
        disputes = (each for order in account.objects.values() for each in order["disputes"])
        found = next((each for each in disputes if each["dispute_id"] == names["part"]), None)
        return as_json(200, found) if found else self._missing()

    def get_webhook(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/api/webhooks/v1/#webhooks_get"""
        if names["part"] != account.settings.get("webhook_id"):
            return self.refusal(404, "Invalid Resource Id", "Requested resource ID was not found.")
        return as_json(200, {"id": names["part"], "url": account.webhook_url, "event_types": [{"name": "*"}]})

    def certificate(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        is_known = names["part"] == self.signer.name
        self.certificates_sent += is_known
        return Answer(200, self.signer.pem, "application/x-pem-file") if is_known else Answer(404, b"not found", "text/plain")

    # What happens at PayPal's, by the customer, the bank or the dashboard.

    def approve(self, reference: str, *, ending: str = "COMPLETED") -> None:
        """The customer agrees; a capture will then end as ``ending``: COMPLETED, PENDING or DECLINED."""
        order = self.order(reference)
        if order["status"] in WAITING:
            order["status"], order["ending"] = "APPROVED", ending
            self._publish(order, "CHECKOUT.ORDER.APPROVED", "checkout-order", self._shown(order))

    def settle_capture(self, reference: str, status: str, *, reason: str = "") -> None:
        """A capture that PayPal was checking ends: COMPLETED or DECLINED."""
        order = self.order(reference)
        (capture,) = _payments(order)["captures"]
        capture["status"] = status
        capture["status_details"] = {"reason": reason} if reason else {}
        kind = "COMPLETED" if status == "COMPLETED" else "DENIED"
        self._publish(order, f"PAYMENT.CAPTURE.{kind}", "capture", capture)

    def add_refund(self, reference: str, amount: dict[str, str], *, custom_id: str | None = None) -> dict[str, Any]:
        """One that was asked for, or made in the dashboard."""
        order = self.order(reference)
        payments = _payments(order)
        refund: dict[str, Any] = {"id": _name(), "status": self.faults.refunds or "COMPLETED", "amount": amount}
        if custom_id:
            refund["custom_id"] = custom_id
        refund["links"] = [{"rel": "up", "href": self._url(f"/v2/payments/captures/{payments['captures'][0]['id']}"), "method": "GET"}]
        payments["refunds"].append(refund)
        payments["captures"][0]["status"] = "PARTIALLY_REFUNDED" if self.remaining(order) else "REFUNDED"
        self._publish(order, "PAYMENT.CAPTURE.REFUNDED", "refund", refund)
        return refund

    def settle_refund(self, refund_id: str, status: str) -> None:
        """A refund that waits ends: COMPLETED, FAILED or CANCELLED."""
        for order in [order for account in self.accounts.values() for order in account.objects.values()]:
            for refund in _payments(order)["refunds"]:
                if refund["id"] == refund_id:
                    refund["status"] = status
                    self._publish(order, "PAYMENT.CAPTURE.REFUNDED" if status == "COMPLETED" else "PAYMENT.REFUND.FAILED", "refund", refund)

    def dispute(self, reference: str, amount: dict[str, str], *, reason: str = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED") -> str:
        """The customer asks PayPal for the money back."""
        order = self.order(reference)
        capture = _payments(order)["captures"][0]
        dispute = {
            "dispute_id": f"PP-R-{secrets.token_hex(3).upper()}-{secrets.randbelow(10**8)}",
            "disputed_transactions": [{"seller_transaction_id": capture["id"]}],
            "dispute_amount": amount,
            "reason": reason,
            "status": "WAITING_FOR_SELLER_RESPONSE",
            "dispute_life_cycle_stage": "CHARGEBACK",
            "seller_response_due_date": (datetime.now(UTC) + RESPOND_WITHIN).isoformat(),
        }
        order["disputes"].append(dispute)
        self._publish(order, "CUSTOMER.DISPUTE.CREATED", "dispute", dispute)
        return str(dispute["dispute_id"])

    def resolve(self, reference: str, dispute_id: str, outcome: str) -> None:
        """PayPal has decided."""
        order = self.order(reference)
        for dispute in order["disputes"]:
            if dispute["dispute_id"] == dispute_id:
                dispute |= {"status": "RESOLVED", "dispute_outcome": {"outcome_code": outcome}}
                self._publish(order, "CUSTOMER.DISPUTE.RESOLVED", "dispute", dispute)

    def remaining(self, order: dict[str, Any]) -> int:
        """What can be refunded, in hundredths or whole units as the currency has them."""
        payments = _payments(order)
        taken = sum(_units(each["amount"]) for each in payments["captures"] if each["status"] not in ("PENDING", "DECLINED"))
        return taken - sum(_units(each["amount"]) for each in payments["refunds"] if each["status"] not in ("FAILED", "CANCELLED"))

    def order(self, reference: str) -> dict[str, Any]:
        account = self.account_of(reference)
        assert account is not None
        return account.objects[reference]

    def event(self, account: Account, kind: str, resource_type: str, resource: dict[str, Any]) -> Notice:
        """https://developer.paypal.com/api/rest/webhooks/event-names/"""
        content = {"id": f"WH-{_name()}-{_name()}", "event_type": kind, "resource_type": resource_type, "resource": resource}
        body = json.dumps(content).encode()
        webhook_id = account.settings["webhook_id"]
        return Notice(account.webhook_url, body, self.signer.headers(body, webhook_id=webhook_id, url=self._url("/v1/notifications/certs")))

    def show(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        (unit,) = account.objects[names["id"]]["purchase_units"]
        amount = f"{unit['amount']['currency_code']} {unit['amount']['value']}"
        buttons = "".join(f'<p><button name="choice" value="{choice}">{choice}</button></p>' for choice in CHOICES)
        html = PAGE.format(title=escape(unit.get("description", "")), amount=escape(amount), buttons=buttons)
        return Answer(200, html.encode(), "text/html; charset=utf-8")

    def choose(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """https://developer.paypal.com/docs/checkout/: the customer comes back with the order's id, whatever was chosen."""
        choice, context = request.form().get("choice", ""), account.objects[names["id"]]["experience"]
        if choice not in CHOICES:
            return Answer(422, b"choose one", "text/plain")
        if choice == "cancel":
            return Answer(303, b"", "text/plain", location=_with_token(context["cancel_url"], names["id"]))
        endings = {"approve, then decline": "DECLINED", "approve, then review": "PENDING"}
        self.approve(names["id"], ending=endings.get(choice, "COMPLETED"))
        return Answer(303, b"", "text/plain", location=_with_token(context["return_url"], names["id"]))

    def _take(self, order: dict[str, Any]) -> None:
        amount = order["purchase_units"][0]["amount"]
        capture = {"id": _name(), "status": order["ending"], "amount": amount, "final_capture": True}
        capture["supplementary_data"] = {"related_ids": {"order_id": order["id"]}}
        if order["ending"] == "COMPLETED":
            fee = {**amount, "value": _decimal(_units(amount) * FEE_BP // 10_000, amount["currency_code"])}
            capture["seller_receivable_breakdown"] = {"gross_amount": amount, "paypal_fee": fee}
        _payments(order)["captures"].append(capture)
        order["status"] = "COMPLETED"
        self._publish(order, f"PAYMENT.CAPTURE.{order['ending']}", "capture", capture)

    def _order_with(self, account: Account, kind: str, part: str) -> dict[str, Any] | None:
        return next((order for order in account.objects.values() if any(each["id"] == part for each in _payments(order)[kind])), None)

    def _part(self, account: Account, kind: str, part: str) -> Answer:
        found = (each for order in account.objects.values() for each in _payments(order)[kind] if each["id"] == part)
        item = next(found, None)
        return as_json(200, item) if item else self._missing()

    def _shown(self, order: dict[str, Any]) -> dict[str, Any]:
        """As its GET answers it: the page is named while the customer can use it."""
        shown = {name: value for name, value in order.items() if name not in ("experience", "ending", "disputes")}
        links = [{"rel": "self", "href": self._url(f"/v2/checkout/orders/{order['id']}"), "method": "GET"}]
        if order["status"] == "PAYER_ACTION_REQUIRED":
            links.append({"rel": "payer-action", "href": self._url(f"/checkoutnow/{order['id']}"), "method": "GET"})
        return {**shown, "links": links}

    def _url(self, path: str) -> str:
        return f"http://{self._host}/paypal{path}"

    def _missing(self) -> Answer:
        return self.refusal(404, "Resource Not Found", "The specified resource does not exist.", about="INVALID_RESOURCE_ID")

    def _publish(self, order: dict[str, Any], kind: str, resource_type: str, resource: dict[str, Any]) -> None:
        account = self.account_of(order["id"])
        assert account is not None
        self.notify(self.event(account, kind, resource_type, resource))


def _payments(order: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    payments: dict[str, list[dict[str, Any]]] = order["purchase_units"][0]["payments"]
    return payments


def _name() -> str:
    return "".join(secrets.choice(NAMES) for _ in range(17))


def _with_token(url: str, reference: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}token={reference}"


def _is_amount(amount: dict[str, str]) -> bool:
    decimals = "" if amount["currency_code"] in NO_DECIMALS else r"\.[0-9]{2}"
    return re.fullmatch(rf"[0-9]+{decimals}", amount["value"]) is not None and _units(amount) > 0


def _units(amount: dict[str, str]) -> int:
    return int(amount["value"].replace(".", ""))


def _decimal(units: int, currency: str) -> str:
    return str(units) if currency in NO_DECIMALS else f"{units // 100}.{units % 100:02d}"
