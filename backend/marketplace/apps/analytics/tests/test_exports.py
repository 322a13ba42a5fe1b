"""Reports as files: whole, for their owners alone, gone after a week."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from marketplace.apps.analytics import services
from marketplace.apps.analytics.models import ReportExport
from marketplace.apps.analytics.services import exports
from marketplace.apps.analytics.tests.factories import did, make_visitor
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock
from marketplace.kit.money import InvalidAmount
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

DAYS = {"since": "2026-11-01", "until": "2026-11-03"}


@pytest.fixture
def sold(drain):
    mug, pan = make_listing(price_minor=2_000, stock=50), make_listing(price_minor=9_000)
    make_order((mug, 2), (pan, 1))
    drain()
    services.refresh(now=NOW)
    return mug, pan


def make(api, path: str, token: str, **body) -> str:
    answer = api.post(path, {**DAYS, "format": "csv", **body}, token=token)
    assert answer.status_code == 201, answer.content
    export_id = answer.json()["id"]
    services.make_export(export_id=export_id, now=clock.now())
    return export_id


def read(api, path: str, export_id: str, token: str) -> bytes:
    answer = api.get(f"{path}/{export_id}/file", token=token)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def test_a_report_is_a_file_of_every_kind(api, sold):
    mug, pan = sold
    token = staff_token("finance")
    files = {
        kind: read(api, "admin/analytics/exports", make(api, "admin/analytics/exports", token, report="products", format=kind), token)
        for kind in ("csv", "xlsx", "json")
    }

    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(row["product"], row["currency"], row["product_sales"], row["units"]) for row in rows] == [
        (pan.id, "EUR", "90.00", "1"),
        (mug.id, "EUR", "40.00", "2"),
    ]
    items = json.loads(files["json"])["items"]
    assert [item["values"]["amounts"]["product_sales"]["minor"] for item in items] == [9_000, 4_000]
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as book:
        assert b"<v>90</v>" in book.read("xl/worksheets/sheet1.xml")


def test_times_are_the_regions_and_what_is_compared_stands_next_to_it(api, sold):
    token = staff_token("admin")
    export_id = make(api, "admin/analytics/exports", token, report="sales", compare="previous")

    rows = list(csv.DictReader(io.StringIO(read(api, "admin/analytics/exports", export_id, token).decode("utf-8-sig"))))

    assert [(row["day"], row["sales"], row["sales_before"]) for row in rows] == [
        ("2026-11-01", "0.00", "0.00"),
        ("2026-11-02", "140.00", "0.00"),
        ("2026-11-03", "0.00", "0.00"),
    ]


def test_no_name_in_a_file_runs_as_a_formula(api, drain):
    from marketplace.apps.analytics.domain.report_files import file_of
    from marketplace.apps.analytics.types import AnalyticsRow, AnalyticsValues, Asked, Dimension, FileFormat, Measure

    asked = Asked(measures=(Measure.SEARCHES,), since=NOW.date(), until=NOW.date(), by=(Dimension.QUERY,))
    values = AnalyticsValues(counts={"searches": 1}, amounts={})
    row = AnalyticsRow(starts_at=None, currency="", dimensions={"query": '=HYPERLINK("x")'}, names={}, values=values, before=None)

    content = file_of(asked, [row], format=FileFormat.CSV, timezone="Europe/Amsterdam").decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(content)))["query"].startswith("'=")


def test_a_file_is_made_once_and_asked_for_until_it_is_ready(api, sold):
    token = staff_token("admin")
    export = api.post("admin/analytics/exports", {**DAYS, "report": "sales", "format": "csv"}, token=token).json()

    assert export["state"] == "pending"
    assert api.get(f"admin/analytics/exports/{export['id']}/file", token=token).json()["code"] == "file_not_ready"

    for _ in range(2):
        services.make_export(export_id=export["id"], now=clock.now())
    ready = api.get(f"admin/analytics/exports/{export['id']}", token=token).json()
    assert (ready["state"], ready["is_whole"]) == ("ready", True)
    assert [one["id"] for one in api.get("admin/analytics/exports", token=token).json()["items"]] == [export["id"]]


def test_a_vendors_file_is_its_own(api, sold):
    mug, pan = sold
    owner, other, staff = vendor_token(mug.vendor_id, "owner"), vendor_token(pan.vendor_id, "owner"), staff_token("admin")
    path = "vendor/analytics/exports"
    export_id = make(api, path, owner, report="products")

    rows = list(csv.DictReader(io.StringIO(read(api, path, export_id, owner).decode("utf-8-sig"))))
    assert [row["product"] for row in rows] == [mug.id]
    assert api.get(f"{path}/{export_id}", token=other).status_code == 404
    assert api.get(f"{path}/{export_id}/file", token=other).status_code == 404
    assert api.get(path, token=other).json()["items"] == []
    assert api.get(f"admin/analytics/exports/{export_id}", token=staff).status_code == 404
    assert api.get(f"{path}/{export_id}", token=vendor_token(mug.vendor_id, "fulfilment")).status_code == 403


def test_a_file_with_money_is_not_for_who_does_not_see_money(api, sold):
    export_id = make(api, "admin/analytics/exports", staff_token("finance"), report="sales")
    support = staff_token("support")

    assert api.get(f"admin/analytics/exports/{export_id}", token=support).status_code == 404
    assert api.get(f"admin/analytics/exports/{export_id}/file", token=support).status_code == 404
    assert api.get("admin/analytics/exports", token=support).json()["items"] == []
    assert api.post("admin/analytics/exports", {"report": "sales", "format": "csv"}, token=support).status_code == 403


def test_what_was_lost_is_found_and_what_has_expired_is_gone(api, sold):
    token = staff_token("admin")
    made = make(api, "admin/analytics/exports", token, report="sales")
    lost = api.post("admin/analytics/exports", {**DAYS, "report": "orders", "format": "csv"}, token=token).json()["id"]
    later = clock.now() + exports.FILE_LIFE + timedelta(minutes=1)

    assert services.list_pending_exports(before=later) == [lost]
    services.delete_expired_exports(now=later)

    assert api.get(f"admin/analytics/exports/{made}/file", token=token).status_code == 404
    assert ReportExport.objects.count() == 1


def test_what_fails_again_and_again_is_tried_no_more(api, sold):
    """A file that was asked for before amounts and counts without a currency were kept apart."""
    token = staff_token("admin")
    export_id = api.post("admin/analytics/exports", {**DAYS, "report": "products", "format": "csv"}, token=token).json()["id"]
    asked = ReportExport.objects.get().asked
    ReportExport.objects.update(asked={**asked, "measures": ["product_sales", "views"]})
    did(make_visitor(), "view", product_id=sold[0].id)
    services.refresh(now=NOW)
    for _ in range(exports.MAX_TRIES):
        with pytest.raises(InvalidAmount):
            services.make_export(export_id=export_id, now=clock.now())

    services.make_export(export_id=export_id, now=clock.now())

    later = clock.now() + timedelta(minutes=6)
    assert api.get(f"admin/analytics/exports/{export_id}", token=token).json()["state"] == "failed"
    assert api.get(f"admin/analytics/exports/{export_id}/file", token=token).json()["code"] == "file_not_ready"
    assert services.list_pending_exports(before=later) == []
    services.delete_expired_exports(now=later + exports.FILE_LIFE)
    assert not ReportExport.objects.exists()


def test_a_file_by_day_and_product_has_every_page(api, sold):
    token = staff_token("admin")
    export_id = make(api, "admin/analytics/exports", token, report="products", interval="day")

    rows = list(csv.DictReader(io.StringIO(read(api, "admin/analytics/exports", export_id, token).decode("utf-8-sig"))))

    assert [(row["day"], row["product"]) for row in rows] == [("2026-11-02", sold[1].id), ("2026-11-02", sold[0].id)]


def test_there_is_a_limit_for_each_owner(api):
    vendor = make_vendor().id
    token = vendor_token(vendor, "owner")
    for _ in range(exports.MAX_EXPORTS):
        assert api.post("vendor/analytics/exports", {"report": "sales", "format": "csv"}, token=token).status_code == 201

    answer = api.post("vendor/analytics/exports", {"report": "sales", "format": "csv"}, token=token)

    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_files")


def test_what_cannot_be_asked_for_makes_no_file(api):
    answer = api.post("admin/analytics/exports", {"report": "sales", "format": "exe"}, token=staff_token("admin"))

    assert answer.status_code == 422
    assert not ReportExport.objects.exists()
