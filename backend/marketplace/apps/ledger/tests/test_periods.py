"""What the books say of a period: the trial balance, and the general ledger as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import msgspec
import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.ledger import queries
from marketplace.apps.ledger.domain import general_ledger_files
from marketplace.apps.ledger.tests.test_posting import SALE, post
from marketplace.apps.ledger.types import Period
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")

# In Amsterdam, whose clock the region has, November begins an hour before it does in UTC.
OCTOBER = datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)
NOVEMBER = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
LAST_MOMENT = datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
PERIOD = {"since": "2026-11-01", "until": "2026-11-30"}

_COPIES = """
    INSERT INTO financial_transactions (tenant_id, key, type, source, destination, amount_minor, currency, vendor_id, order_id,
        vendor_order_id, line_id, payment_id, refund_id, payout_id, details, occurred_at, recorded_at)
    SELECT tenant_id, key || ':' || number, type, source, destination, amount_minor, currency, vendor_id, order_id,
        vendor_order_id, line_id, payment_id, refund_id, payout_id, details, occurred_at, recorded_at
    FROM financial_transactions, generate_series(1, %(count)s) AS number WHERE id = %(id)s
"""


def a_sale(key, minor, *, at, currency="EUR", **changes):
    post(msgspec.structs.replace(SALE, key=key, amount=Money(minor, currency), **changes), now=at)


def a_commission(key, minor, *, at):
    a_sale(key, minor, at=at, type="commission", source=SALE.destination, destination="operator:commission")


@pytest.fixture
def books():
    """A sale on each side of either end of November, a commission inside it, and a sale in another currency."""
    a_sale("october", 1_000, at=OCTOBER)
    a_sale("first", 200, at=NOVEMBER)
    a_commission("fee", 30, at=NOVEMBER + timedelta(days=3))
    a_sale("last", 40, at=LAST_MOMENT)
    a_sale("riyals", 7, at=NOVEMBER, currency="SAR")
    a_sale("december", 5, at=DECEMBER)


class TestTheTrialBalance:
    def test_says_what_each_account_had_and_has_by_the_time_of_the_region(self, api, books):
        answer = api.get("admin/trial-balance", token=staff_token("finance"), **PERIOD)

        assert answer.status_code == 200, answer.content
        found = answer.json()
        moves = {
            row["account"]: [row[name]["minor"] for name in ("opening", "debit", "credit", "closing")]
            for row in [*found["accounts"], found["total"]]
        }
        assert moves == {
            "operator:commission": [0, 0, 30, 30],
            "provider:sandbox": [-1_000, 240, 0, -1_240],
            "vendor": [1_000, 30, 240, 1_210],
            "total": [0, 270, 270, 0],
        }
        assert found["period"]["currency"] == "EUR"

    def test_of_books_without_rows_is_empty(self, api):
        found = api.get("admin/trial-balance", token=staff_token("finance"), **PERIOD).json()

        assert found["accounts"] == []
        assert found["total"]["closing"] == {"minor": 0, "currency": "EUR"}

    @given(parts=st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 59)), min_size=1, max_size=8), cut=st.integers(0, 59))
    def test_of_two_periods_that_follow_each_other_is_that_of_both(self, parts, cut):
        tag = f"{parts}{cut}"
        for number, (minor, day) in enumerate(parts):
            a_sale(f"{tag}:{number}", minor, at=NOVEMBER + timedelta(days=day))
        middle, end = NOVEMBER + timedelta(days=cut), NOVEMBER + timedelta(days=60)

        first, second, both = (
            queries.trial_balance(Period(currency="EUR", since=since, until=until))
            for since, until in (
                (NOVEMBER, middle - timedelta(microseconds=1)),
                (middle, end),
                (NOVEMBER, end),
            )
        )

        ends = {row.account: row.closing for row in first.accounts}
        assert {row.account: row.opening for row in second.accounts} == {
            row.account: ends.get(row.account, Money.zero("EUR")) for row in second.accounts
        }
        assert [row.closing for row in second.accounts] == [row.closing for row in both.accounts]
        assert first.total.debit + second.total.debit == both.total.debit == both.total.credit
        assert both.total.opening == both.total.closing == Money.zero("EUR")


class TestTheGeneralLedger:
    def test_as_csv_has_every_row_of_the_period_once(self, api, books):
        answer = api.get("admin/general-ledger.csv", token=staff_token("finance"), **PERIOD)

        rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
        assert [row["key"] for row in rows] == ["first", "fee", "last"]
        assert (rows[0]["debit_account"], rows[0]["credit_account"]) == ("provider:sandbox", "vendor:ven_1")
        assert (rows[0]["amount"], rows[0]["currency"]) == ("2.00", "EUR")
        assert rows[0]["occurred_at"] == "2026-11-01T00:00:00+01:00"

    def test_is_read_in_parts_and_lacks_no_row_between_them(self):
        period = Period(currency="EUR", since=NOVEMBER, until=DECEMBER)
        sales = [msgspec.structs.replace(SALE, key=f"sale:{number}") for number in range(2_001)]
        post(*sales, now=NOVEMBER)

        parts = list(queries.iter_rows(period))

        assert [len(part) for part in parts] == [1_000, 1_000, 1]
        assert [row.key for part in parts for row in part] == [sale.key for sale in sales]

    def test_is_of_the_region_it_was_asked_for_also_when_its_parts_are_read_in_another(self, api, books, mena):
        answer = api.get("admin/general-ledger.csv", token=staff_token("finance"), **PERIOD)

        with tenancy.scope(mena):
            text = b"".join(answer.streaming_content).decode()

        assert text.count("\r\n") == 4

    def test_as_a_workbook_has_amounts_that_can_be_summed(self, api, books):
        answer = api.get("admin/general-ledger.xlsx", token=staff_token("finance"), **PERIOD)

        with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert [f"<v>{amount}</v>" in sheet for amount in ("2.00", "0.30", "0.40")] == [True] * 3
        assert "vendor:ven_1" in sheet
        assert answer["Content-Disposition"] == 'attachment; filename="general-ledger-EUR.xlsx"'

    def test_of_more_rows_than_a_workbook_takes_is_refused_with_what_to_do(self, api):
        (sale,) = post(SALE, now=NOVEMBER)
        with connections[tenancy.current().slug].cursor() as cursor:
            cursor.execute(_COPIES, {"id": sale.id, "count": general_ledger_files.WORKBOOK_ROWS})

        answer = api.get("admin/general-ledger.xlsx", token=staff_token("finance"), **PERIOD)

        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_rows")


@pytest.mark.parametrize("path", ["admin/trial-balance", "admin/general-ledger.csv", "admin/general-ledger.xlsx"])
class TestRefusals:
    def test_of_those_who_do_not_handle_the_operators_money(self, api, path, mena):
        vendor = make_vendor()
        with tenancy.scope(mena):
            abroad = staff_token("finance")

        assert api.get(path, token=staff_token("support"), **PERIOD).status_code == 403
        assert api.get(path, token=vendor_token(vendor.id), **PERIOD).status_code == 403
        assert api.get(path, token=abroad, **PERIOD).status_code == 421
        assert api.get(path, **PERIOD).status_code == 401

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"since": "2026-12-01"}, "until"),
            ({"until": "yesterday"}, "until"),
            ({"currency": "XAU"}, "currency"),
        ],
    )
    def test_of_a_period_that_is_none(self, api, path, change, field):
        answer = api.get(path, token=staff_token("finance"), **{**PERIOD, **change})

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
