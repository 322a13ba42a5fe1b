"""What an operator sets for price advice in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import yes_no

ADVISES_PRICES = yes_no("price_advice", default=True, description="Whether vendors are advised what to ask for their products")
CHANGES_PRICES = yes_no(
    "price_automation",
    default=True,
    description="Whether prices may change by themselves, where a vendor allows it, and experiments with prices may run",
)
