"""Alerts: fire once for a window, keep quiet as long as they should, and do in a trial what they would have done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from marketplace.apps.analytics import queries, services, statements
from marketplace.apps.analytics.domain.alerting import last_whole_hour, replay
from marketplace.apps.analytics.models import AlertFiring
from marketplace.apps.analytics.tests.factories import summed
from marketplace.apps.analytics.types import AlertCondition, Measure, Source
from marketplace.apps.notifications.models import Message
from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant")]

PATH = "admin/analytics/alert-rules"
TRIAL = "admin/analytics/alert-trial"
RULE = {"name": "Few orders", "measure": "orders", "condition": "below", "threshold": 5, "window_h": 2, "quiet_h": 6}
HOUR = timedelta(hours=1)
AT = NOW + timedelta(minutes=10)  # NOW is noon: the last whole hour is the one up to noon


def make_rule(api, *roles: str, **changes) -> dict:
    answer = api.post(PATH, {**RULE, **changes}, token=staff_token(*roles or ("admin",)))
    assert answer.status_code == 201, answer.content
    return answer.json()


def firings() -> list[tuple]:
    return list(AlertFiring.objects.order_by("until").values_list("until", "value"))


@pytest.fixture
def all_summed(tenant):
    """Every source has been summed up to long after the windows."""
    for source in Source:
        sql.run(statements.SAVE_SUMMED, {"source": source, "at": NOW + timedelta(days=30)})


@pytest.mark.usefixtures("all_summed")
class TestFiring:
    def test_sums_the_whole_hours_of_its_window(self, api):
        make_rule(api)
        summed(3, 100)  # before the window
        summed(2, 1)
        summed(1, 3)
        summed(0, 100)  # not over yet

        assert services.fire_alerts(now=AT) == 1

        assert firings() == [(NOW, 4)]

    def test_does_not_fire_at_the_threshold_itself(self, api):
        make_rule(api, threshold=4)
        make_rule(api, threshold=4, condition="above")
        summed(1, 4)

        assert services.fire_alerts(now=AT) == 0

    def test_keeps_quiet_and_then_fires_again(self, api):
        make_rule(api)

        fired = [services.fire_alerts(now=AT + hours * HOUR) for hours in range(13)]

        assert fired == [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]

    def test_a_window_fires_once_however_often_it_is_looked_at(self, api, drain):
        sam = make_staff_member("admin", email="sam@operator.example")
        api.post(PATH, {**RULE, "quiet_h": 0}, token=staff_token("admin", member_id=sam.id))

        assert [services.fire_alerts(now=AT) for _ in range(3)] == [1, 0, 0]
        drain()
        drain()

        (message,) = Message.objects.filter(occasion__startswith="alert_fired")
        assert message.recipient == "sam@operator.example"
        assert "Few orders" in message.subject

    def test_an_earlier_window_that_comes_late_does_not_fire_any_more(self, api):
        make_rule(api, quiet_h=0)
        services.fire_alerts(now=AT)

        assert services.fire_alerts(now=AT - 3 * HOUR) == 0

    def test_one_that_is_off_does_not_fire(self, api):
        rule = make_rule(api)
        answer = api.patch(f"{PATH}/{rule['id']}", {"is_active": False}, token=staff_token("admin"), etag=rule["etag"])

        assert answer.status_code == 200
        assert services.fire_alerts(now=AT) == 0

    def test_money_is_of_one_currency(self, api):
        make_rule(api, measure="sales", currency="EUR", condition="above", threshold=10_000)
        summed(1, 10_001, measure=Measure.SALES, currency="EUR")
        summed(1, 50_000, measure=Measure.SALES, currency="USD")

        services.fire_alerts(now=AT)

        assert firings() == [(NOW, 10_001)]

    def test_another_regions_sums_are_nothing_to_it(self, api, mena):
        make_rule(api, condition="above")
        with tenancy.scope(mena):
            summed(1, 1_000)

        assert services.fire_alerts(now=AT) == 0

    def test_who_has_left_is_not_mailed(self, api, drain):
        make_rule(api)  # by one who is no member
        services.fire_alerts(now=AT)

        drain()

        assert not Message.objects.filter(occasion__startswith="alert_fired").exists()

    @pytest.mark.parametrize(("roles", "mails"), [(["support"], 0), (["finance"], 1)])
    def test_an_amount_is_mailed_to_who_sees_money_by_now_alone(self, api, drain, roles, mails):
        sam = make_staff_member("admin")
        money = {"measure": "sales", "currency": "EUR"}
        assert api.post(PATH, {**RULE, **money}, token=staff_token("admin", member_id=sam.id)).status_code == 201
        assert services.fire_alerts(now=AT) == 1
        StaffMember.objects.filter(pk=sam.id).update(roles=roles)

        drain()

        assert Message.objects.filter(occasion__startswith="alert_fired", recipient=sam.email).count() == mails


def test_waits_until_the_source_is_summed_up_to_the_end_of_the_window(api):
    make_rule(api)
    make_rule(api, measure="views")
    services.refresh(now=NOW - timedelta(minutes=1))
    assert services.fire_alerts(now=AT) == 0

    for source in set(Source) - {Source.BEHAVIOUR}:
        sql.run(statements.SAVE_SUMMED, {"source": source, "at": AT})
    assert services.fire_alerts(now=AT) == 1  # the one of orders

    services.refresh(now=AT)
    assert services.fire_alerts(now=AT) == 1


@pytest.mark.usefixtures("all_summed")
class TestTrial:
    def test_says_what_would_have_been_and_stores_nothing(self):
        for hours in (2, 3, 30, 60):
            summed(hours, 9)

        trial = queries.try_alert(**{**TERMS, "condition": AlertCondition.ABOVE, "quiet_h": 0}, days=7, now=AT)

        ends = [59, 58, 29, 28, 2, 1, 0]  # hours ago; each sum is in two windows, and two of them overlap
        assert [moment.until for moment in trial.items] == [NOW - end * HOUR for end in ends]
        assert trial.fired == len(ends)
        assert not AlertFiring.objects.exists()

    def test_is_what_the_rule_does_then(self, api):
        for hours in range(1, 72, 5):
            summed(hours, hours % 7)
        trial = queries.try_alert(**TERMS, days=2, now=AT)
        make_rule(api)

        for hours in reversed(range(48)):
            services.fire_alerts(now=AT - hours * HOUR)

        assert [(moment.until, moment.value) for moment in trial.items] == firings()

    def test_is_asked_for_by_the_terms_of_a_rule(self, api):
        trial = api.get(TRIAL, token=staff_token("admin"), **terms(), days=1).json()

        assert trial["fired"] == 4  # no order at all: every six hours
        assert [moment["value"] for moment in trial["items"]] == [0, 0, 0, 0]

    def test_windows_overlap_without_counting_an_hour_twice(self):
        hours = {NOW - HOUR: 3, NOW: 4, NOW + HOUR: 5}

        found = list(
            replay(hours, condition=AlertCondition.ABOVE, threshold=0, window_h=2, quiet_h=0, since=NOW - 2 * HOUR, until=NOW + 3 * HOUR)
        )

        assert [(moment.until, moment.value) for moment in found] == [
            (NOW, 3),
            (NOW + HOUR, 7),
            (NOW + 2 * HOUR, 9),
            (NOW + 3 * HOUR, 5),
        ]


TERMS: dict[str, Any] = {
    "measure": Measure.ORDERS,
    "currency": "",
    "condition": AlertCondition.BELOW,
    "threshold": 5,
    "window_h": 2,
    "quiet_h": 6,
}


def terms() -> dict:
    return {name: value for name, value in RULE.items() if name != "name"}


def test_an_hour_is_the_regions_and_is_over_ten_minutes_after_its_end():
    kolkata = ZoneInfo("Asia/Kolkata")  # half an hour off the world's clock

    assert last_whole_hour(NOW + timedelta(minutes=9), ZoneInfo("Europe/Amsterdam")) == NOW - HOUR
    assert last_whole_hour(NOW + timedelta(minutes=10), ZoneInfo("Europe/Amsterdam")) == NOW
    assert last_whole_hour(NOW + timedelta(minutes=45), kolkata) == NOW + timedelta(minutes=30)


@pytest.mark.usefixtures("all_summed")
class TestApi:
    def test_a_rule_is_read_changed_and_deleted_with_its_history(self, api):
        rule, staff = make_rule(api), staff_token("admin")
        services.fire_alerts(now=AT)
        path = f"{PATH}/{rule['id']}"

        listed = api.get(PATH, token=staff).json()["items"]
        assert [(one["id"], one["last_fired_at"] is not None) for one in listed] == [(rule["id"], True)]
        (firing,) = api.get(f"{path}/firings", token=staff).json()["items"]
        assert (firing["value"], firing["threshold"]) == (0, 5)

        changed = api.patch(path, {"threshold": 7}, token=staff, etag=rule["etag"])
        assert (changed.status_code, changed.json()["threshold"]) == (200, 7)
        assert api.patch(path, {"threshold": 8}, token=staff, etag=rule["etag"]).status_code == 412
        assert api.patch(path, {"threshold": 8}, token=staff).status_code == 428

        assert api.delete(path, token=staff).status_code == 204
        assert api.delete(path, token=staff).status_code == 404
        assert not AlertFiring.objects.exists()

    def test_money_is_for_those_who_handle_it(self, api):
        money = {"measure": "sales", "currency": "EUR"}
        rule = make_rule(api, **money)
        support = staff_token("support")

        assert api.post(PATH, {**RULE, **money}, token=support).status_code == 403
        assert api.get(TRIAL, token=support, **{**terms(), **money}).status_code == 403
        assert api.get(PATH, token=support).json()["items"] == []
        for method, more in (("get", {}), ("delete", {}), ("patch", {"etag": rule["etag"]})):
            call = getattr(api, method)
            body = ({"threshold": 1},) if method == "patch" else ()
            assert call(f"{PATH}/{rule['id']}", *body, token=support, **more).status_code == 404
        assert api.get(f"{PATH}/{rule['id']}/firings", token=support).status_code == 404
        assert api.get(f"{PATH}/{rule['id']}/firings", token=staff_token("finance")).status_code == 200

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"measure": "secrets"}, "measure"),
            ({"measure": "sales"}, "currency"),
            ({"measure": "sales", "currency": "XYZ"}, "currency"),
            ({"currency": "EUR"}, "currency"),
            ({"condition": "odd"}, "condition"),
            ({"window_h": 0}, "window_h"),
            ({"window_h": 169}, "window_h"),
            ({"quiet_h": 721}, "quiet_h"),
            ({"threshold": -1}, "threshold"),
            ({"name": " "}, "name"),
            ({"surprise": 1}, "surprise"),
        ],
    )
    def test_what_cannot_be_is_refused_and_named(self, api, wrong, field):
        answer = api.post(PATH, {**RULE, **wrong}, token=staff_token("admin"))

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    def test_is_closed_to_others(self, api, mena):
        rule = make_rule(api)
        with tenancy.scope(mena):
            foreign = staff_token("admin")

        for path in (PATH, f"{PATH}/{rule['id']}", f"{PATH}/{rule['id']}/firings"):
            assert api.get(path, token=foreign).status_code == 421
            assert api.get(path, token=foreign, tenant="mena").status_code in (200, 404)
            assert api.get(path, token=vendor_token(make_vendor().id)).status_code == 403
            assert api.get(path).status_code == 401
        assert api.get(f"{PATH}/{rule['id']}", token=foreign, tenant="mena").status_code == 404

    def test_there_is_a_limit(self, api):
        for _ in range(100):
            make_rule(api)

        assert api.post(PATH, RULE, token=staff_token("admin")).json()["code"] == "too_many_alert_rules"
