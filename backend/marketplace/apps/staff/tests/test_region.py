from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import clock
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.tenancy import InMaintenance
from marketplace.foundation.tenancy.settings import list_settings

pytestmark = pytest.mark.usefixtures("tenant")


def options(api):
    return api.get("admin/region/settings", token=staff_token()).json()


def edit(api, **changes):
    etag = api.get("admin/region", token=staff_token()).json()["etag"]
    return api.patch("admin/region", {"reason": "For a test", **changes}, token=staff_token(), etag=etag)


def test_a_setting_is_changed_the_others_stay_and_it_is_written_down(api):
    before = api.get("admin/region", token=staff_token()).json()

    answer = edit(api, settings={"return_window_days": 30})

    assert answer.json()["settings"] == {**before["settings"], "return_window_days": 30}
    entry = AuditEntry.objects.get(action="region.edited")
    assert entry.new["settings"]["return_window_days"] == 30


def test_an_amount_is_set_for_each_currency(api):
    answer = edit(api, settings={"payout_minimum_minor": {"EUR": 5000}})

    assert answer.json()["settings"]["payout_minimum_minor"] == {"EUR": 5000}


def test_null_puts_a_setting_back_to_its_default(api):
    edit(api, settings={"return_window_days": 30})

    answer = edit(api, settings={"return_window_days": None})

    assert "return_window_days" not in answer.json()["settings"]
    (shown,) = [setting for setting in options(api)["settings"] if setting["name"] == "return_window_days"]
    assert (shown["value"], shown["is_default"]) == (14, True)


def test_the_options_name_all_that_can_be_set_with_its_value_and_bounds(api):
    edit(api, settings={"payout_requires_second_approver": True}, features={"cash_on_delivery": False})

    found = options(api)

    by_name = {setting["name"]: setting for setting in found["settings"]}
    assert by_name.keys() == {setting.name for setting in list_settings()}
    assert by_name["payout_requires_second_approver"] == {
        "name": "payout_requires_second_approver",
        "kind": "yes_no",
        "value": True,
        "default": False,
        "described_default": "",
        "is_default": False,
        "least": 0,
        "most": 0,
        "unit": "true or false",
        "description": "Whether a payout run must be approved by another person than the one who made its preview",
    }
    switched = {feature["name"]: feature["is_on"] for feature in found["features"]}
    assert switched == {"assistant": True, "cash_on_delivery": False, "picture_search": True}


def test_maintenance_shuts_customers_out_and_lets_staff_end_it(api):
    edit(api, is_in_maintenance=True)
    shut = api.get("store/categories")

    opened = edit(api, is_in_maintenance=False)

    assert shut.status_code == 503
    assert opened.status_code == 200
    assert api.get("store/categories").status_code == 200


NOTICE = {"en": "We are moving to larger machines.", "nl": "We verhuizen naar grotere machines."}


def soon(minutes=30):
    return clock.now().replace(microsecond=0) + timedelta(minutes=minutes)


def test_those_who_are_shut_out_read_why_and_until_when_in_their_language(api):
    until = soon()
    edit(api, is_in_maintenance=True, maintenance_texts=NOTICE, maintenance_until=until.isoformat())

    dutch = api.get("store/categories", headers={"Accept-Language": "nl"})
    other = api.get("vendor/orders", headers={"Accept-Language": "de"}, token=vendor_token("ven_1"))

    assert (dutch.status_code, dutch.json()["detail"]) == (503, f"Deze marktplaats is in onderhoud. {NOTICE['nl']}")
    assert other.json()["detail"].endswith(tuple(NOTICE.values()))  # the region's own language, where that of the reader is missing
    assert datetime.fromisoformat(dutch.json()["expected_end"]) == until
    assert 0 < int(dutch["Retry-After"]) <= 1_800


def test_without_a_notice_the_answer_says_what_it_is(api):
    edit(api, is_in_maintenance=True)

    shut = api.get("store/categories")

    assert (shut.json()["code"], shut.json()["detail"], shut.json()["expected_end"]) == ("in_maintenance", InMaintenance.title, None)
    assert shut["Retry-After"] == "120"


