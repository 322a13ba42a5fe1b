"""How long products may be returned. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from marketplace.apps.orders.types import RefundReason

# Directive 2011/83/EU, art. 9: fourteen days to withdraw from a sale at a distance, in the EU and the EEA.
WITHDRAWAL_DAYS = 14
WITH_WITHDRAWAL = frozenset(
    ("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT")
) | {"RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"}
GUARANTEE_DAYS = 730  # Directive (EU) 2019/771, art. 10: two years for what was not right when it was delivered
FAULTS = (RefundReason.DAMAGED, RefundReason.NOT_AS_DESCRIBED)


class Windows(msgspec.Struct, frozen=True, kw_only=True):
    """
    The ends of the three windows of a vendor order, each None while it is open without an end, as not everything has arrived.

    ``withdrawal_ends_at`` is the law's and equals ``delivered_at`` where no law grants a withdrawal.
    """

    withdrawal_ends_at: datetime | None
    ends_at: datetime | None
    faults_end_at: datetime | None

    def allows(self, reason: RefundReason, *, now: datetime) -> bool:
        """Whether products may be returned for this reason now."""
        end = self.faults_end_at if reason in FAULTS else self.ends_at
        return end is None or now < end

    def grants_withdrawal(self, reason: RefundReason, *, country: str, now: datetime) -> bool:
        """Whether the law grants this return, so that nobody decides on it."""
        is_in_time = self.withdrawal_ends_at is None or now < self.withdrawal_ends_at
        return reason is RefundReason.WITHDRAWAL and country in WITH_WITHDRAWAL and is_in_time


def return_days(*, country: str, region_days: int, vendor_days: int | None) -> int:
    """
    How many days after its delivery to ``country`` a product may be returned for no reason. A vendor may grant more days than its region,
    or fewer, but never fewer than the law.
    """
    return max(_days_of_law(country), region_days if vendor_days is None else vendor_days)


def windows_of(delivered_at: datetime | None, *, country: str, region_days: int, vendor_days: int | None, timezone: str) -> Windows:
    """
    The windows of what was sent to ``country``, and is complete since ``delivered_at``.

    Days are counted from the day after the delivery, and end with their last hour (Regulation 1182/71, art. 3).
    """
    of_law = _days_of_law(country)
    days = return_days(country=country, region_days=region_days, vendor_days=vendor_days)
    if delivered_at is None:
        return Windows(withdrawal_ends_at=None, ends_at=None, faults_end_at=None)
    zone = ZoneInfo(timezone)
    return Windows(
        withdrawal_ends_at=_end_of(delivered_at, of_law, zone) if of_law else delivered_at,
        ends_at=_end_of(delivered_at, days, zone) if days else delivered_at,
        faults_end_at=_end_of(delivered_at, max(days, GUARANTEE_DAYS), zone),
    )


def _days_of_law(country: str) -> int:
    return WITHDRAWAL_DAYS if country in WITH_WITHDRAWAL else 0


def _end_of(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    day = start.astimezone(zone).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), tzinfo=zone)
