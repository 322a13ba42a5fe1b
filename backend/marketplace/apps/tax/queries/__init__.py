"""Which tax is due, and what VIES has said of vendors' VAT numbers."""

from marketplace.apps.tax.queries.fees import can_reverse_charge, fee_vat_of, operator_country, operator_vat_number
from marketplace.apps.tax.queries.rates import (
    NoTaxRate,
    check_vat,
    fee_vat_rate,
    has_vat_rate,
    incidental_rate,
    list_rates,
    tax_day,
    vat_rate,
)
from marketplace.apps.tax.queries.vat_checks import is_checked, list_checks, newest_checks

__all__ = [
    "NoTaxRate",
    "can_reverse_charge",
    "check_vat",
    "fee_vat_of",
    "fee_vat_rate",
    "has_vat_rate",
    "incidental_rate",
    "is_checked",
    "list_checks",
    "list_rates",
    "newest_checks",
    "operator_country",
    "operator_vat_number",
    "tax_day",
    "vat_rate",
]
