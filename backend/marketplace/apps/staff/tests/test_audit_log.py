from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.audit.sealing import seal_entries
from marketplace.foundation.audit.tests.factories import ANNA, BILAL, a_token, write
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR
from marketplace.testing import NOW


@pytest.fixture
def entries(tenant) -> None:
    write("vendor.approved", actor=ANNA, resource="ven_1", new={"state": "approved"})
    write("vendor.suspended", actor=ANNA, resource="ven_1", now=NOW + timedelta(hours=1))
    write("product.published", actor=BILAL, resource="prod_1", now=NOW + timedelta(hours=2))


def actions(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["action"] for item in response.json()["items"]]


def test_staff_read_the_log_newest_first(api, entries):
    response = api.get("admin/audit-log", token=a_token())

    assert actions(response) == ["product.published", "vendor.suspended", "vendor.approved"]
    oldest = response.json()["items"][-1]
    assert (oldest["actor_id"], oldest["resource"], oldest["new"]) == ("stf_anna", "ven_1", {"state": "approved"})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"actor": "usr_bilal"}, ["product.published"]),
        ({"action": "vendor.approved"}, ["vendor.approved"]),
        ({"resource": "ven_1"}, ["vendor.suspended", "vendor.approved"]),
        ({"since": "2026-11-02T13:00:00Z"}, ["product.published", "vendor.suspended"]),
        ({"until": "2026-11-02T13:00:00Z"}, ["vendor.approved"]),
        ({"resource": "ven_1", "since": "2026-11-02T13:00:00Z", "until": "2026-11-02T14:00:00Z"}, ["vendor.suspended"]),
        ({"actor": "nobody"}, []),
    ],
)
def test_the_log_can_be_narrowed(api, entries, query, expected):
    assert actions(api.get("admin/audit-log", token=a_token(), **query)) == expected


def test_the_log_is_read_page_by_page(api, entries):
    token = a_token()
    first = api.get("admin/audit-log", token=token, limit=2)
    second = api.get("admin/audit-log", token=token, limit=2, cursor=first.json()["next_cursor"])

    assert [*actions(first), *actions(second)] == ["product.published", "vendor.suspended", "vendor.approved"]
    assert second.json()["next_cursor"] is None


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"cursor": "?"}, {"limit": "0"}, {"action": "a" * 101}])
def test_a_question_that_makes_no_sense_is_refused(api, entries, query):
    assert api.get("admin/audit-log", token=a_token(), **query).status_code == 422


def test_a_region_sees_its_own_log_only(api, entries, mena):
    with tenancy.scope(mena):
        token = a_token()

    assert actions(api.get("admin/audit-log", tenant="mena", token=token)) == []


@pytest.mark.parametrize("path", ["admin/audit-log", "admin/audit-log/verification"])
def test_the_log_is_for_administrators_alone(api, tenant, path):
    assert api.get(path).status_code == 401
    assert api.get(path, token=a_token(STAFF, "support")).status_code == 403
    assert api.get(path, token=a_token(VENDOR, "owner")).status_code == 403
    assert api.get(path, token=a_token(CUSTOMER, "admin")).status_code == 403
    assert api.get(path, tenant="mena", token=a_token()).status_code == 421


def test_the_verification_returns_the_state_of_the_chain(api, entries):
    seal_entries()
    write("vendor.closed")

    body = api.get("admin/audit-log/verification", token=a_token()).json()

    assert (body["is_intact"], body["sealed"], body["unsealed"], body["first_touched"]) == (True, 3, 1, None)
    assert len(body["head"]) == 64
