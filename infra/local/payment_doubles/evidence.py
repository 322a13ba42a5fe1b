"""What gateways take as evidence in disputes, as their documentation describes it."""

from __future__ import annotations

import re
import secrets
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Request, as_json


def parts_of(request: Request) -> dict[str, bytes]:
    """The parts of a form with files (RFC 7578), by name."""
    boundary = request.headers.get("Content-Type", "").partition("boundary=")[2].encode()
    found = {}
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        if name := re.search(rb'name="([^"]+)"', head):
            found[name[1].decode()] = content
    return found


class StripeEvidence(Double):
    """https://docs.stripe.com/api/files/create and https://docs.stripe.com/api/disputes/update: evidence is submitted once."""

    def evidence_routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/v1/files", self.upload),
            ("POST", r"/v1/disputes/(?P<part>\w+)", self.update_dispute),
        ]

    def upload(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        parts = parts_of(request)
        if parts.get("purpose") != b"dispute_evidence" or not parts.get("file", b"").startswith(b"%PDF"):
            return self.refusal(400, "parameter_invalid", "A file needs a purpose, and a type that fits it")
        reference = f"file_{secrets.token_hex(10)}"
        account.records[reference] = {"id": reference, "object": "file", "purpose": "dispute_evidence", "size": len(parts["file"])}
        return as_json(200, account.records[reference])

    def update_dispute(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        dispute = next((each for intent in account.objects.values() for each in intent["disputes"] if each["id"] == names["part"]), None)
        form = request.form()
        if dispute is None or form.get("evidence[uncategorized_file]") not in account.records:
            return self.refusal(404, "resource_missing", "No such dispute, or no such file")
        if dispute["status"] != "needs_response":
            return self.refusal(400, "dispute_evidence_submitted", "Evidence for this dispute was submitted already")
        dispute["evidence"] = {name[9:-1]: text for name, text in form.items() if name.startswith("evidence[")}
        if form.get("submit") == "true":
            dispute["status"] = "under_review"
        return as_json(200, dispute)


class PayPalEvidence(Double):
    """https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_provide-evidence"""

    def evidence_routes(self) -> list[tuple[str, str, Handler]]:
        return [("POST", r"/v1/customer/disputes/(?P<part>[\w-]+)/provide-evidence", self.provide_evidence)]

    def provide_evidence(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        disputes: list[dict[str, Any]] = [each for order in account.objects.values() for each in order["disputes"]]
        dispute = next((each for each in disputes if each["dispute_id"] == names["part"]), None)
        parts = parts_of(request)
        if dispute is None or not parts.get("file1", b"").startswith(b"%PDF"):
            return self.refusal(404, "Resource Not Found", "The specified resource does not exist.", about="INVALID_RESOURCE_ID")
        if dispute["status"] != "WAITING_FOR_SELLER_RESPONSE":
            return self.refusal(
                422, "Unprocessable Entity", "The evidence cannot be provided now", about="ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE"
            )
        dispute |= {"status": "UNDER_REVIEW", "evidence": parts["input"].decode()}
        dispute.pop("seller_response_due_date")
        return as_json(200, {"links": []})
