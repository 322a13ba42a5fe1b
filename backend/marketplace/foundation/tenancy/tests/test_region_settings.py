from __future__ import annotations

from collections.abc import Iterator

import pytest

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.tenancy import directory

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture(autouse=True)
def _forget_changes() -> Iterator[None]:
    yield
    directory.forget()


def test_the_operator_reads_and_changes_a_region(api):
    token = staff_token()
    before = api.get("admin/region", token=token)

    changed = api.patch(
        "admin/region",
        {"settings": {"return_window_days": 30}, "features": {"reviews": True}, "reason": "Holidays"},
        token=token,
        etag=before.json()["etag"],
    )

    assert changed.status_code == 200, changed.content
    assert changed.json()["settings"] == {**before.json()["settings"], "return_window_days": 30}
    assert changed.json()["features"]["reviews"] is True
    assert directory.get("eu").setting("return_window_days", 0) == 30
    assert AuditEntry.objects.get(action="region.changed").reason == "Holidays"


def test_maintenance_shuts_out_all_but_staff(api):
    token = staff_token()
    etag = api.get("admin/region", token=token).json()["etag"]

    closed = api.patch("admin/region", {"is_in_maintenance": True, "reason": "Move"}, token=token, etag=etag)

    assert api.get("store/region").status_code == 503
    assert api.get("store/region")["Retry-After"]
    assert api.get("store/region", tenant="mena").status_code == 200
    opened = api.patch("admin/region", {"is_in_maintenance": False, "reason": "Done"}, token=token, etag=closed.json()["etag"])
    assert opened.status_code == 200
    assert api.get("store/region").status_code == 200


def test_an_edit_of_an_old_version_is_refused(api):
    token = staff_token()
    etag = api.get("admin/region", token=token).json()["etag"]
    api.patch("admin/region", {"name": "Europe", "reason": "Short"}, token=token, etag=etag)

    stale = api.patch("admin/region", {"name": "GlobalMarket", "reason": "Long"}, token=token, etag=etag)

    assert (stale.status_code, directory.get("eu").name) == (412, "Europe")


@pytest.mark.parametrize(
    "wrong", [{"settings": {"Return-Window": 1}}, {"settings": {"x": -1}}, {"settings": {"x": "many"}}, {"features": {"x": "perhaps"}}, {}]
)
def test_nonsense_is_refused(api, wrong):
    token = staff_token()
    etag = api.get("admin/region", token=token).json()["etag"]

    answer = api.patch("admin/region", wrong if not wrong else {**wrong, "reason": "Try"}, token=token, etag=etag)

    assert answer.status_code == 422


@pytest.mark.parametrize("roles", [["support"], ["finance"], ["catalogue"]])
def test_only_an_admin_may(api, roles):
    assert api.get("admin/region", token=staff_token(*roles)).status_code == 403
