"""The operator's people: invited, given other roles, let go; there is always an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connections

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.tests.factories import PASSWORD, make_staff_member, staff_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed, token_in

pytestmark = pytest.mark.usefixtures("tenant")

INVITATION = {"email": "lena@example.com", "name": "Lena Bakker", "roles": ["support"], "reason": "New colleague"}
REASON = {"reason": "Left the company"}
NEW_PASSWORD = "a river of 7 stones"


@pytest.fixture
def admin() -> str:
    """The token of an administrator who can log in."""
    return token_of(make_staff_member("admin"))


def token_of(member, *roles: str) -> str:
    return staff_token(*(roles or member.roles), member_id=member.id)


def log_in(api, email: str, password: str = PASSWORD, tenant: str = "eu"):
    return api.post("auth/login", {"audience": "staff", "email": email, "password": password}, tenant=tenant)


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    """Within it mails are sent, and sessions end, when the request has been answered."""
    return lambda: committed(django_capture_on_commit_callbacks)


@pytest.fixture
def invited(api, admin, sending):
    """A member who has not answered the invitation, with the token of its link."""
    with sending() as sent:
        answer = api.post("admin/staff", INVITATION, token=admin)
    assert answer.status_code == 201, answer.content
    return answer.json(), token_in(sent[0])


def choose(api, token: str):
    return api.post("auth/password-reset/confirm", {"token": token, "password": NEW_PASSWORD})


class TestInviting:
    def test_the_person_chooses_a_password_by_the_mailed_link_and_logs_in(self, api, invited):
        member, link = invited
        before = log_in(api, INVITATION["email"])

        accepted = choose(api, link)

        assert (member["has_password"], before.status_code) == (False, 401)
        assert accepted.json() == {"audience": "staff"}
        assert log_in(api, INVITATION["email"], NEW_PASSWORD).json()["roles"] == ["support"]
        assert AuditEntry.objects.get(action="staff.invited").reason == "New colleague"

    def test_the_link_leads_to_the_admin_panel_in_the_persons_language(self, api, admin, sending):
        with sending() as sent:
            api.post("admin/staff", {**INVITATION, "language": "nl"}, token=admin)

        assert "/accept-invitation?token=" in sent[0].body
        assert "Kies binnen 14 dagen" in sent[0].body

    def test_another_link_ends_the_first(self, api, admin, invited, sending):
        member, first = invited

        with sending() as sent:
            again = api.post(f"admin/staff/{member['id']}/invitations", token=admin)

        assert again.status_code == 201
        assert (choose(api, first).status_code, choose(api, first).json()["code"]) == (422, "invalid_token")
        assert choose(api, token_in(sent[-1])).status_code == 200

    def test_who_has_a_password_is_not_invited_again(self, api, admin):
        member = make_staff_member("finance")

        answer = api.post(f"admin/staff/{member.id}/invitations", token=admin)

        assert (answer.status_code, answer.json()["code"]) == (409, "access_unchanged")

    def test_an_address_is_one_members(self, api, admin):
        api.post("admin/staff", INVITATION, token=admin)

        answer = api.post("admin/staff", INVITATION, token=admin)

        assert (answer.status_code, answer.json()["code"]) == (409, "email_in_use")
        assert StaffMember.objects.filter(email=INVITATION["email"]).count() == 1

    @pytest.mark.parametrize("wrong", [{"roles": []}, {"roles": ["king"]}, {"reason": ""}, {"email": "lena"}])
    def test_what_is_wrong_is_named(self, api, admin, wrong):
        answer = api.post("admin/staff", {**INVITATION, **wrong}, token=admin)

        assert answer.status_code == 422
        assert {error["field"].partition(".")[0] for error in answer.json()["errors"]} == set(wrong)


REFUSE_LINKS = """
    CREATE FUNCTION eu.refuse_link() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the region fails'; END $$;
    CREATE CONSTRAINT TRIGGER refuse_link AFTER INSERT ON eu.account_one_time_tokens DEFERRABLE INITIALLY {when}
    FOR EACH ROW EXECUTE FUNCTION eu.refuse_link()
