"""What a vendor sold, by day of the region's calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import msgspec
import pytest

from marketplace.apps.ledger import queries, services
from marketplace.apps.ledger.types import DaySales, Posting
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")

_numbers = count(1)
SINCE, UNTIL = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def post(kind: str, vendor_id: str, minor: int, *, at: datetime, order: str = "", currency: str = "EUR") -> None:
    source, destination = "provider:sandbox", f"vendor:{vendor_id}"
    if kind == "refund":
        source, destination = destination, source
    if kind == "commission":
        source, destination = destination, "operator:commission"
    amount = Money(minor, currency)
    posting = Posting(
        key=f"{kind}:{next(_numbers)}",
        type=kind,
        source=source,
        destination=destination,
        amount=amount,
        vendor_id=vendor_id,
        vendor_order_id=order,
    )
    with tenancy.atomic():
        services.post([posting], now=at)


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, number, hour, tzinfo=UTC)


def sold(vendor_id: str) -> list[DaySales]:
    return queries.daily_sales(vendor_id, since=SINCE, until=UNTIL)


def test_a_day_has_its_sales_with_shipping_its_refunds_and_its_orders():
    vendor, other = make_vendor().id, make_vendor().id
    post("sale", vendor, 2_000, at=day(3), order="vord_1")
    post("sale", vendor, 1_000, at=day(3), order="vord_1")
    post("shipping", vendor, 500, at=day(3), order="vord_1")
    post("commission", vendor, 300, at=day(3), order="vord_1")
    post("sale", other, 9_999, at=day(3), order="vord_2")
    post("refund", vendor, 700, at=day(5), order="vord_1")

    assert sold(vendor) == [
        DaySales(day="2026-11-03", sales=Money(3_500, "EUR"), refunds=Money(0, "EUR"), order_count=1),
        DaySales(day="2026-11-05", sales=Money(0, "EUR"), refunds=Money(700, "EUR"), order_count=0),
    ]


def test_a_day_is_that_of_the_regions_calendar(tenant):
    assert tenant.timezone == "Europe/Amsterdam"
    vendor = make_vendor().id
    post("sale", vendor, 1_000, at=day(3, hour=23), order="vord_1")  # midnight in Amsterdam

    assert [row.day for row in sold(vendor)] == ["2026-11-04"]


def test_each_currency_has_rows_of_its_own(tenant):
    vendor = make_vendor().id
    with tenancy.scope(msgspec.structs.replace(tenant, currencies=("EUR", "PLN"))):
        post("sale", vendor, 1_000, at=day(3), order="vord_1")
        post("sale", vendor, 2_000, at=day(3), order="vord_2", currency="PLN")

        assert {row.sales.currency: row.sales.minor for row in sold(vendor)} == {"EUR": 1_000, "PLN": 2_000}


class TestOverHttp:
    def test_thirty_days_up_to_the_end_asked_for(self, api):
        vendor = make_vendor().id
        for number in (1, 2, 30):
            post("sale", vendor, 1_000, at=day(number), order=f"vord_{number}")

        answer = api.get("vendor/sales", token=vendor_token(vendor, "accountant"), until="2026-12-01")

        assert answer.status_code == 200, answer.content
        assert [item["day"] for item in answer.json()["items"]] == ["2026-11-02", "2026-11-30"]

    @pytest.mark.parametrize(
        ("period", "field"),
        [
            ({"since": "2026-11-02", "until": "2026-11-01"}, "until"),
            ({"since": "2020-01-01", "until": "2026-11-01"}, "since"),
            ({"since": "yesterday"}, "since"),
        ],
    )
    def test_a_period_that_is_none_is_refused(self, api, period, field):
        answer = api.get("vendor/sales", token=vendor_token(make_vendor().id), **period)

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    def test_only_who_sees_money_reads_it(self, api):
        assert api.get("vendor/sales", token=vendor_token(make_vendor().id, "fulfilment")).status_code == 403
        assert api.get("vendor/sales").status_code == 401
