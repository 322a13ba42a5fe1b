"""The command that adds a member of the operator's staff."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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


@pytest.mark.parametrize("password", ["globalmarket2026", "Administrator.1", "Sam-Middle-East-2026"])
def test_a_password_of_known_words_of_any_region_is_refused(create, monkeypatch, password):
    monkeypatch.setenv("GM_STAFF_PASSWORD", password)

    with pytest.raises(CommandError, match="Must not be made of"):
        create()