"""


@pytest.fixture
def refusing(as_superuser):
    """Within it, the region's database refuses a link: at once (``IMMEDIATE``), or as the transaction commits (``DEFERRED``)."""

    @contextmanager
    def refuse(when: str) -> Iterator[None]:
        with as_superuser("eu") as administrator:
            administrator.execute(REFUSE_LINKS.format(when=when))
            try:
                yield
            finally:
                administrator.execute("DROP FUNCTION eu.refuse_link CASCADE")

    return refuse


@pytest.mark.django_db(databases="__all__", transaction=True)
@pytest.mark.parametrize(("when", "is_row_left"), [("IMMEDIATE", False), ("DEFERRED", True)])
def test_an_invitation_that_failed_is_repeated_with_the_same_key(api, sending, refusing, when, is_row_left):
    token = token_of(make_staff_member("admin"))
    with refusing(when), pytest.raises(DatabaseError, match="the region fails"):
        api.post("admin/staff", INVITATION, token=token, key="one-click-of-the-button")
    assert StaffMember.objects.filter(email=INVITATION["email"]).exists() == is_row_left
    assert not AuditEntry.objects.filter(action="staff.invited").exists()

    with sending() as sent:
        repeated = api.post("admin/staff", INVITATION, token=token, key="one-click-of-the-button")
    anew = api.post("admin/staff", INVITATION, token=token)

    assert (repeated.status_code, anew.status_code) == (201, 409)
    assert choose(api, token_in(sent[-1])).status_code == 200
    assert log_in(api, INVITATION["email"], NEW_PASSWORD).json()["roles"] == ["support"]
    assert AuditEntry.objects.get(action="staff.invited").resource == repeated.json()["id"]


@pytest.mark.django_db(databases="__all__", transaction=True)
@pytest.mark.parametrize("other", [{"roles": ["admin"]}, {"name": "Another Lena"}])
def test_an_invitation_that_failed_is_not_repeated_by_another_one(api, refusing, other):
    token = token_of(make_staff_member("admin"))
    with refusing("DEFERRED"), pytest.raises(DatabaseError, match="the region fails"):
        api.post("admin/staff", INVITATION, token=token)

    answer = api.post("admin/staff", {**INVITATION, **other}, token=token)

    assert (answer.status_code, answer.json()["code"]) == (409, "email_in_use")
    assert StaffMember.objects.get(email=INVITATION["email"]).roles == ["support"]


class TestRoles:
    def test_another_members_roles_are_replaced_and_the_sessions_end_in_every_region(self, api, admin, sending):
        member = make_staff_member("support")
        sessions = {slug: log_in(api, member.email, tenant=slug).json() for slug in ("eu", "mena")}

        with sending():
            answer = change(api, member.id, ["finance", "catalogue"], token=admin)

        assert (answer.status_code, answer.json()["roles"]) == (200, ["catalogue", "finance"])
        assert api.get("admin/region", token=sessions["eu"]["access_token"]).status_code == 401
        for slug, session in sessions.items():
            refreshed = api.post("auth/refresh", {"refresh_token": session["refresh_token"]}, tenant=slug)
            assert refreshed.status_code == 401
        entry = AuditEntry.objects.get(action="staff.roles_changed")
        assert (entry.old, entry.new) == ({"roles": ["support"]}, {"roles": ["catalogue", "finance"]})

    def test_nobody_changes_their_own(self, api):
        make_staff_member("admin")
        own = make_staff_member("support")

        answer = change(api, own.id, ["admin"], token=token_of(own, "admin"))

        assert (answer.status_code, answer.json()["code"]) == (409, "own_access")
        assert StaffMember.objects.get(pk=own.id).roles == ["support"]

    def test_the_last_administrator_who_can_log_in_keeps_the_role(self, api):
        last = make_staff_member("admin")
        StaffMember.objects.create(id="stf_invited", email="x@example.com", name="X", roles=["admin"], created_at=last.created_at)

        answer = change(api, last.id, ["finance"], token=staff_token())

        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
        assert not AuditEntry.objects.filter(action="staff.roles_changed").exists()

    def test_a_stale_version_changes_nothing(self, api, admin):
        member = make_staff_member("support")

        answer = api.patch(f"admin/staff/{member.id}", {"roles": ["finance"], **REASON}, token=admin, etag="99")

        assert answer.status_code == 412
        assert StaffMember.objects.get(pk=member.id).roles == ["support"]
        assert not AuditEntry.objects.filter(action="staff.roles_changed").exists()


