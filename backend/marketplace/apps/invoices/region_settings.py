"""Who runs a region: what the operator's own invoices state of their issuer. Its country and VAT number are settings of ``tax``."""

from __future__ import annotations

import re

from marketplace.foundation.tenancy.settings import text

_LINE = re.compile(r"[^\x00-\x1f<>]{0,150}")
_NONE = "none: no invoice of commission is issued"
_OF_INVOICES = "on the invoices of its commission"

OPERATOR_NAME = text(
    "operator_name", pattern=_LINE, unit="a line", described_default=_NONE, description=f"The operator's legal name {_OF_INVOICES}"
)
OPERATOR_STREET = text(
    "operator_street", pattern=_LINE, unit="a line", described_default=_NONE, description=f"Its street and number {_OF_INVOICES}"
)
OPERATOR_CITY = text("operator_city", pattern=_LINE, unit="a line", described_default=_NONE, description=f"Its town {_OF_INVOICES}")
OPERATOR_POSTCODE = text(
    "operator_postcode",
    pattern=re.compile(r"[A-Z0-9 -]{0,12}"),
    unit="capitals, digits, spaces and hyphens",
    described_default="none",
    description=f"Its postcode {_OF_INVOICES}",
)
OPERATOR_REGISTRATION = text(
    "operator_registration_number",
    pattern=_LINE,
    unit="a line",
    described_default="none",
    description=f"Its number in the register of companies {_OF_INVOICES}",
)
