from __future__ import annotations

from marketplace.apps.accounts.fields import PasswordField
from marketplace.apps.privacy.types import ErasureAnswer, Kept
from marketplace.foundation.rest.fields import LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.texts import Text

KEPT = {
    "orders_and_invoices": Text(
        "Orders without your name, address and e-mail address, and their invoices as they were issued, as long as tax law wants them kept"
    ),
    "invoices_to_companies": Text("The billing address of an invoice to a company with a VAT number, since it is part of the invoice"),
    "books": Text("Payments and bookings, which name only numbers"),
    "audit_log": Text("What staff did with this account and why, and that it was deleted, by its number"),
}


class DeleteAccount(StrictSerializer):
    password = PasswordField()


class ReasonOfStaff(StrictSerializer):
    reason = LineField(
        max_length=500, help_text="How it is known that the customer asked for it. Stays in the audit log: write no personal data."
    )


def erasure_answer(language: str) -> ErasureAnswer:
    return ErasureAnswer(kept=[Kept(code=code, text=render(text, language)) for code, text in KEPT.items()])
