"""Who runs a region: what the operator's own invoices state of their issuer."""

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
OPERATOR_COUNTRY = text(
    "operator_country",
    pattern=re.compile(r"([A-Z]{2})?"),
    unit="two capitals (ISO 3166)",
    described_default=_NONE,
    description=f"The country in which the operator is established, {_OF_INVOICES}",
)
OPERATOR_VAT_NUMBER = text(
    "operator_vat_number",
    pattern=re.compile(r"[A-Z0-9]{0,20}"),
    unit="capitals and digits",
    described_default="none",
    description=f"Its VAT number {_OF_INVOICES}",
)
OPERATOR_REGISTRATION = text(
    "operator_registration_number",
    pattern=_LINE,
    unit="a line",
    described_default="none",
    description=f"Its number in the register of companies {_OF_INVOICES}",
)
