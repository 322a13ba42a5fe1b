"""The VAT on the operator's own service, its commission: its own, or owed by the vendor (reverse charge)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from marketplace.apps.tax.queries.rates import fee_vat_rate, tax_day
from marketplace.apps.tax.queries.vat_checks import is_checked, trusted_checks
from marketplace.apps.tax.region_settings import OPERATOR_COUNTRY, OPERATOR_VAT_NUMBER
from marketplace.apps.tax.types import MEMBER_STATES, FeeVat
from marketplace.apps.vendors import queries as vendor_queries


def operator_country() -> str:
    """Where the operator is established, by the region's settings; empty until they say it."""
    return OPERATOR_COUNTRY.current()


def operator_vat_number() -> str:
    """The operator's own number, by the region's settings; empty until they say it."""
    return OPERATOR_VAT_NUMBER.current()


def can_reverse_charge() -> bool:
    """Whether the operator is registered for VAT in a member state: only then may a vendor of another one owe the VAT itself."""
    return operator_country() in MEMBER_STATES and bool(operator_vat_number())


def fee_vat_of(vendor_ids: Collection[str], *, now: datetime) -> dict[str, FeeVat]:
    """
    The VAT on the commission of a sale that is made now, by vendor.

    A vendor in another member state whose VAT number VIES has called valid owes it itself (Directive 2006/112/EC art. 44 and 196;
    Implementing Regulation (EU) 282/2011 art. 18: the supplier needs that confirmation); every other one is charged the operator's.

    :raises NoTaxRate: as ``fee_vat_rate``
    """
    own = FeeVat(rate_bp=fee_vat_rate(tax_day(now)))
    found = dict.fromkeys(vendor_ids, own)
    if not can_reverse_charge():
        return found
    checked = {vendor.id: vendor for vendor in vendor_queries.vendors_by_id(vendor_ids).values() if is_checked(vendor)}
    trusted = trusted_checks(checked, now=now)
    return found | {vendor_id: FeeVat(rate_bp=0, check_id=check.id) for vendor_id, check in trusted.items()}
