from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marketplace.apps.staff import queries, services
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import tenancy
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

PASSWORD = "a long staff password"


@pytest.fixture
def create(monkeypatch):
    monkeypatch.setenv("GM_STAFF_PASSWORD", PASSWORD)

    def run(**options):
        out = StringIO()
        call_command("create_staff_member", **{"email": "Sam@example.com", "name": "Sam", "roles": ["admin"], **options}, stdout=out)
        return out.getvalue().strip()

    return run


def test_the_command_adds_a_member_who_can_log_in_to_every_region(create, api):
    member_id = create()

    for tenant in ("eu", "mena"):
        login = api.post("auth/login", {"audience": "staff", "email": "sam@example.com", "password": PASSWORD}, tenant=tenant)
        assert (login.status_code, login.json()["person_id"], login.json()["roles"]) == (200, member_id, ["admin"])


def test_an_address_is_one_members(create):
    create()

    with pytest.raises(CommandError, match="already"):
        create()


def test_a_short_password_is_refused(create, monkeypatch):
    monkeypatch.setenv("GM_STAFF_PASSWORD", "short")

    with pytest.raises(CommandError, match="at least"):
        create()


def test_an_unknown_role_is_refused():
    for roles in ([], ["king"]):
        with pytest.raises(InvalidInput):
            services.create_member(email="sam@example.com", name="Sam", roles=roles, password_hash="x", now=NOW)


def test_staff_live_in_the_platforms_database_without_any_tenant():
    member = make_staff_member("finance")

    assert tenancy.find_current() is None
    assert queries.get_member(member.id).roles == ("finance",)
