"""What an operator sets for vendors in a region."""

from __future__ import annotations

import re

from marketplace.apps.vendors.types import DOCUMENT_KINDS
from marketplace.foundation.tenancy.settings import text, whole_number

_KIND = "|".join(DOCUMENT_KINDS)

COMMISSION_PERCENT_BP = whole_number(
    "commission_percent_bp",
    default=1_500,
    least=0,
    most=10_000,
    unit="basis points",
    description="The commission of a new vendor (1500 is 15 %)",
)

DOCUMENTS_NEEDED = text(
    "vendor_documents_needed",
    pattern=re.compile(rf"(?:{_KIND})(?: (?:{_KIND}))*"),
    unit=f"kinds of papers, parted by blanks: {', '.join(DOCUMENT_KINDS)}",
    description="Papers that every vendor has to show before it is approved",
    described_default="none",
)
