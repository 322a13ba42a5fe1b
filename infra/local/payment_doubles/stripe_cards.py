"""
Customers and the cards that are saved for them: https://docs.stripe.com/api/customers, https://docs.stripe.com/api/payment_methods.

A payment method that is confirmed with ``setup_future_usage`` belongs to the payment's customer once the payment has succeeded.
"""

from __future__ import annotations

import secrets
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Notice, Request, as_json

# https://docs.stripe.com/testing: payment methods of test mode, what becomes of a payment that is confirmed with one, and its last digits
CARDS = {
    "pm_card_visa": ("succeeds", "4242"),
    "pm_card_threeDSecure2Required": ("challenge", "3220"),
    "pm_card_visa_chargeDeclined": ("generic_decline", "0002"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": ("insufficient_funds", "9995"),
}


class SavedCards(Double):
    """The part of Stripe's stand-in that knows customers."""

    def card_routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/v1/customers", self.make_customer),  # https://docs.stripe.com/api/customers/create
            ("DELETE", r"/v1/customers/(?P<customer>cus_\w+)", self.delete_customer),  # https://docs.stripe.com/api/customers/delete
            ("GET", r"/v1/payment_methods/(?P<method>pm_\w+)", self.get_method),  # https://docs.stripe.com/api/payment_methods/retrieve
            ("POST", r"/v1/payment_methods/(?P<method>pm_\w+)/detach", self.detach),  # https://docs.stripe.com/api/payment_methods/detach
        ]

    def make_customer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        reference = f"cus_{secrets.token_hex(7)}"
        account.records[reference] = {"id": reference, "object": "customer", "about": request.form()}
        return as_json(200, account.records[reference])

    def delete_customer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """All cards of a customer go with it."""
        if account.records.pop(names["customer"], None) is None:
            return self.missing(names["customer"])
        for method in _methods_of(account, names["customer"]):
            method["customer"] = None
        return as_json(200, {"id": names["customer"], "object": "customer", "deleted": True})

    def get_method(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        method = account.records.get(names["method"])
        return as_json(200, _shown(method)) if method else self.missing(names["method"])

    def detach(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        method = account.records.get(names["method"])
        if method is None:
            return self.missing(names["method"])
        if method["customer"] is None:
            return self.refusal(400, "Bad Request", "The payment method is not attached to a customer so detachment is impossible")
        self.detach_by_hand(method["id"])
        return as_json(200, _shown(method))

    def detach_by_hand(self, reference: str) -> None:
        """A card leaves its customer: https://docs.stripe.com/api/events/types#event_types-payment_method.detached"""
        account = next(each for each in self.accounts.values() if reference in each.records)
        method = account.records[reference]
        method["customer"] = None
        self.notify(self.event(account, "payment_method.detached", _shown(method)))

    def event(self, account: Account, kind: str, named: dict[str, Any]) -> Notice:
        raise NotImplementedError

    def present(self, account: Account, intent: dict[str, Any], card: str) -> tuple[str, Answer | None]:
        """What becomes of a payment that is confirmed with ``card``, a card of test mode or a saved one; or why it cannot be."""
        saved = account.records.get(card)
        if saved is None and card not in CARDS:
            return "", self.missing(card)
        if saved is not None and (saved["customer"] is None or saved["customer"] != intent["customer"]):
            return "", self.refusal(400, "Bad Request", "The payment method does not belong to the customer of this payment")
        intent["payment_method"] = card if saved else _new_method(account, card)
        return CARDS[saved["test_card"] if saved else card][0], None

    def keep_card(self, account: Account, intent: dict[str, Any]) -> None:
        """A payment has succeeded: its card is its customer's, if it was to be saved."""
        if intent["setup_future_usage"] and intent["payment_method"]:
            account.records[intent["payment_method"]]["customer"] = intent["customer"]

    def method_of(self, account: Account, intent: dict[str, Any]) -> dict[str, Any] | None:
        """As ``expand[]=payment_method`` shows it."""
        return _shown(account.records[intent["payment_method"]]) if intent["payment_method"] else None

    def missing(self, name: str) -> Answer:
        return self.refusal(404, "resource_missing", f"No such object: {name!r}")

    def cards_of(self, region: str, customer: str) -> list[str]:
        """The names of the cards that Stripe keeps for a customer."""
        accounts = (account for account in self.accounts.values() if account.name == region)
        return [method["id"] for account in accounts for method in _methods_of(account, customer)]


def _new_method(account: Account, card: str) -> str:
    reference = f"pm_{secrets.token_hex(10)}"
    shown = {"brand": "visa", "last4": CARDS[card][1], "exp_month": 12, "exp_year": 2034}
    account.records[reference] = {"id": reference, "object": "payment_method", "customer": None, "card": shown, "test_card": card}
    return reference


def _shown(method: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in method.items() if name != "test_card"}


def _methods_of(account: Account, customer: str) -> list[dict[str, Any]]:
    return [each for each in account.records.values() if each["object"] == "payment_method" and each["customer"] == customer]
