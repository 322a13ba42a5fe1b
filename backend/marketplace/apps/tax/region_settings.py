"""What an operator sets for taxes in a region."""

from __future__ import annotations

from typing import cast

from marketplace.foundation.tenancy.settings import whole_number

COMMISSION_VAT_BP = whole_number(
    "commission_vat_bp",
    default=cast(int | None, None),
    described_default="the standard VAT rate of the region's first country",
    least=0,
    most=10_000,
    unit="basis points",
    description="The VAT that the operator adds to its commission",
)
