"""Saved reports: a person's own, mailed once in the morning, to who may still read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marketplace.apps.analytics import services
from marketplace.apps.analytics.domain.schedules import days_of, next_due
from marketplace.apps.analytics.models import SavedReport
from marketplace.apps.analytics.types import SavedPeriod, Schedule
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, owner_of, vendor_token
from marketplace.foundation.mail.testing import committed

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant")]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SALES = {"name": "Sales of the week", "report": "sales", "period": "last_7_days", "schedule": "weekly"}
PATH = "admin/analytics/saved-reports"


def keep(api, token: str, path: str = PATH, **body):
    return api.post(path, {**SALES, **body}, token=token)


def due() -> datetime:
    """When the one that is kept is mailed next."""
    found = SavedReport.objects.get().due_at
    assert found is not None
    return found


def test_is_kept_read_and_deleted_by_its_person_alone(api):
    mine, other = staff_token("admin", member_id="stf_mine"), staff_token("admin", member_id="stf_other")
    saved = keep(api, mine).json()

    assert [one["name"] for one in api.get(PATH, token=mine).json()["items"]] == ["Sales of the week"]
    assert api.get(PATH, token=other).json()["items"] == []
    assert api.delete(f"{PATH}/{saved['id']}", token=other).status_code == 404
    assert api.delete(f"{PATH}/{saved['id']}", token=mine).status_code == 204
    assert api.delete(f"{PATH}/{saved['id']}", token=mine).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"), [({"report": "secrets"}, "report"), ({"schedule": "hourly"}, "schedule"), ({"name": " "}, "name"), ({"x": 1}, "x")]
)
def test_what_cannot_be_kept_is_refused(api, wrong, field):
    answer = keep(api, staff_token("admin"), **wrong)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_nobody_keeps_what_they_may_not_read(api):
    assert keep(api, staff_token("support")).status_code == 403
    assert keep(api, staff_token("support"), report="orders").status_code == 201
    vendor = make_vendor().id
    path = "vendor/analytics/saved-reports"
    assert keep(api, vendor_token(vendor, "owner"), path, report="vendors").status_code == 422
    assert keep(api, vendor_token(vendor, "fulfilment"), path).status_code == 403


def test_is_mailed_once_when_it_is_due(api, django_capture_on_commit_callbacks):
    sam = make_staff_member("admin", email="sam@operator.example")
    keep(api, staff_token("admin", member_id=sam.id), compare="previous")
    morning = due()

    with committed(django_capture_on_commit_callbacks) as outbox:
        assert [services.mail_due_reports(now=now) for now in (morning - timedelta(minutes=1), morning, morning)] == [0, 1, 0]

    (sent,) = outbox
    assert sent.to == ["sam@operator.example"]
    assert "Sales of the week" in sent.subject
    last = (morning.astimezone(AMSTERDAM) - timedelta(days=1)).date()
    assert f"/reports?report=sales&since={last - timedelta(days=6)}&until={last}&compare=previous" in sent.body
    assert due() == morning + timedelta(days=7)


def test_who_has_left_is_mailed_no_longer(api, django_capture_on_commit_callbacks):
    sam = make_staff_member("admin", email="sam@operator.example")
    keep(api, staff_token("admin", member_id=sam.id))
    morning = due()
    SavedReport.objects.update(person_id="stf_gone")

    with committed(django_capture_on_commit_callbacks) as outbox:
        assert services.mail_due_reports(now=morning) == 0
    assert outbox == []
    assert SavedReport.objects.get().due_at is None


def test_a_vendors_report_goes_to_the_vendors_person(api, django_capture_on_commit_callbacks):
    vendor = make_vendor(email="olga@example.com").id
    keep(api, vendor_token(vendor, "owner", person_id=owner_of(vendor)), "vendor/analytics/saved-reports")

    with committed(django_capture_on_commit_callbacks) as outbox:
        assert services.mail_due_reports(now=due()) == 1
    (sent,) = outbox
    assert sent.to == ["olga@example.com"]
    assert "http://vendor." in sent.body


def test_there_is_a_limit(api):
    token = staff_token("admin")
    for _ in range(50):
        assert keep(api, token).status_code == 201

    assert keep(api, token).json()["code"] == "too_many_saved_reports"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("yesterday", date(2026, 11, 3), date(2026, 11, 3)),
        ("last_7_days", date(2026, 10, 28), date(2026, 11, 3)),
        ("last_30_days", date(2026, 10, 5), date(2026, 11, 3)),
        ("last_week", date(2026, 10, 26), date(2026, 11, 1)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_days_are_counted_from_when_it_is_read(period, first, last):
    assert days_of(SavedPeriod(period), today=date(2026, 11, 4)) == (first, last)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("daily", "2026-11-03T07:00:00+01:00"),
        ("weekly", "2026-11-09T07:00:00+01:00"),
        ("monthly", "2026-12-01T07:00:00+01:00"),
        ("never", "None"),
    ],
)
def test_the_next_morning_is_the_regions(schedule, expected):
    after_seven = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)  # a Monday, half past seven in Amsterdam

    found = next_due(Schedule(schedule), now=after_seven, zone=AMSTERDAM)

    assert (found.isoformat() if found else "None") == expected
