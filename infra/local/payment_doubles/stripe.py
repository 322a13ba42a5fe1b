"""Stripe, as https://docs.stripe.com/api describes it: forms in, JSON out, signed events of their own, whole numbers as amounts."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from payment_doubles.evidence import StripeEvidence
from payment_doubles.server import Account, Answer, Handler, Notice, Request, as_json
from payment_doubles.stripe_cards import SavedCards
from payment_doubles.stripe_connect import Connect
from payment_doubles.stripe_script import SCRIPT

# https://docs.stripe.com/currencies: three decimals, of which the last is zero
TENS = ("bhd", "jod", "kwd", "omr", "tnd")
WAITING = ("requires_payment_method", "requires_confirmation", "requires_action")
FEE_BP = 150
RESPOND_WITHIN_S = 14 * 86_400
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>3-D Secure</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>Stripe stand-in: your bank asks</h1>
<p><strong>{amount}</strong></p><form method="post"><p><button name="outcome" value="complete">Complete</button></p>
<p><button name="outcome" value="fail">Fail</button></p></form></main></html>"""


class StripeDouble(SavedCards, Connect, StripeEvidence):
    """https://docs.stripe.com/api/payment_intents, refunds, disputes, idempotent_requests and errors."""

    name = "stripe"

    def routes(self) -> list[tuple[str, str, Handler]]:
        intent = r"/v1/payment_intents/(?P<id>pi_\w+)"
        return [
            ("POST", "/v1/payment_intents", self.create),  # https://docs.stripe.com/api/payment_intents/create
            ("GET", "/v1/payment_intents", self.list_intents),
            ("GET", intent, self.get),
            ("POST", f"{intent}/confirm", self.confirm),  # https://docs.stripe.com/api/payment_intents/confirm
            ("POST", f"{intent}/capture", self.capture),  # https://docs.stripe.com/api/payment_intents/capture
            ("POST", f"{intent}/cancel", self.cancel),  # https://docs.stripe.com/api/payment_intents/cancel
            ("POST", "/v1/refunds", self.refund),  # https://docs.stripe.com/api/refunds/create
            ("GET", r"/v1/(?P<list>refunds|disputes)", self.list),  # https://docs.stripe.com/api/pagination
            ("GET", r"/v1/(?P<list>refunds|disputes)/(?P<part>\w+)", self.get_part),
            *self.card_routes(),
            *self.connect_routes(),
            *self.evidence_routes(),
        ]

    def pages(self) -> list[tuple[str, str, Handler]]:
        challenge = r"/3ds/(?P<id>pi_\w+)"
        script = ("GET", "/v3/", self.script)
        return [("GET", challenge, self.show), ("POST", challenge, self.answer_challenge), script, *self.connect_pages()]

    def script(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return Answer(200, SCRIPT.encode(), "text/javascript; charset=utf-8")

    def key_of(self, request: Request) -> str:
        """A page shows the publishable key, which may confirm and nothing else."""
        key = request.headers.get("Authorization", "").removeprefix("Bearer ") or request.form().get("key", "")
        secret_keys = {account.publishable_key: secret for secret, account in self.accounts.items() if account.publishable_key}
        return secret_keys.get(key, key) if request.path.endswith("/confirm") else key

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """https://docs.stripe.com/api/errors"""
        kind = "api_error" if status >= 500 else "idempotency_error" if about == "idempotency" else "invalid_request_error"
        return as_json(status, {"error": {"type": kind, "code": title if title.islower() else None, "message": detail}})

    def key_reused(self) -> Answer:
        """https://docs.stripe.com/api/idempotent_requests"""
        return self.refusal(400, "Bad Request", "Keys can only be used with the parameters they were first used with", about="idempotency")

    def create(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        form = parameters(request)
        amount, currency = int(form.get("amount", "0")), form.get("currency", "")
        if amount <= 0 or not re.fullmatch("[a-z]{3}", currency) or (currency in TENS and amount % 10):
            return self.refusal(400, "parameter_invalid_integer", "Invalid amount")
        if form.get("customer") and form["customer"] not in account.records:
            return self.missing(form["customer"])
        reference = f"pi_{secrets.token_hex(10)}"
        account.created += 1
        account.objects[reference] = {
            "id": reference,
            "object": "payment_intent",
            "amount": amount,
            "amount_capturable": 0,
            "amount_received": 0,
            "currency": currency,
            "capture_method": form.get("capture_method", "automatic"),
            "client_secret": f"{reference}_secret_{secrets.token_hex(8)}",
            "customer": form.get("customer"),
            "setup_future_usage": form.get("payment_method_options[card][setup_future_usage]"),
            "payment_method": None,
            "description": form.get("description"),
            "metadata": nested(form, "metadata"),
            "status": "requires_payment_method",
            "last_payment_error": None,
            "next_action": None,
            "latest_charge": None,
            "livemode": False,
            "refunds": [],
            "disputes": [],
        }
        if form.get("confirm") == "true":
            return self._confirmed(account, reference, form, request.host)
        return self._shown(account, reference)

    def confirm(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """What Stripe's script does in the page, with the client secret."""
        form, intent = parameters(request), account.objects.get(names["id"])
        if intent is None or form.get("client_secret", intent["client_secret"]) != intent["client_secret"]:
            return self.missing(names["id"])
        return self._confirmed(account, names["id"], form, request.host)

    def get(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return self._shown(account, names["id"]) if names["id"] in account.objects else self.missing(names["id"])

    def list_intents(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return as_json(200, {"object": "list", "data": [], "has_more": False})

    def capture(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        intent, form = account.objects.get(names["id"]), parameters(request)
        if intent is None:
            return self.missing(names["id"])
        if intent["status"] != "requires_capture":
            return self._unexpected(intent)
        amount = int(form.get("amount_to_capture", intent["amount_capturable"]))
        if amount > intent["amount_capturable"]:
            return self.refusal(400, "amount_too_large", "The amount is more than what was authorized")
        self._take(intent, amount)
        return self._shown(account, names["id"])

    def cancel(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        intent = account.objects.get(names["id"])
        if intent is None:
            return self.missing(names["id"])
        if intent["status"] not in (*WAITING, "requires_capture", "processing"):
            return self._unexpected(intent)
        self.end(names["id"], "canceled")
        return self._shown(account, names["id"])

    def refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        form = parameters(request)
        intent = account.objects.get(form.get("payment_intent", ""))
        if intent is None:
            return self.missing(form.get("payment_intent", ""))
        if self.faults.refunds == "reject":
            return self.refusal(400, "charge_disputed", "The charge cannot be refunded")
        amount = int(form.get("amount", intent["amount_received"]))
        if amount > self.remaining(intent["id"]):
            return self.refusal(400, "amount_too_large", "The refund is more than what is left of the charge")
        return as_json(200, self.add_refund(intent["id"], amount, metadata=nested(form, "metadata")))

    def list(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        intent = account.objects.get(request.query.get("payment_intent", ""))
        items: list[dict[str, Any]] = list(reversed(intent[names["list"]])) if intent else []
        after = next((at + 1 for at, item in enumerate(items) if item["id"] == request.query.get("starting_after")), 0)
        limit = int(request.query.get("limit", "10"))
        page = items[after : after + limit]
        return as_json(200, {"object": "list", "data": page, "has_more": len(items) > after + limit})

    def get_part(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        parts = (part for intent in account.objects.values() for part in intent[names["list"]] if part["id"] == names["part"])
        found = next(parts, None)
        return as_json(200, found) if found else self.missing(names["part"])

    # What happens at Stripe's, by the customer, the bank or the dashboard.

    def end(self, reference: str, status: str, *, reason: str = "") -> None:
        """The intent gets that status, and an event says so."""
        intent = self._intent(reference)
        if status == "succeeded":
            self._authorize(intent)
            return
        intent["status"], intent["next_action"] = status, None
        if reason:
            intent["last_payment_error"] = {"code": "card_declined", "decline_code": reason}
        event = {"canceled": "canceled", "processing": "processing", "requires_payment_method": "payment_failed"}
        self._publish(f"payment_intent.{event[status]}", intent)

    def add_refund(self, reference: str, amount: int, *, metadata: dict[str, str] | None = None) -> dict[str, Any]:
        """One that was asked for, or made in the dashboard."""
        intent = self._intent(reference)
        refund = {
            "id": f"re_{secrets.token_hex(10)}",
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "payment_intent": reference,
            "status": self.faults.refunds or "succeeded",
            "metadata": metadata or {},
            "failure_reason": None,
        }
        intent["refunds"].append(refund)
        self._publish("refund.created", refund)
        return refund

    def settle_refund(self, refund_id: str, status: str) -> None:
        """A refund that waits ends, or the bank sends it back. https://docs.stripe.com/refunds#failed-refunds"""
        for account in self.accounts.values():
            for refund in (each for intent in account.objects.values() for each in intent["refunds"]):
                if refund["id"] == refund_id:
                    refund["status"] = status
                    refund["failure_reason"] = "expired_or_canceled_card" if status == "failed" else None
                    self._publish("refund.failed" if status == "failed" else "refund.updated", refund)

    def dispute(self, reference: str, amount: int, *, status: str = "needs_response", reason: str = "fraudulent") -> str:
        """The customer's bank asks for the money back. https://docs.stripe.com/api/disputes/object"""
        intent = self._intent(reference)
        dispute = {
            "id": f"dp_{secrets.token_hex(10)}",
            "object": "dispute",
            "amount": amount,
            "currency": intent["currency"],
            "payment_intent": reference,
            "reason": reason,
            "status": status,
            "evidence_details": {"due_by": int(time.time()) + RESPOND_WITHIN_S},
        }
        intent["disputes"].append(dispute)
        self._publish("charge.dispute.created", dispute)
        return str(dispute["id"])

    def close_dispute(self, reference: str, dispute_id: str, status: str) -> None:
        """The bank has decided: won or lost."""
        for dispute in self._intent(reference)["disputes"]:
            if dispute["id"] == dispute_id:
                dispute["status"] = status
                self._publish("charge.dispute.closed", dispute)

    def remaining(self, reference: str) -> int:
        intent = self._intent(reference)
        gone = sum(refund["amount"] for refund in intent["refunds"] if refund["status"] not in ("failed", "canceled"))
        return int(intent["amount_received"] - gone)

    def vendor_event(self, account: Account, vendor: str, kind: str, named: dict[str, Any]) -> Notice:
        return self.event(account, kind, named, vendor=vendor)

    def event(self, account: Account, kind: str, named: dict[str, Any], *, vendor: str = "") -> Notice:
        """A signed event. https://docs.stripe.com/webhooks#verify-manually"""
        shown = {name: value for name, value in named.items() if name not in ("refunds", "disputes", "challenge")}
        content: dict[str, Any] = {"id": f"evt_{secrets.token_hex(10)}", "object": "event", "type": kind, "data": {"object": shown}}
        if vendor:
            content["account"] = vendor
        body, at = json.dumps(content).encode(), int(time.time())
        signature = hmac.new(account.webhook_secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "Stripe-Signature": f"t={at},v1={signature}"}
        return Notice(account.webhook_url, body, headers)

    def show(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        intent = account.objects[names["id"]]
        html = PAGE.format(amount=escape(f"{intent['currency'].upper()} {intent['amount']}"))
        return Answer(200, html.encode(), "text/html; charset=utf-8")

    def answer_challenge(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        intent = account.objects[names["id"]]
        if intent["status"] == "requires_action":
            if request.form().get("outcome") == "complete":
                self._authorize(intent)
            else:
                self.end(names["id"], "requires_payment_method", reason="authentication_failed")
        return Answer(303, b"", "text/plain", location=intent.get("challenge") or "/")

    def _confirmed(self, account: Account, reference: str, form: dict[str, str], host: str) -> Answer:
        intent = account.objects[reference]
        if intent["status"] not in WAITING:
            return self._unexpected(intent)
        outcome, refused = self.present(account, intent, form.get("payment_method", ""))
        if refused:
            return refused
        if outcome == "succeeds":
            self._authorize(intent)
        elif outcome == "challenge":  # https://docs.stripe.com/payments/3d-secure/authentication-flow
            url = f"http://{host}/stripe/3ds/{reference}"
            intent["status"], intent["challenge"] = "requires_action", form.get("return_url", "")
            intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": form.get("return_url")}}
            self._publish("payment_intent.requires_action", intent)
        else:
            self.end(reference, "requires_payment_method", reason=outcome)
            error = {"type": "card_error", "code": "card_declined", "decline_code": outcome, "message": "Your card was declined."}
            return as_json(402, {"error": error})
        return self._shown(account, reference)

    def _authorize(self, intent: dict[str, Any]) -> None:
        intent["next_action"] = intent["last_payment_error"] = None
        self.keep_card(self._account(intent), intent)
        if intent["capture_method"] == "manual":
            intent["status"], intent["amount_capturable"] = "requires_capture", intent["amount"]
            self._publish("payment_intent.amount_capturable_updated", intent)
        else:
            self._take(intent, intent["amount"])

    def _take(self, intent: dict[str, Any], amount: int) -> None:
        intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
        fees = {"fee": amount * FEE_BP // 10_000, "currency": intent["currency"]}
        intent["latest_charge"] = {"id": f"ch_{secrets.token_hex(10)}", "balance_transaction": fees}
        self._publish("payment_intent.succeeded", intent)

    def _intent(self, reference: str) -> dict[str, Any]:
        account = self.account_of(reference)
        assert account is not None
        return account.objects[reference]

    def _account(self, intent: dict[str, Any]) -> Account:
        account = self.account_of(intent["id"])
        assert account is not None
        return account

    def _shown(self, account: Account, reference: str) -> Answer:
        intent = account.objects[reference]
        shown = {name: value for name, value in intent.items() if name not in ("refunds", "disputes", "challenge")}
        return as_json(200, {**shown, "payment_method": self.method_of(account, intent)})

    def _unexpected(self, intent: dict[str, Any]) -> Answer:
        return self.refusal(400, "payment_intent_unexpected_state", f"The status of the PaymentIntent is {intent['status']}")

    def _publish(self, kind: str, named: dict[str, Any]) -> None:
        account = self.account_of(named.get("payment_intent") or named["id"])
        assert account is not None
        self.notify(self.event(account, kind, named))


def parameters(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode(), keep_blank_values=True))


def nested(form: dict[str, str], name: str) -> dict[str, str]:
    """``metadata[key]=value`` as a dictionary."""
    return {found[1]: value for key, value in form.items() if (found := re.fullmatch(rf"{name}\[(\w+)\]", key))}
