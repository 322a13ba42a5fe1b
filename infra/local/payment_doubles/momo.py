"""MTN Mobile Money, as https://momodeveloper.mtn.com/api-documentation describes it: names given by the caller, approval on a phone."""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64decode
from html import escape
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Notice, Request, as_json

PRODUCTS = ("collection", "disbursement")
SETTINGS = (
    "target_environment",
    "collection_key",
    "collection_subscription_key",
    "disbursement_user",
    "disbursement_key",
    "disbursement_subscription_key",
)
CURRENCIES = {"sandbox": "EUR", "mtnuganda": "UGX", "mtnghana": "GHS", "mtncameroon": "XAF", "mtnrwanda": "RWF"}
NO_DECIMALS = ("UGX", "XAF", "RWF")
TOKEN_LIFE_S = 3_600
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
# https://momodeveloper.mtn.com/api-documentation/testing: what becomes of a request to these numbers; every other one waits for the phone
NUMBERS = {"46733123450": "INTERNAL_PROCESSING_ERROR", "46733123451": "APPROVAL_REJECTED", "46733123452": "EXPIRED"}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Phones</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>MTN MoMo stand-in: phones that are asked to pay</h1>
<p>No real money moves here.</p>{waiting}</main></html>"""
ENTRY = """<form method="post" action="phone/{id}"><p><strong>{phone}: {amount}</strong><br>{message}</p>
<p><button name="answer" value="SUCCESSFUL">approve</button> <button name="answer" value="APPROVAL_REJECTED">refuse</button>
<button name="answer" value="EXPIRED">let it expire</button></p></form>"""


class MomoDouble(Double):
    """The products collection and disbursement. Accounts are by the API user of the first."""

    name = "momo"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.tokens: dict[str, tuple[str, str]] = {}  # to the account's key and the product
        self.token_life_s = TOKEN_LIFE_S

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            # https://momodeveloper.mtn.com/API-collections: operations of each product
            ("POST", r"/(?P<product>collection|disbursement)/token/", self.token),
            ("POST", "/collection/v1_0/requesttopay", self.request_to_pay),
            ("GET", rf"/collection/v1_0/requesttopay/(?P<name>{UUID})", self.get),
            ("POST", "/disbursement/v1_0/refund", self.refund),
            ("GET", rf"/disbursement/v1_0/refund/(?P<name>{UUID})", self.get_refund),
            ("GET", r"/(?P<product>collection|disbursement)/v1_0/account/balance", self.balance),
        ]

    def pages(self) -> list[tuple[str, str, Handler]]:
        return [("GET", "/phone", self.show), ("POST", rf"/phone/(?P<id>{UUID})", self.answer)]

    def is_apart(self, request: Request) -> bool:
        return request.path.endswith("/token/")

    def key_of(self, request: Request) -> str:
        """The account's key, if the token and the subscription's key are of the product that the path names."""
        product = request.path.split("/")[1]
        kind, _, shown = request.headers.get("Authorization", "").partition(" ")
        key, of_product = self.tokens.get(shown, ("", "")) if kind == "Bearer" else (self._user(shown, product), product)
        account = self.accounts.get(key)
        subscription = request.headers.get("Ocp-Apim-Subscription-Key", "")
        is_known = account is not None and product == of_product and account.settings[f"{product}_subscription_key"] == subscription
        return key if is_known else ""

    def _user(self, shown: str, product: str) -> str:
        user, _, secret = b64decode(shown).decode().partition(":") if shown else ("", "", "")
        for key, account in self.accounts.items():
            own = key if product == "collection" else account.settings.get("disbursement_user")
            if (user, secret) == (own, account.settings.get(f"{product}_key")):
                return key
        return ""

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """https://momodeveloper.mtn.com/api-documentation/common-error; the gateway in front of it answers 401 in its own form."""
        if status == 401:
            return as_json(status, {"statusCode": 401, "message": "Access denied due to invalid subscription key or token."})
        return as_json(status, {"code": about or title.upper().replace(" ", "_"), "message": detail})

    def token(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        token = secrets.token_hex(20)
        self.tokens[token] = (self._user(request.headers["Authorization"].partition(" ")[2], names["product"]), names["product"])
        return as_json(200, {"access_token": token, "token_type": "access_token", "expires_in": self.token_life_s})

    def request_to_pay(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        name, body = request.headers.get("X-Reference-Id", ""), json.loads(request.body)
        target = request.headers.get("X-Target-Environment", "")
        if target != account.settings["target_environment"]:
            return self.refusal(500, "", "Access to target environment is forbidden.", about="NOT_ALLOWED_TARGET_ENVIRONMENT")
        if not re.fullmatch(UUID, name) or not re.fullmatch("[0-9]{8,15}", body["payer"]["partyId"]):
            return as_json(400, {"code": "BAD_REQUEST", "message": "A name or a number is malformed"})
        if name in account.objects:
            return self._taken()
        if body["currency"] != CURRENCIES.get(target):
            return self.refusal(500, "", "Currency not supported.", about="INVALID_CURRENCY")
        if not _is_amount(body):
            return as_json(400, {"code": "BAD_REQUEST", "message": "The amount is malformed"})
        account.created += 1
        callback = request.headers.get("X-Callback-Url", "")
        held = {name: body[name] for name in ("amount", "currency", "externalId", "payer", "payerMessage", "payeeNote")}
        account.objects[name] = {"id": name, **held, "status": "PENDING", "callback": callback, "refunds": []}
        if reason := NUMBERS.get(body["payer"]["partyId"]):
            self.end(name, reason)
        return Answer(202, b"")

    def get(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        held = account.objects.get(names["name"])
        return as_json(200, _shown(held)) if held else self._missing()

    def refund(self, account: Account, request: Request, _: dict[str, str]) -> Answer:
        name, body = request.headers.get("X-Reference-Id", ""), json.loads(request.body)
        held = account.objects.get(body["referenceIdToRefund"])
        if any(refund["id"] == name for each in account.objects.values() for refund in each["refunds"]):
            return self._taken()
        if held is None or held["status"] != "SUCCESSFUL":
            return self._missing()
        if self.faults.refunds == "reject":
            return self.refusal(500, "", "The payer does not have enough funds.", about="NOT_ENOUGH_FUNDS")
        if not _is_amount(body) or _units(body) > self.remaining(held):
            return self.refusal(500, "", "Not allowed.", about="NOT_ALLOWED")
        status = self.faults.refunds or "SUCCESSFUL"
        refund = {name: body[name] for name in ("amount", "currency", "externalId")}
        held["refunds"].append({"id": name, **refund, "payee": held["payer"], "status": status, "financialTransactionId": _number()})
        return Answer(202, b"")

    def get_refund(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        refunds = (refund for held in account.objects.values() for refund in held["refunds"])
        found = next((refund for refund in refunds if refund["id"] == names["name"]), None)
        return as_json(200, _shown(found)) if found else self._missing()

    def balance(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return as_json(200, {"availableBalance": "1000", "currency": CURRENCIES[account.settings["target_environment"]]})

    # What happens at MTN's, by the customer or the system.

    def end(self, name: str, outcome: str) -> None:
        """``SUCCESSFUL``, or the reason why not. A callback says so, once."""
        account = self.account_of(name)
        assert account is not None
        held = account.objects[name]
        if held["status"] != "PENDING":
            return
        held |= {"status": "SUCCESSFUL"} if outcome == "SUCCESSFUL" else {"status": "FAILED", "reason": outcome}
        if outcome == "SUCCESSFUL":
            held["financialTransactionId"] = _number()
        if held["callback"]:
            self.notify(self.callback(held))

    def callback(self, held: dict[str, Any]) -> Notice:
        """https://momodeveloper.mtn.com/api-documentation/callback: by PUT, without a signature, named by the caller's own reference."""
        return Notice(held["callback"], json.dumps(_shown(held)).encode(), {"Content-Type": "application/json"}, "PUT")

    def settle_refund(self, name: str, status: str, *, reason: str = "") -> None:
        """A refund that waits ends: SUCCESSFUL or FAILED."""
        for refund in [refund for account in self.accounts.values() for held in account.objects.values() for refund in held["refunds"]]:
            if refund["id"] == name:
                refund |= {"status": status, **({"reason": {"code": reason, "message": reason}} if reason else {})}

    def remaining(self, held: dict[str, Any]) -> int:
        """What can be refunded, in the smallest units of the currency."""
        return _units(held) - sum(_units(refund) for refund in held["refunds"] if refund["status"] != "FAILED")

    def show(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        waiting = [held for each in self.accounts.values() for held in each.objects.values() if held["status"] == "PENDING"]
        entries = "".join(
            ENTRY.format(
                id=held["id"],
                phone=escape(f"+{held['payer']['partyId']}"),
                amount=escape(f"{held['currency']} {held['amount']}"),
                message=escape(held["payerMessage"]),
            )
            for held in waiting
        )
        return Answer(200, PAGE.format(waiting=entries or "<p>Nobody is asked at the moment.</p>").encode(), "text/html; charset=utf-8")

    def answer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        self.end(names["id"], request.form().get("answer", "EXPIRED"))
        return Answer(303, b"", "text/plain", location=f"http://{request.host}/momo/phone")

    def _taken(self) -> Answer:
        return self.refusal(409, "", "Duplicated reference id. Creation of resource failed.", about="RESOURCE_ALREADY_EXIST")

    def _missing(self) -> Answer:
        return self.refusal(404, "", "Requested resource was not found.", about="RESOURCE_NOT_FOUND")


def _shown(held: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in held.items() if name not in ("id", "callback", "refunds")}


def _number() -> str:
    return str(secrets.randbelow(10**10))


def _is_amount(body: dict[str, str]) -> bool:
    decimals = "" if body["currency"] in NO_DECIMALS else r"(\.[0-9]{1,2})?"
    return re.fullmatch(rf"[0-9]+{decimals}", body["amount"]) is not None and _units(body) > 0


def _units(body: dict[str, str]) -> int:
    whole, _, rest = body["amount"].partition(".")
    return int(whole) if body["currency"] in NO_DECIMALS else int(whole) * 100 + int(rest.ljust(2, "0"))
