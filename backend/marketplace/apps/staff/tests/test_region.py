from __future__ import annotations

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("tenant")


def edit(api, **changes):
    etag = api.get("admin/region", token=staff_token()).json()["etag"]
    return api.patch("admin/region", {"reason": "For a test", **changes}, token=staff_token(), etag=etag)


def test_a_setting_is_changed_the_others_stay_and_it_is_written_down(api):
    before = api.get("admin/region", token=staff_token()).json()

    answer = edit(api, settings={"return_window_days": 30})

    assert answer.json()["settings"] == {**before["settings"], "return_window_days": 30}
    entry = AuditEntry.objects.get(action="region.edited")
    assert entry.new["settings"]["return_window_days"] == 30


def test_every_currency_may_have_a_minimum_of_its_own(api):
    answer = edit(api, settings={"payout_minimum_minor_eur": 5000})

    assert answer.json()["settings"]["payout_minimum_minor_eur"] == 5000


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
        ({"settings": {"payout_minimum_minor_xyz": 1}}, "settings.payout_minimum_minor_xyz"),
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
    assert api.patch("admin/region", {"reason": "x"}, token=finance, etag="1").status_code == 403
