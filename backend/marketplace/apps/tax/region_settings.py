"""What an operator sets for taxes in a region."""

from __future__ import annotations

import re
from typing import cast

from marketplace.foundation.tenancy.settings import text, whole_number

COMMISSION_VAT_BP = whole_number(
    "commission_vat_bp",
    default=cast(int | None, None),
    described_default="the standard VAT rate of `operator_country`, or else of the region's first country",
    least=0,
    most=10_000,
    unit="basis points",
    description="The VAT that the operator adds to its commission",
)
OPERATOR_COUNTRY = text(
    "operator_country",
    pattern=re.compile(r"([A-Z]{2})?"),
    unit="two capitals (ISO 3166)",
    described_default="none: no invoice of commission is issued, and no vendor has reverse charge",
    description="The country in which the operator is established, on the invoices of its commission",
)
OPERATOR_VAT_NUMBER = text(
    "operator_vat_number",
    pattern=re.compile(r"[A-Z0-9]{0,20}"),
    unit="capitals and digits",
    described_default="none: no vendor has reverse charge",
    description="Its VAT number, on the invoices of its commission and in its questions to VIES",
)
VAT_CHECK_REFRESH_DAYS = whole_number(
    "vat_check_refresh_days",
    default=30,
    least=1,
    most=365,
    unit="days",
    description="After so long VIES is asked again about a vendor's VAT number; at the latest when its last answer counts no more",
)
VAT_CHECK_TRUSTED_DAYS = whole_number(
    "vat_check_trusted_days",
    default=90,
    least=1,
    most=365,
    unit="days",
    description="For so long the last answer of VIES counts while it gives no new one",
)
