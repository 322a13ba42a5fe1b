"""When a vendor takes no orders: the days of the region, who may say so, and what is announced."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import VendorNotSelling, VendorStateForbids
from marketplace.apps.vendors.events import VendorVacationChanged
from marketplace.apps.vendors.services.vacations import MAX_DAYS
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.apps.vendors.types import Vacation
from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

FROM, TO = date(2026, 11, 10), date(2026, 11, 12)


@pytest.fixture
def vendor():
    return make_vendor()


def go_away(vendor, starts_on: date = FROM, ends_on: date = TO, *, now: datetime = NOW, **texts: str):
    vacation = Vacation(starts_on=starts_on, ends_on=ends_on, texts=texts)
    etag = queries.get_vendor(vendor.id).etag
    return services.set_vacation(vendor_id=vendor.id, etag=etag, vacation=vacation, actor=VENDOR_ACTOR, now=now)


def takes_orders(vendor, at: datetime) -> bool:
    try:
        with tenancy.atomic():
            services.require_taking_orders([vendor.id], now=at)
    except VendorNotSelling:
        return False
    return True


def announced() -> int:
    return OutboxEvent.objects.filter(subscriber="discovery.expire_vendor", wire_name=VendorVacationChanged.wire_name).count()


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """By the region's clock, which is not UTC."""
    zone = ZoneInfo(tenancy.current().timezone)
    assert zone.utcoffset(NOW.replace(tzinfo=None)) != timedelta(0)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def test_both_days_are_closed_from_midnight_to_midnight_of_the_region(vendor):
    go_away(vendor)

    assert takes_orders(vendor, local(FROM - timedelta(days=1), 23, 59))
    assert not takes_orders(vendor, local(FROM, 0, 0))
    assert not takes_orders(vendor, local(TO, 23, 59))
    assert takes_orders(vendor, local(TO + timedelta(days=1), 0, 0))


def test_one_vendor_on_vacation_is_named_and_the_others_are_not(vendor):
    other = make_vendor()
    go_away(vendor)

    with pytest.raises(VendorNotSelling) as refused, tenancy.atomic():
        services.require_taking_orders([other.id, vendor.id], now=local(FROM, 12))

    assert refused.value.vendor_ids == (vendor.id,)


def test_payouts_and_what_was_bought_before_do_not_ask_for_vacations(vendor):
    go_away(vendor)

    with tenancy.atomic():
        services.require_selling([vendor.id])


def test_a_vacation_that_is_canceled_takes_orders_at_once(vendor):
    etag = go_away(vendor).etag

    view = services.set_vacation(vendor_id=vendor.id, etag=etag, vacation=None, actor=VENDOR_ACTOR, now=NOW)

    assert view.vacation is None
    assert takes_orders(vendor, local(FROM, 12))
    entries = AuditEntry.objects.filter(resource=vendor.id, action="vendor.vacation_changed").order_by("id")
    assert [entry.new["vacation"] is None for entry in entries] == [False, True]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "code"),
    [
        (date(2026, 11, 12), date(2026, 11, 11), "before_start"),
        (date(2026, 10, 1), date(2026, 11, 1), "in_the_past"),
        (NOW.date(), NOW.date() + timedelta(days=MAX_DAYS), "too_long"),
        (NOW.date() + timedelta(days=MAX_DAYS + 1), NOW.date() + timedelta(days=MAX_DAYS + 2), "too_long"),
    ],
)
def test_refuses_days_that_make_no_vacation(vendor, starts_on, ends_on, code):
    with pytest.raises(InvalidInput) as refused:
        go_away(vendor, starts_on, ends_on)

    assert [error.code for error in refused.value.errors] == [code]
    assert queries.get_vendor(vendor.id).vacation is None


def test_a_vacation_may_have_begun_and_may_last_a_day(vendor):
    go_away(vendor, NOW.date() - timedelta(days=3), NOW.date())

    assert not takes_orders(vendor, NOW)


def test_refuses_a_language_that_the_region_has_not(vendor):
    with pytest.raises(InvalidInput) as refused:
        go_away(vendor, xx="Away")

    assert [error.field for error in refused.value.errors] == ["texts.xx"]


def test_refuses_an_old_version_and_a_vendor_that_has_left(vendor):
    go_away(vendor)
    with pytest.raises(StaleRow):
        services.set_vacation(vendor_id=vendor.id, etag=vendor.etag, vacation=None, actor=VENDOR_ACTOR, now=NOW)
    services.close_vendor(vendor_id=vendor.id, reason="Gone", actor=STAFF_ACTOR, now=NOW)
    with pytest.raises(VendorStateForbids):
        go_away(vendor)


def test_beginning_and_end_are_announced_once_each(vendor):
    make_vendor()
    go_away(vendor)
    before = announced()

    reopens = local(TO + timedelta(days=1), 0, 0)
    counts = [services.announce_vacations(now=at) for at in (NOW, local(FROM, 0), local(FROM, 1), local(TO, 23, 59), reopens, reopens)]

    assert counts == [0, 1, 0, 0, 1, 0]
    assert announced() == before + 2
    assert queries.get_vendor(vendor.id).vacation is None


def test_a_vacation_that_begins_today_is_announced_with_its_setting(vendor):
    go_away(vendor, NOW.date(), TO)

    assert announced() == 1
    assert services.announce_vacations(now=NOW) == 0


class TestEndpoint:
    def test_sets_shows_and_ends_a_vacation(self, api, vendor):
        token, today = vendor_token(vendor.id), tenancy.current().local_day(clock.now())
        body = {"starts_on": today.isoformat(), "ends_on": today.isoformat(), "texts": {"en": "Back soon"}}

        closed = api.put("vendor/vacation", body, token=token, etag=vendor.etag)

        assert closed.status_code == 200, closed.content
        tomorrow = (today + timedelta(days=1)).isoformat()
        assert closed.json()["vacation"] == {**body, "reopens_on": tomorrow, "is_closed": True}
        opened = api.delete("vendor/vacation", token=token, etag=closed["ETag"].strip('"'))
        assert (opened.status_code, opened.json()["vacation"]) == (200, None)

    def test_asks_for_the_version_and_the_role(self, api, vendor):
        today = tenancy.current().local_day(clock.now()).isoformat()
        body, token = {"starts_on": today, "ends_on": today}, vendor_token(vendor.id)

        assert api.put("vendor/vacation", body, token=token).status_code == 428
        assert api.put("vendor/vacation", body, token=token, etag="0").status_code == 412
        for role in ("fulfilment", "accountant"):
            assert api.put("vendor/vacation", body, token=vendor_token(vendor.id, role), etag=vendor.etag).status_code == 403
        assert api.put("vendor/vacation", body, tenant="mena", token=token, etag=vendor.etag).status_code == 421

    def test_says_which_day_is_wrong(self, api, vendor):
        body = {"starts_on": "2030-01-02", "ends_on": "2030-01-01"}

        refused = api.put("vendor/vacation", body, token=vendor_token(vendor.id), etag=vendor.etag)

        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "ends_on")
