"""What an operator sets for its reports to tax offices."""

from __future__ import annotations

import re

from marketplace.foundation.tenancy.settings import text

OPERATOR_TAX_NUMBER = text(
    "operator_tax_number",
    pattern=re.compile(r"[A-Z0-9]{0,30}"),
    unit="capitals and digits",
    described_default="none: the yearly report of vendors (DAC7) cannot be made",
    description="The operator's tax identification number in its country, on the yearly report of vendors",
)
