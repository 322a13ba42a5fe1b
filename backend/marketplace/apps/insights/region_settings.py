"""What an operator sets for reports of a region."""

from __future__ import annotations

import re

from marketplace.foundation.tenancy.settings import text

REPORTING_CURRENCY = text(
    "reporting_currency",
    pattern=re.compile(r"[A-Z]{3}"),
    unit="three capitals",
    described_default="none: currencies are not added up",
    description="The currency in which the overview adds all currencies up, by reference rates; nothing is priced or booked with it",
)
