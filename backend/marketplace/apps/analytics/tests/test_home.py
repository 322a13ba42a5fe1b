"""Saved reports that are put together, changed, read, and arranged on a home page: a person's own alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from marketplace.apps.analytics import services
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock, tenancy

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

PATH, HOME = "admin/analytics/saved-reports", "admin/analytics/home"
BUILT = {"name": "Units by country", "measures": "units,product_sales", "by": "country", "period": "last_7_days", "compare": "previous"}
MINE, OTHER = "stf_mine", "stf_other"


@pytest.fixture
def mine() -> str:
    return staff_token("admin", member_id=MINE)


@pytest.fixture
def other() -> str:
    return staff_token("admin", member_id=OTHER)


def keep(api, token: str, path: str = PATH, **body) -> dict:
    answer = api.post(path, {**BUILT, **body}, token=token)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def sold(drain):
    """A mug sold yesterday by one vendor, and a pan by another."""
    mug, pan = make_listing(price_minor=2_000), make_listing(price_minor=9_000)
    now = clock.now()
    make_order((mug, 2), (pan, 1), now=now - timedelta(days=1))
    drain()
    services.refresh(now=now)
    return mug, pan


class TestPutTogether:
    def test_is_kept_as_it_was_asked_for(self, api, mine):
        saved = keep(api, mine, country="NL", interval="week")

        assert api.get(f"{PATH}/{saved['id']}", token=mine).json() == saved
        assert (saved["report"], saved["measures"], saved["by"]) == (None, ["units", "product_sales"], ["country"])
        assert (saved["filters"], saved["interval"], saved["compare"]) == ({"country": "NL"}, "week", "previous")

    def test_says_today_what_the_same_question_says(self, api, mine, sold):
        saved = keep(api, mine)

        found = api.get(f"{PATH}/{saved['id']}/result", token=mine).json()

        asked = {"measures": BUILT["measures"], "by": "country", "compare": "previous", "since": found["since"], "until": found["until"]}
        assert found == api.get("admin/analytics/report", token=mine, **asked).json()
        assert date.fromisoformat(found["until"]) - date.fromisoformat(found["since"]) == timedelta(days=6)
        (row,) = found["items"]
        assert (row["values"]["counts"]["units"], row["values"]["amounts"]["product_sales"]["minor"]) == (3, 13_000)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"measures": "units,secrets"}, "measures"),
            ({"by": "query"}, "by"),
            ({"since": "2026-11-01"}, "since"),
            ({"period": "forever"}, "period"),
            ({"measures": ""}, "measures"),
        ],
    )
    def test_what_cannot_be_asked_for_is_not_kept(self, api, mine, wrong, field):
        answer = api.post(PATH, {**BUILT, **wrong}, token=mine)

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    def test_money_is_for_those_who_handle_it_then_and_later(self, api):
        saved = keep(api, staff_token("finance", member_id=MINE))
        support = staff_token("support", member_id=MINE)  # the same person with another role

        assert api.post(PATH, BUILT, token=support).status_code == 403
        assert api.get(f"{PATH}/{saved['id']}/result", token=support).status_code == 403

    def test_a_vendors_is_of_its_own_alone(self, api, sold):
        mug, pan = sold
        token = vendor_token(mug.vendor_id, "owner", person_id="acc_1")
        path = "vendor/analytics/saved-reports"
        saved = keep(api, token, path, by="product")

        assert saved["filters"] == {}
        (row,) = api.get(f"{path}/{saved['id']}/result", token=token).json()["items"]
        assert row["dimensions"] == {"product": mug.id}
        assert api.post(path, {**BUILT, "vendor": pan.vendor_id}, token=token).status_code == 422
        assert api.post(path, {**BUILT, "by": "vendor,query"}, token=token).status_code == 422
        colleague = vendor_token(pan.vendor_id, "owner", person_id="acc_2")
        for method in ("get", "delete"):
            assert getattr(api, method)(f"{path}/{saved['id']}", token=colleague).status_code == 404
        assert api.get(f"{path}/{saved['id']}/result", token=colleague).status_code == 404
        assert api.get(path, token=vendor_token(mug.vendor_id, "fulfilment")).status_code == 403


class TestChanged:
    def test_name_days_and_schedule(self, api, mine):
        saved = keep(api, mine)

        answer = api.patch(f"{PATH}/{saved['id']}", {"name": "By land", "schedule": "daily"}, token=mine, etag=saved["etag"])

        assert answer.status_code == 200
        changed = answer.json()
        assert (changed["name"], changed["period"], changed["schedule"]) == ("By land", "last_7_days", "daily")
        assert changed["due_at"] is not None
        again = api.patch(f"{PATH}/{saved['id']}", {"schedule": "never"}, token=mine, etag=changed["etag"])
        assert again.json()["due_at"] is None

    def test_is_refused_to_another_a_stale_one_and_without_a_version(self, api, mine, other):
        saved = keep(api, mine)
        path, body = f"{PATH}/{saved['id']}", {"name": "Other"}

        assert api.patch(path, body, token=other, etag=saved["etag"]).status_code == 404
        assert api.patch(path, body, token=mine).status_code == 428
        assert api.patch(path, {"report": "sales"}, token=mine, etag=saved["etag"]).status_code == 422
        assert api.patch(path, body, token=mine, etag=saved["etag"]).status_code == 200
        assert api.patch(path, body, token=mine, etag=saved["etag"]).status_code == 412


class TestHome:
    def arrange(self, api, token: str, *widgets: tuple[str, str], etag: str | None = None, path: str = HOME):
        items = [{"saved_id": saved_id, "size": size} for saved_id, size in widgets]
        return api.put(path, {"items": items}, token=token, etag=etag or api.get(path, token=token).json()["etag"])

    def test_is_empty_at_first_and_then_as_it_was_arranged(self, api, mine):
        one, two = keep(api, mine, name="One")["id"], keep(api, mine, name="Two")["id"]
        assert api.get(HOME, token=mine).json()["items"] == []

        assert self.arrange(api, mine, (two, "whole"), (one, "half")).status_code == 200
        placed = api.get(HOME, token=mine).json()["items"]
        assert [(item["name"], item["size"]) for item in placed] == [("Two", "whole"), ("One", "half")]

        self.arrange(api, mine, (one, "half"))
        assert [item["name"] for item in api.get(HOME, token=mine).json()["items"]] == ["One"]

    def test_of_two_pages_that_were_open_the_second_is_refused(self, api, mine):
        one, two = keep(api, mine)["id"], keep(api, mine)["id"]
        seen = api.get(HOME, token=mine).json()["etag"]
        assert self.arrange(api, mine, (one, "half"), etag=seen).status_code == 200

        assert self.arrange(api, mine, (two, "half"), etag=seen).status_code == 412
        assert api.put(HOME, {"items": []}, token=mine).status_code == 428
        assert [item["saved_id"] for item in api.get(HOME, token=mine).json()["items"]] == [one]

    def test_sent_twice_it_is_the_same(self, api, mine):
        one = keep(api, mine)["id"]
        first = self.arrange(api, mine, (one, "half"))

        assert self.arrange(api, mine, (one, "half"), (one, "whole")).json() == first.json()

    def test_takes_nothing_of_another_person(self, api, mine, other):
        foreign = keep(api, other)["id"]

        assert self.arrange(api, mine, (foreign, "half")).status_code == 404
        assert self.arrange(api, mine, (foreign, "huge")).status_code == 422
        assert api.get(HOME, token=other).json()["items"] == []

    def test_a_deleted_report_is_no_widget_any_more(self, api, mine):
        one = keep(api, mine)["id"]
        self.arrange(api, mine, (one, "half"))

        api.delete(f"{PATH}/{one}", token=mine)

        assert api.get(HOME, token=mine).json()["items"] == []

    def test_has_a_limit(self, api, mine):
        ids = [keep(api, mine)["id"] for _ in range(13)]

        assert self.arrange(api, mine, *((one, "half") for one in ids)).status_code == 422

    def test_is_closed_to_others(self, api, mena):
        with tenancy.scope(mena):
            foreign = staff_token("admin")

        assert api.get(HOME, token=foreign).status_code == 421
        assert api.get(HOME, token=vendor_token(make_vendor().id)).status_code == 403
        assert api.get("vendor/analytics/home", token=staff_token("admin")).status_code == 403
        assert api.get(HOME).status_code == 401
