"""What VIES has said of vendors' VAT numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from marketplace.apps.tax.domain.union import is_across_a_border
from marketplace.apps.tax.models import VatNumberCheck
from marketplace.apps.tax.region_settings import OPERATOR_COUNTRY, OPERATOR_VAT_NUMBER, VAT_CHECK_TRUSTED_DAYS
from marketplace.apps.tax.types import ANSWERED, VatCheckOutcome, VatNumberCheckView
from marketplace.apps.vendors.types import VendorView
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def is_checked(vendor: VendorView) -> bool:
    """Whether VIES is asked about this vendor: it has a VAT number of another member state than the operator's."""
    return bool(vendor.vat_number) and is_across_a_border(vendor.country, OPERATOR_COUNTRY.current())


def list_checks(page: PageRequest, *, vendor_id: str = "", outcome: str = "") -> Page[VatNumberCheckView]:
    """Newest first; empty filters do not filter."""
    wanted = {"vendor_id": vendor_id, "outcome": outcome}
    checks = VatNumberCheck.objects.filter(**{name: value for name, value in wanted.items() if value}).order_by("-pk")
    if page.cursor:
        checks = checks.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(checks[: page.limit + 1]), page, position=lambda check: check.pk).map(VatNumberCheck.as_view)


def newest_checks(
    vendors: Mapping[str, VendorView], *, outcomes: Collection[str] = tuple(VatCheckOutcome)
) -> dict[str, VatNumberCheckView]:
    """Of these vendors (by id), the newest check of the number that each has now; by one query."""
    if not vendors:
        return {}
    found = (
        VatNumberCheck.objects.filter(vendor_id__in=list(vendors), outcome__in=outcomes)
        .order_by("vendor_id", "vat_number", "-checked_at", "-pk")
        .distinct("vendor_id", "vat_number")
    )
    return {check.vendor_id: check.as_view() for check in found if check.vat_number == vendors[check.vendor_id].vat_number}


def trusted_checks(vendors: Mapping[str, VendorView], *, now: datetime) -> dict[str, VatNumberCheckView]:
    """
    Of these vendors, the answers that their numbers are valid: the last one of each, while it is not too old, and was given to the number
    that the operator has now.
    """
    oldest, requester = now - timedelta(days=VAT_CHECK_TRUSTED_DAYS.current()), OPERATOR_VAT_NUMBER.current()
    valid = [check for check in newest_checks(vendors, outcomes=ANSWERED).values() if check.outcome is VatCheckOutcome.VALID]
    return {check.vendor_id: check for check in valid if check.checked_at >= oldest and check.requester == requester}
