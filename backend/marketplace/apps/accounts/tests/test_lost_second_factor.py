"""Persons who have lost their second factor, or whom a stranger has locked out by one."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import InvalidRefreshToken, LogInExpired, NoSecondFactor, SecondFactorNeeded
from marketplace.apps.accounts.tests.factories import (
    PASSWORD,
    STEP,
    App,
    confirm_second_factor,
    make_vendor_person,
    set_up_second_factor,
)
from marketplace.apps.accounts.types import STAFF, VENDOR
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed, token_in
from marketplace.foundation.rest.tokens import read_access_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

EMAIL = "olga@people.example"
NEW = "a different horse battery"
AUDIENCES = pytest.mark.parametrize("audience", [VENDOR, STAFF])


def make_person(audience):
    return (make_vendor_person if audience == VENDOR else make_staff_member)(email=EMAIL).id


def log_in(audience=VENDOR, *, now=NOW):
    return services.log_in(audience=audience, email=EMAIL, password=PASSWORD, address="198.51.100.7", user_agent="tests", now=now)


def challenge_for(audience=VENDOR):
    with pytest.raises(SecondFactorNeeded) as asked:
        log_in(audience)
    return asked.value.extra["challenge"]


def remove(audience=VENDOR, *, tenant="eu", reason="The telephone was stolen; called back at the number in the contract", email=EMAIL):
    out = StringIO()
    call_command("remove_second_factor", tenant=tenant, audience=audience, email=email, reason=reason, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    return lambda: committed(django_capture_on_commit_callbacks)


@AUDIENCES
def test_the_command_lets_a_person_in_by_the_password_alone(audience):
    person_id = make_person(audience)
    set_up_second_factor(person_id, audience=audience)

    assert remove(audience) == person_id

    assert log_in(audience).person_id == person_id


@AUDIENCES
def test_the_command_ends_sessions_and_what_a_password_has_begun(audience):
    person_id = make_person(audience)
    before = log_in(audience, now=NOW - timedelta(minutes=5))
    kept = read_access_token(before.access_token, now=NOW - timedelta(minutes=5)).session_id
    app, _ = set_up_second_factor(person_id, audience=audience, session_id=kept)
    challenge = challenge_for(audience)

    remove(audience)

    with pytest.raises(InvalidRefreshToken):
        services.refresh_session(refresh_token=before.refresh_token, now=NOW)
    with pytest.raises(LogInExpired):
        services.log_in_with_code(challenge=challenge, code=app.code(), address="", user_agent="", now=NOW)


def test_of_staff_the_sessions_of_every_region_end(mena):
    member_id = make_person(STAFF)
    with tenancy.scope(mena):
        elsewhere = log_in(STAFF)
    set_up_second_factor(member_id, audience=STAFF)

    remove(STAFF, tenant="eu")

    with tenancy.scope(mena), pytest.raises(InvalidRefreshToken):
        services.refresh_session(refresh_token=elsewhere.refresh_token, now=NOW)


def test_the_command_leaves_an_entry_with_the_reason_and_writes_to_the_person(sending):
    person_id = make_person(VENDOR)
    set_up_second_factor(person_id)

    with sending() as sent:
        remove(reason="Olga called")

    entry = AuditEntry.objects.get(action="account.second_factor_removed")
    assert (entry.actor_kind, entry.resource, entry.reason) == ("system", person_id, "Olga called")
    assert sent[-1].to == [EMAIL]
    assert "second factor" in sent[-1].subject


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "nobody@people.example"}, "Nobody"),
        ({"audience": STAFF}, "Nobody"),
        ({"tenant": "atlantis"}, "no active region"),
        ({"reason": " "}, "1 to 500"),
        ({"reason": "x" * 501}, "1 to 500"),
    ],
)
def test_the_command_says_what_is_wrong_and_removes_nothing(wrong, sentence):
    set_up_second_factor(make_person(VENDOR))

    with pytest.raises(CommandError, match=sentence):
        remove(**wrong)

    assert challenge_for()


def test_the_command_finds_nothing_the_second_time():
    set_up_second_factor(make_person(VENDOR))
    remove()

    with pytest.raises(CommandError, match="no second factor"):
        remove()


def test_a_factor_that_a_stranger_has_begun_is_removed_too():
    person_id = make_person(VENDOR)
    begun = services.begin_second_factor(audience=VENDOR, person_id=person_id, password=PASSWORD, now=NOW)

    remove()

    with pytest.raises(NoSecondFactor):
        confirm_second_factor(person_id, App(begun.secret).code())


@AUDIENCES
def test_a_new_password_by_mail_forgets_a_factor_that_was_never_confirmed(audience, sending):
    person_id = make_person(audience)
    begun = services.begin_second_factor(audience=audience, person_id=person_id, password=PASSWORD, now=NOW)

    choose_new_password(audience, sending)

    with pytest.raises(NoSecondFactor):
        confirm_second_factor(person_id, App(begun.secret).code(), audience=audience)


@AUDIENCES
def test_a_new_password_by_mail_keeps_a_factor_that_is_confirmed(audience, sending):
    person_id = make_person(audience)
    set_up_second_factor(person_id, audience=audience, now=NOW - STEP)

    choose_new_password(audience, sending)

    assert queries.get_second_factor(audience=audience, person_id=person_id).is_on


def choose_new_password(audience, sending):
    with sending() as sent:
        services.request_password_reset(audience=audience, email=EMAIL, now=NOW)
    services.reset_password(token=token_in(sent[-1]), password=NEW, actor_address="198.51.100.7", now=NOW)
