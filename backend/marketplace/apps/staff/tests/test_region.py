from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry
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
    shut = api.get("store/region")

    opened = edit(api, is_in_maintenance=False)

    assert shut.status_code == 503
    assert opened.status_code == 200
    assert api.get("store/region").status_code == 200


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
    assert api.get("store/region").status_code == 200


@pytest.mark.parametrize("etag", ["²", "9" * 30, "9" * 5000, "-1", "*"])
def test_what_is_no_version_is_none(api, etag):
    answer = api.patch("admin/region", {"reason": "x"}, token=staff_token(), etag=etag)

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


def test_only_an_admin_edits(api):
    finance = staff_token("finance")

    assert api.get("admin/region", token=finance).status_code == 200
    assert api.get("admin/region/settings", token=finance).status_code == 200
    assert api.patch("admin/region", {"reason": "x"}, token=finance, etag="1").status_code == 403
