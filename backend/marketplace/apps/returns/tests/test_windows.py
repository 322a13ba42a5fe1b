"""How long products may be returned: the law holds below whatever region and vendor say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.orders.types import RefundReason
from marketplace.apps.returns.domain.windows import FAULTS, WITH_WITHDRAWAL, return_days, windows_of

DELIVERED = datetime(2026, 11, 3, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda seconds: DELIVERED + timedelta(seconds=seconds))


def windows(delivered_at=DELIVERED, *, country="NL", region_days=14, vendor_days=None, timezone="Europe/Amsterdam"):
    return windows_of(delivered_at, country=country, region_days=region_days, vendor_days=vendor_days, timezone=timezone)


def test_fourteen_days_end_with_the_last_hour_of_the_last_day():
    found = windows()

    assert found.withdrawal_ends_at == found.ends_at == datetime(2026, 11, 18, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert found.allows(RefundReason.OTHER, now=datetime(2026, 11, 17, 22, 59, tzinfo=UTC))
    assert not found.allows(RefundReason.OTHER, now=datetime(2026, 11, 17, 23, 0, tzinfo=UTC))


@given(MOMENTS, st.sampled_from(sorted(WITH_WITHDRAWAL)), st.integers(0, 365), st.none() | st.integers(0, 365))
def test_in_the_eu_never_less_than_fourteen_whole_days_whatever_region_and_vendor_say(delivered_at, country, region_days, vendor_days):
    found = windows(delivered_at, country=country, region_days=region_days, vendor_days=vendor_days)

    assert found.withdrawal_ends_at - delivered_at >= timedelta(days=14)
    assert found.ends_at >= found.withdrawal_ends_at
    in_time = found.withdrawal_ends_at - timedelta(seconds=1)
    assert found.allows(RefundReason.WITHDRAWAL, now=in_time)
    assert found.grants_withdrawal(RefundReason.WITHDRAWAL, country=country, now=in_time)
    assert not found.grants_withdrawal(RefundReason.WITHDRAWAL, country=country, now=found.withdrawal_ends_at)


@pytest.mark.parametrize(("region_days", "vendor_days", "days"), [(0, None, 0), (7, None, 7), (7, 30, 30), (30, 3, 3)])
def test_elsewhere_the_vendor_decides_and_else_the_region(region_days, vendor_days, days):
    found = windows(country="KW", region_days=region_days, vendor_days=vendor_days, timezone="Asia/Dubai")

    last_day = DELIVERED.astimezone(ZoneInfo("Asia/Dubai")).date() + timedelta(days=days)
    assert found.ends_at.date() == (last_day + timedelta(days=1) if days else last_day)
    assert return_days(country="KW", region_days=region_days, vendor_days=vendor_days) == days
    assert return_days(country="NL", region_days=region_days, vendor_days=vendor_days) == max(days, 14)
    assert not found.grants_withdrawal(RefundReason.WITHDRAWAL, country="KW", now=DELIVERED)


@pytest.mark.parametrize("reason", FAULTS)
def test_what_is_not_right_can_be_returned_for_two_years_and_is_decided_on(reason):
    found = windows(country="KW", region_days=0)

    assert found.allows(reason, now=DELIVERED + timedelta(days=700))
    assert not found.allows(reason, now=DELIVERED + timedelta(days=740))
    assert not found.grants_withdrawal(reason, country="NL", now=DELIVERED)


def test_nothing_ends_before_everything_has_arrived():
    found = windows(None)

    assert found.allows(RefundReason.OTHER, now=DELIVERED + timedelta(days=5000))
    assert found.grants_withdrawal(RefundReason.WITHDRAWAL, country="NL", now=DELIVERED + timedelta(days=5000))