class TestAccess:
    def test_it_ends_and_comes_back_by_a_new_password(self, api, admin, sending):
        member = make_staff_member("support")

        ended = api.post(f"admin/staff/{member.id}/end-access", REASON, token=admin)
        while_ended = log_in(api, member.email)
        again = api.post(f"admin/staff/{member.id}/end-access", REASON, token=admin)
        with sending() as sent:
            restored = api.post(f"admin/staff/{member.id}/restore-access", {"reason": "Came back"}, token=admin)

        assert (ended.status_code, ended.json()["is_active"], while_ended.status_code) == (200, False, 401)
        assert (again.status_code, again.json()["code"]) == (409, "access_unchanged")
        assert (restored.json()["is_active"], log_in(api, member.email).status_code) == (True, 401)
        assert choose(api, token_in(sent[-1])).status_code == 200
        assert log_in(api, member.email, NEW_PASSWORD).status_code == 200
        found = AuditEntry.objects.filter(action__in=["staff.access_ended", "staff.access_restored"]).order_by("id")
        assert [entry.reason for entry in found] == ["Left the company", "Came back"]

    def test_the_link_of_who_was_let_go_opens_nothing(self, api, admin, invited):
        member, link = invited
        api.post(f"admin/staff/{member['id']}/end-access", REASON, token=admin)

        answer = choose(api, link)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_token")

    def test_nobody_ends_their_own_and_the_last_administrator_stays(self, api):
        last = make_staff_member("admin")

        own = api.post(f"admin/staff/{last.id}/end-access", REASON, token=token_of(last))
        others = api.post(f"admin/staff/{last.id}/end-access", REASON, token=staff_token())

        assert (own.json()["code"], others.json()["code"]) == ("own_access", "last_admin")
        assert StaffMember.objects.get(pk=last.id).is_active


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_administrators_who_end_each_others_access_at_once_one_stays(api, tenant):
    one, other = make_staff_member("admin"), make_staff_member("admin")

    def end(actor, member) -> int:
        try:
            with tenancy.scope(tenant):
                return api.post(f"admin/staff/{member.id}/end-access", REASON, token=token_of(actor)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(end, (one, other), (other, one)))

    assert sorted(answers) == [200, 409]
    assert StaffMember.objects.filter(is_active=True).count() == 1


class TestReading:
    def test_members_are_found_by_name_page_by_page(self, api, admin):
        names = [make_staff_member("support", name=f"Bo {number}").name for number in range(3)]

        first = api.get("admin/staff", token=admin, q="bo", limit=2).json()
        second = api.get("admin/staff", token=admin, q="bo", limit=2, cursor=first["next_cursor"]).json()

        assert sorted(item["name"] for item in [*first["items"], *second["items"]]) == names
        assert "password" not in first["items"][0]

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "admin/staff"),
            ("POST", "admin/staff"),
            ("GET", "admin/staff/x"),
            ("PATCH", "admin/staff/x"),
            ("POST", "admin/staff/x/invitations"),
            ("POST", "admin/staff/x/end-access"),
            ("POST", "admin/staff/x/restore-access"),
        ],
    )
    def test_it_is_for_administrators_alone(self, api, mena, method, path):
        with tenancy.scope(mena):
            foreign = staff_token()

        assert api.send(method, path, {}).status_code == 401
        for token in (staff_token("support", "finance", "catalogue"), customer_token(make_customer().id)):
            assert api.send(method, path, {}, token=token).status_code == 403
        assert api.send(method, path, {}, token=foreign).status_code == 421

    def test_who_is_not_there_is_not_found(self, api, admin):
        assert api.get("admin/staff/stf_nobody", token=admin).status_code == 404
        assert change(api, "stf_nobody", ["finance"], token=admin).status_code == 404
        assert api.post("admin/staff/stf_nobody/end-access", REASON, token=admin).status_code == 404


def change(api, member_id: str, roles: list[str], *, token: str):
    read = api.get(f"admin/staff/{member_id}", token=token)
    etag = read["ETag"].strip('"') if "ETag" in read else "1"
    return api.patch(f"admin/staff/{member_id}", {"roles": roles, "reason": "Other work"}, token=token, etag=etag)