def test_shops_learn_it_from_the_region_which_stays_open(api):
    assert api.get("store/region").json()["maintenance"] is None

    edit(api, is_in_maintenance=True, maintenance_texts=NOTICE)

    shown = api.get("store/region").json()["maintenance"]
    assert shown == {"texts": NOTICE, "expected_end": None, "retry_after_s": 120, "max_retry_after_s": 3_600}


@pytest.mark.parametrize("route", ["auth/password-reset", "auth/password-reset/confirm", "auth/logout"])
def test_staff_without_a_session_can_still_get_one_and_anybody_can_end_theirs(api, route):
    edit(api, is_in_maintenance=True)

    assert api.post(route, {}).status_code != 503


def test_what_was_paid_is_still_reported_by_the_provider(api):
    edit(api, is_in_maintenance=True)

    assert api.post("webhooks/sandbox", {"id": "evt_1"}).status_code != 503


def test_a_region_that_is_open_again_expects_no_end_and_keeps_its_words(api):
    edit(api, is_in_maintenance=True, maintenance_texts={**NOTICE, "de": ""}, maintenance_until=soon().isoformat())

    opened = edit(api, is_in_maintenance=False).json()

    assert (opened["maintenance_until"], opened["maintenance_texts"]) == (None, NOTICE)
    (ended, begun) = AuditEntry.objects.filter(action="region.edited").order_by("-id")
    assert begun.new["maintenance_texts"] == ended.old["maintenance_texts"] == NOTICE
    assert (begun.reason, ended.new["maintenance_until"]) == ("For a test", None)


def test_the_expected_end_is_moved_while_it_lasts(api):
    edit(api, is_in_maintenance=True, maintenance_until=soon(10).isoformat())

    later = soon(60)
    edit(api, maintenance_until=later.isoformat())

    shown = api.get("store/region").json()["maintenance"]["expected_end"]
    assert datetime.fromisoformat(shown) == later


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"settings": {"return_window_days": 9999}}, "settings.return_window_days"),
        ({"settings": {"retrun_days": 1}}, "settings.retrun_days"),
        ({"settings": {"return_window_days": True}}, "settings.return_window_days"),
        ({"settings": {"return_window_days": {"EUR": 1}}}, "settings.return_window_days"),
        ({"settings": {"payout_requires_second_approver": 1}}, "settings.payout_requires_second_approver"),
        ({"settings": {"payout_minimum_minor": 1}}, "settings.payout_minimum_minor"),
        ({"settings": {"payout_minimum_minor": {"USD": 1}}}, "settings.payout_minimum_minor.USD"),
        ({"settings": {"payout_minimum_minor": {"EUR": -1}}}, "settings.payout_minimum_minor.EUR"),
        ({"features": {"teleport": True}}, "features.teleport"),
        ({"maintenance_texts": {"ja": "x"}}, "maintenance_texts.ja"),
        ({"is_in_maintenance": True, "maintenance_until": "2020-01-01T00:00:00Z"}, "maintenance_until"),
        ({"maintenance_until": "2999-01-01T00:00:00Z"}, "maintenance_until"),
        ({"is_in_maintenance": False, "maintenance_until": "2999-01-01T00:00:00Z"}, "maintenance_until"),
    ],
)
def test_what_cannot_be_set_is_named(api, changes, field):
    answer = edit(api, **changes)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("etag", ["999", "²", "9" * 30, "abc"])
def test_a_stale_version_changes_nothing_and_writes_nothing_down(api, etag):
    answer = api.patch("admin/region", {"reason": "x", "is_in_maintenance": True}, token=staff_token(), etag=etag)

    assert answer.status_code == 412
    assert not AuditEntry.objects.exists()
    assert api.get("store/categories").status_code == 200


@pytest.mark.parametrize("etag", ["²", "9" * 30, "9" * 5000, "-1", "*"])
def test_what_is_no_version_is_none(api, etag):
    answer = api.patch("admin/region", {"reason": "x"}, token=staff_token(), etag=etag)

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


def test_only_an_admin_edits(api):
    finance = staff_token("finance")

    assert api.get("admin/region", token=finance).status_code == 200
    assert api.get("admin/region/settings", token=finance).status_code == 200
    assert api.patch("admin/region", {"reason": "x"}, token=finance, etag="1").status_code == 403
