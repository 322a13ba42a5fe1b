from __future__ import annotations

from contextlib import ExitStack

import pytest

from marketplace.apps.accounts.domain import passwords
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer, make_vendor_person, vendor_person_token
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed, token_in

pytestmark = pytest.mark.usefixtures("tenant")

NEW = "a wholly new password"


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    return lambda: committed(django_capture_on_commit_callbacks)


def log_in(api, email="noor@example.com", password=PASSWORD, audience="customer"):
    return api.post("auth/login", {"audience": audience, "email": email, "password": password})


def change(api, token, current=PASSWORD, new=NEW):
    return api.post("me/password", {"current_password": current, "new_password": new}, token=token)


def test_a_forgotten_password_is_replaced_by_a_mailed_link(api, sending):
    make_customer(email="noor@example.com", language="de")
    with sending() as sent:
        asked = api.post("auth/password-reset", {"email": "NOOR@example.com"})
    with sending():
        done = api.post("auth/password-reset/confirm", {"token": token_in(sent[0]), "password": NEW})

    assert (asked.status_code, done.json()) == (202, {"audience": "customer"})
    assert sent[0].subject.startswith("Ein neues Passwort")
    assert sent[-1].subject.startswith("Ihr Passwort")
    assert log_in(api).status_code == 401
    assert log_in(api, password=NEW).status_code == 200


def test_a_reset_for_an_unknown_address_looks_the_same_and_mails_nobody(api, sending):
    with sending() as sent:
        answer = api.post("auth/password-reset", {"email": "nobody@example.com"})

    assert (answer.status_code, answer.json()) == (202, {"status": "check_your_mail"})
    assert sent == []


def test_the_time_of_the_answer_does_not_tell_who_has_an_account(api, sending):
    make_customer(email="noor@example.com")

    def work_for(email):
        return api.post("auth/password-reset", {"email": email}, headers={"X-Count-Store-Calls": "1"})["X-Store-Calls"]

    with sending() as sent:
        assert work_for("noor@example.com") == work_for("nobody@example.com")
        assert sent == []  # the worker looks who it is

    assert [message.to for message in sent] == [["noor@example.com"]]


def test_a_reset_link_works_once_and_a_weak_password_does_not_use_it_up(api, sending):
    make_customer(email="noor@example.com")
    with sending() as sent:
        api.post("auth/password-reset", {"email": "noor@example.com"})
    token = token_in(sent[0])

    answers = [api.post("auth/password-reset/confirm", {"token": token, "password": password}) for password in ("short", NEW, NEW)]

    assert [answer.status_code for answer in answers] == [422, 200, 422]
    assert answers[2].json()["code"] == "invalid_token"


def test_a_used_reset_kills_the_other_links_and_ends_every_session(api, sending):
    make_customer(email="noor@example.com")
    refresh_token = log_in(api).json()["refresh_token"]
    with sending() as sent:
        for _ in range(2):
            api.post("auth/password-reset", {"email": "noor@example.com"})
    api.post("auth/password-reset/confirm", {"token": token_in(sent[0]), "password": NEW})

    assert api.post("auth/password-reset/confirm", {"token": token_in(sent[1]), "password": NEW}).status_code == 422
    assert api.post("auth/refresh", {"refresh_token": refresh_token}).status_code == 401


def test_a_registration_link_cannot_set_a_password(api, sending):
    with sending() as sent:
        api.post("auth/register", {"email": "noor@example.com", "password": PASSWORD, "name": "Noor"})

    answer = api.post("auth/password-reset/confirm", {"token": token_in(sent[0]), "password": NEW})

    assert answer.status_code == 422


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(api, sending):
    customer = make_customer(email="noor@example.com")
    here, there = log_in(api).json(), log_in(api).json()

    with sending() as sent:
        answer = change(api, here["access_token"])

    assert answer.status_code == 204
    assert api.get("me", token=here["access_token"]).status_code == 200
    assert api.get("me", token=there["access_token"]).status_code == 401
    assert api.post("auth/refresh", {"refresh_token": there["refresh_token"]}).status_code == 401
    assert api.post("auth/refresh", {"refresh_token": here["refresh_token"]}).status_code == 200
    assert [message.subject.split(" for ")[0] for message in sent] == ["Your password"]
    assert AuditEntry.objects.get(action="account.password_changed").resource == customer.id


def test_the_present_password_is_needed_and_guessing_it_is_slowed(api):
    make_customer(email="noor@example.com")
    token = log_in(api).json()["access_token"]

    answers = [change(api, token, current="wrong password " * 20) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert answers[0].json()["errors"][0]["field"] == "current_password"


def test_every_endpoint_that_sets_a_password_refuses_known_words(api, sending):
    made_of_known_words = "GlobalMarket-Noor-2026"
    make_customer(email="noor@example.com", name="Noor Jansen")
    token = log_in(api).json()["access_token"]
    with sending() as sent:
        api.post("auth/password-reset", {"email": "noor@example.com"})
    applicant = {"name": "Lamps", "legal_name": "Lamps BV", "country": "NL", "email": "noor@lamps.example", "owner_name": "Noor Jansen"}

    answers = [
        api.post("auth/register", {"email": "noor@mail.example", "password": made_of_known_words, "name": "Noor Jansen"}),
        api.post("vendor/applications", {**applicant, "password": made_of_known_words}),
        api.post("auth/password-reset/confirm", {"token": token_in(sent[0]), "password": made_of_known_words}),
        api.post("me/password", {"current_password": PASSWORD, "new_password": made_of_known_words}, token=token),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert [[error["code"] for error in answer.json()["errors"]] for answer in answers] == [["password_of_known_words"]] * 4


def test_staff_and_vendors_people_change_theirs_at_the_same_endpoint(api):
    make_staff_member(email="sam@example.com")
    make_vendor_person(email="olga@example.com")
    for audience, email in (("staff", "sam@example.com"), ("vendor", "olga@example.com")):
        token = log_in(api, email, audience=audience).json()["access_token"]

        assert change(api, token).status_code == 204
        assert log_in(api, email, NEW, audience).status_code == 200
    assert change(api, vendor_person_token("usr_gone")).status_code == 404


def test_hashing_has_a_limit_of_its_own(api, settings):
    """Each hash takes 100 MB and a core, however many threads a process has."""
    make_customer(email="noor@example.com")
    settings.HASHING_TURN_TIMEOUT_S = 0

    with ExitStack() as turns:
        for _ in range(passwords.HASHES_AT_ONCE):
            turns.enter_context(passwords.turn())
        refused = [log_in(api), log_in(api, email="nobody@example.com")]

    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(503, "hashing_busy")] * 2
    assert refused[0]["Retry-After"] == "2"
    assert log_in(api).status_code == 200
