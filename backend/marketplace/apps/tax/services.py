"""Asking VIES about vendors' VAT numbers, and keeping what it says."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.tax import queries
from marketplace.apps.tax.domain.union import vies_number
from marketplace.apps.tax.errors import NoVatNumberToCheck
from marketplace.apps.tax.models import VatNumberCheck
from marketplace.apps.tax.providers import vies
from marketplace.apps.tax.region_settings import VAT_CHECK_REFRESH_DAYS, VAT_CHECK_TRUSTED_DAYS
from marketplace.apps.tax.types import VatCheckOutcome, VatNumberCheckView
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorState, VendorView
from marketplace.foundation import rows
from marketplace.kit.ids import new_id

BATCH = 100
INVALID_AGAIN_AFTER = timedelta(days=1)  # a number that a tax office has just given out is not in VIES yet


def check_vat_number(*, vendor_id: str, now: datetime) -> VatNumberCheckView:
    """
    Ask VIES about the number that the vendor has now, and keep what came of it, be it no answer. Each call asks again.

    :raises NotFound: if there is no such vendor
    :raises NoVatNumberToCheck: if it has no number of another member state than the operator's, or the operator has none itself
    """
    vendor = vendor_queries.get_vendor(vendor_id)
    if not (queries.can_reverse_charge() and queries.is_checked(vendor)):
        raise NoVatNumberToCheck
    requester = queries.operator_vat_number()
    check = VatNumberCheck(id=new_id("vnc", at=now), vendor_id=vendor.id, vat_number=vendor.vat_number, requester=requester, checked_at=now)
    number = vies_number(vendor.vat_number, country=vendor.country)
    try:
        answer = vies.ask(number, requester=vies_number(requester, country=queries.operator_country()))
    except vies.NoAnswer as silence:
        check.outcome, check.error = VatCheckOutcome.NO_ANSWER, silence.code
    else:
        check.outcome, check.error = VatCheckOutcome.VALID if answer.is_valid else VatCheckOutcome.INVALID, answer.error
        check.name, check.address, check.consultation_number = answer.name, answer.address, answer.consultation_number
    rows.insert(check)
    return check.as_view()


def check_if_due(vendor: VendorView, *, now: datetime) -> bool:
    """
    Ask VIES about a vendor's number where nothing is known of it, the last question had no answer, or the answer is old; never about a
    number that it is not asked about, nor where no VIES is set up. Returns whether it asked.
    """
    if not (_asks() and queries.is_checked(vendor)):
        return False
    newest = queries.newest_checks({vendor.id: vendor}).get(vendor.id)
    if newest is not None and not _is_due(newest, now=now):
        return False
    check_vat_number(vendor_id=vendor.id, now=now)
    return True


def check_due_vat_numbers(*, now: datetime) -> int:
    """
    Ask about every number that is due, a batch at most: those first that were asked about longest ago, so that numbers without an answer
    keep no others waiting. Never about vendors that are closed. Returns how many questions it asked.
    """
    if not _asks():
        return 0
    present = [vendor for vendor in vendor_queries.all_vendors() if vendor.state is not VendorState.CLOSED]
    vendors = {vendor.id: vendor for vendor in present if queries.is_checked(vendor)}
    newest = queries.newest_checks(vendors)
    due = [vendor_id for vendor_id in vendors if vendor_id not in newest or _is_due(newest[vendor_id], now=now)]
    due.sort(key=lambda vendor_id: (vendor_id in newest, newest[vendor_id].checked_at if vendor_id in newest else now))
    return sum(_was_asked(vendor_id, now=now) for vendor_id in due[:BATCH])


def _was_asked(vendor_id: str, *, now: datetime) -> bool:
    """False where the vendor has removed its number meanwhile."""
    try:
        check_vat_number(vendor_id=vendor_id, now=now)
    except NoVatNumberToCheck:
        return False
    return True


def _asks() -> bool:
    return queries.can_reverse_charge() and vies.is_set_up()


def _is_due(check: VatNumberCheckView, *, now: datetime) -> bool:
    if check.outcome is VatCheckOutcome.NO_ANSWER or check.requester != queries.operator_vat_number():
        return True
    # Never later than the answer stops to count, or reverse charge would end without a question.
    valid_for = timedelta(days=min(VAT_CHECK_REFRESH_DAYS.current(), VAT_CHECK_TRUSTED_DAYS.current()))
    return now - check.checked_at >= (valid_for if check.outcome is VatCheckOutcome.VALID else INVALID_AGAIN_AFTER)
