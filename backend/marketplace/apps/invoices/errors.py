"""What can be wrong with invoices, as callers of the API see it."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound


class InvoiceNotFound(NotFound):
    """No such invoice, or another's."""

    title = "There is no such invoice"


class NoStructuredForm(Conflict):
    """EN 16931 cannot say it: its currency has three decimals, or a party has no address or EU VAT number."""

    code = "no_structured_form"
    title = "There is no structured form of this invoice: use the PDF"


class AgreementChanged(Conflict):
    """The text that was accepted is not the present one: read that first."""

    code = "agreement_changed"
    title = "The agreement has changed meanwhile: read the present one"
