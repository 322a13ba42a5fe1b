"""
Accounts of vendors and transfers to them: https://docs.stripe.com/api/accounts, account_links, transfers, transfer_reversals and
https://docs.stripe.com/payouts/reconciliation. Events of such an account bear its name, https://docs.stripe.com/connect/webhooks.
"""

from __future__ import annotations

import secrets
from typing import Any

from payment_doubles.server import Account, Answer, Handler, Notice, Request, as_json
from payment_doubles.settled import StripeSettled

ASKED = [
    "external_account",
    "individual.verification.document",
]  # of a new account, https://docs.stripe.com/connect/required-verification-information
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Onboarding</title>
<main style="font: 1rem/1.5 system-ui; max-width: 30rem; margin: 2rem auto"><h1>Stripe stand-in: who is paid?</h1>
<form method="post"><p><button name="outcome" value="complete">Give all that is asked</button></p>
<p><button name="outcome" value="part">Give only the bank account</button></p></form></main></html>"""


class Connect(StripeSettled):
    """The part of Stripe's stand-in that pays vendors."""

    def connect_routes(self) -> list[tuple[str, str, Handler]]:
        transfer = r"/v1/transfers/(?P<transfer>tr_\w+)"
        return [
            ("POST", "/v1/accounts", self.open_account),  # https://docs.stripe.com/api/accounts/create
            ("GET", r"/v1/accounts/(?P<vendor>acct_\w+)", self.get_account),
            ("POST", "/v1/account_links", self.link),  # https://docs.stripe.com/api/account_links/create
            ("POST", "/v1/transfers", self.transfer),  # https://docs.stripe.com/api/transfers/create
            ("GET", "/v1/transfers", self.list_transfers),
            ("GET", transfer, self.get_transfer),
            ("POST", f"{transfer}/reversals", self.reverse),  # https://docs.stripe.com/api/transfer_reversals/create
            ("GET", "/v1/balance_transactions", self.list_entries),
        ]

    def connect_pages(self) -> list[tuple[str, str, Handler]]:
        onboarding = r"/onboarding/(?P<link>al_\w+)"
        return [("GET", onboarding, self.show_onboarding), ("POST", onboarding, self.answer_onboarding)]

    def open_account(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        form, reference = request.form(), f"acct_{secrets.token_hex(8)}"
        if not form.get("country") or form.get("capabilities[transfers][requested]") != "true":
            return self.refusal(400, "parameter_missing", "An account needs a country and a capability")
        account.records[reference] = {
            "id": reference,
            "object": "account",
            "country": form["country"],
            "metadata": {"vendor_id": form.get("metadata[vendor_id]", "")},
            "payouts_enabled": False,
            "capabilities": {"transfers": "inactive"},
            "requirements": {"currently_due": list(ASKED), "past_due": [], "disabled_reason": "requirements.past_due"},
            "bank_payouts": {},
        }
        return as_json(200, _shown(account.records[reference]))

    def get_account(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = account.records.get(names["vendor"])
        return as_json(200, _shown(found)) if found else self.refusal(403, "account_invalid", "The key has no access to this account")

    def link(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        form = request.form()
        if form.get("account") not in account.records:
            return self.missing(form.get("account", ""))
        reference = f"al_{secrets.token_hex(8)}"
        account.records[reference] = {"object": "account_link", "account": form["account"], "return_url": form["return_url"]}
        return as_json(200, {"object": "account_link", "url": f"http://{request.host}/stripe/onboarding/{reference}"})

    def show_onboarding(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return Answer(200, PAGE.encode(), "text/html; charset=utf-8")

    def answer_onboarding(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        for each in self.accounts.values():
            if link := each.records.get(names["link"]):
                self.ask_for(link["account"], *([] if request.form().get("outcome") == "complete" else ASKED[1:]))
                return Answer(303, b"", "text/plain", location=link["return_url"])
        return Answer(404, b"not found", "text/plain")

    def transfer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        form = request.form()
        vendor, amount = account.records.get(form.get("destination", "")), int(form.get("amount", "0"))
        if vendor is None:
            return self.missing(form.get("destination", ""))
        if vendor["capabilities"]["transfers"] != "active":
            return self.refusal(400, "insufficient_capabilities_for_transfer", "The destination needs the transfers capability")
        if amount > self.faults.balance and not form.get("source_transaction"):
            return self.refusal(400, "balance_insufficient", "You have insufficient funds in your Stripe account")
        source = form.get("source_transaction")
        if source and amount > self._left_of(account, source):
            return self.refusal(400, "amount_too_large", "Transfers of this source must not exceed its amount")
        reference = f"tr_{secrets.token_hex(10)}"
        account.records[reference] = {
            "id": reference,
            "object": "transfer",
            "amount": amount,
            "amount_reversed": 0,
            "currency": form["currency"],
            "destination": vendor["id"],
            "destination_payment": f"py_{secrets.token_hex(10)}",
            "source_transaction": source,
            "transfer_group": form.get("transfer_group"),
        }
        return as_json(200, account.records[reference])

    def list_transfers(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = [each for each in self.transfers_of(account) if each["transfer_group"] == request.query.get("transfer_group")]
        return as_json(200, {"object": "list", "data": found[:1], "has_more": len(found) > 1})

    def get_transfer(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = account.records.get(names["transfer"])
        return as_json(200, found) if found else self.missing(names["transfer"])

    def reverse(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        transfer = account.records[names["transfer"]]
        if transfer["amount_reversed"] == transfer["amount"]:
            return self.refusal(400, "transfer_already_reversed", "The transfer is already fully reversed")
        if self.faults.refunds == "reject":
            return self.refusal(400, "balance_insufficient", "The account has too little for this reversal")
        self.reverse_by_hand(transfer["id"])
        return as_json(200, {"id": f"trr_{secrets.token_hex(10)}", "object": "transfer_reversal", "transfer": transfer["id"]})

    def list_entries(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        """Of a payout of a vendor's account to its bank, with ``expand[]=data.source``; else of the platform's own account."""
        if "payout" not in request.query:
            return self.list_settled(account, request, names)
        vendor = account.records.get(request.headers.get("Stripe-Account", ""))
        transfers = vendor["bank_payouts"].get(request.query.get("payout", ""), []) if vendor else []
        found = [{"id": f"txn_{name[3:]}", "source": {"object": "charge", "source_transfer": name}} for name in transfers]
        return as_json(200, {"object": "list", "data": found, "has_more": False})

    def _left_of(self, account: Account, charge: str) -> int:
        """What no transfer has taken of a charge yet: https://docs.stripe.com/connect/separate-charges-and-transfers"""
        charges = [each for each in account.objects.values() if (each.get("latest_charge") or {}).get("id") == charge]
        taken = [each["amount"] for each in self.transfers_of(account) if each["source_transaction"] == charge]
        return sum(each["amount_received"] for each in charges) - sum(taken)

    def transfers_of(self, account: Account) -> list[dict[str, Any]]:
        return [each for each in account.records.values() if each["object"] == "transfer"]

    # What happens at Stripe's.

    def reverse_by_hand(self, reference: str, amount: int | None = None) -> None:
        """What is left of a transfer comes back, or a part: https://docs.stripe.com/api/events/types#event_types-transfer.reversed"""
        account = next(each for each in self.accounts.values() if reference in each.records)
        transfer = account.records[reference]
        left = transfer["amount"] - transfer["amount_reversed"]
        transfer["amount_reversed"] += left if amount is None else min(amount, left)
        self.notify(self.event(account, "transfer.reversed", transfer))

    def ask_for(self, vendor: str, *missing: str) -> None:
        """All that Stripe still asks this account for; nothing: it can be paid."""
        account, found = self._vendor(vendor)
        is_ready = not missing
        found |= {"payouts_enabled": is_ready, "capabilities": {"transfers": "active" if is_ready else "inactive"}}
        reason = None if is_ready else "requirements.past_due"
        found["requirements"] = {"currently_due": list(missing), "past_due": [], "disabled_reason": reason}
        self.notify(self.vendor_event(account, vendor, "account.updated", _shown(found)))

    def revoke(self, vendor: str) -> None:
        """Our access, by the owner: https://docs.stripe.com/api/events/types#event_types-account.application.deauthorized"""
        account, _ = self._vendor(vendor)
        named = {"id": "ca_globalmarket", "object": "application", "name": "GlobalMarket"}
        self.notify(self.vendor_event(account, vendor, "account.application.deauthorized", named))
        del account.records[vendor]

    def fail_bank_payout(self, vendor: str, *transfers: str) -> str:
        """What was sent from the account to the vendor's bank, made up of these transfers, has come back."""
        account, found = self._vendor(vendor)
        reference = f"po_{secrets.token_hex(10)}"
        found["bank_payouts"][reference] = list(transfers)
        self.notify(self.vendor_event(account, vendor, "payout.failed", {"id": reference, "object": "payout", "status": "failed"}))
        return reference

    def event(self, account: Account, kind: str, named: dict[str, Any]) -> Notice:
        raise NotImplementedError

    def vendor_event(self, account: Account, vendor: str, kind: str, named: dict[str, Any]) -> Notice:
        raise NotImplementedError

    def missing(self, name: str) -> Answer:
        raise NotImplementedError

    def _vendor(self, vendor: str) -> tuple[Account, dict[str, Any]]:
        return next((each, each.records[vendor]) for each in self.accounts.values() if vendor in each.records)


def _shown(vendor: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in vendor.items() if name != "bank_payouts"}
