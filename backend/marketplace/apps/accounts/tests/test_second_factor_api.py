"""The second factor over HTTP: logging in by two steps, and what a region that asks for one refuses without it."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer, make_vendor_person
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.foundation import clock

pytestmark = pytest.mark.usefixtures("tenant")

STAFF_EMAIL, OWNER_EMAIL = "sam@operator.example", "olga@vendor.example"
# what is refused without a second factor, as a region may ask for: the body does not matter, since nobody reads it
REFUSED = [
    (STAFF_EMAIL, "staff", "POST", "admin/payout-runs"),
    (STAFF_EMAIL, "staff", "PATCH", "admin/region"),
    (OWNER_EMAIL, "vendor", "PUT", "vendor/payout-account"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/members"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/api-keys"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/orders/vor_1/refunds"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/returns/ret_1/inspect"),
]


@pytest.fixture
def people():
    make_staff_member(email=STAFF_EMAIL)
    make_vendor_person(email=OWNER_EMAIL)


@pytest.fixture
def strict(api):
    etag = api.get("admin/region", token=staff_token()).json()["etag"]
    edit = {"settings": {"requires_second_factor": True}, "reason": "What the auditors ask for"}
    assert api.patch("admin/region", edit, token=staff_token(), etag=etag).status_code == 200


def log_in(api, email, audience, status=200):
    answer = api.post("auth/login", {"audience": audience, "email": email, "password": PASSWORD})
    assert answer.status_code == status, answer.content
    return answer.json()


def set_up(api, token):
    """The person's app, with a factor that it has confirmed."""
    begun = api.post("me/second-factor", {"password": PASSWORD}, token=token)
    assert begun.status_code == 201, begun.content
    app = pyotp.TOTP(begun.json()["secret"])
    # of the step before, so that the present code has not been used
    confirmed = api.post("me/second-factor/confirm", {"code": app.at(clock.now() - timedelta(seconds=30))}, token=token)
    assert confirmed.status_code == 200, confirmed.content
    assert len(set(confirmed.json()["codes"])) == 10
    return app


def log_in_by_both(api, email, audience, app):
    challenge = log_in(api, email, audience, status=401)["challenge"]
    answer = api.post("auth/login/code", {"challenge": challenge, "code": app.at(clock.now())})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_person_sets_it_up_and_logs_in_by_two_steps(api, people):
    app = set_up(api, log_in(api, OWNER_EMAIL, "vendor")["access_token"])

    first = log_in(api, OWNER_EMAIL, "vendor", status=401)
    tokens = log_in_by_both(api, OWNER_EMAIL, "vendor", app)

    assert (first["code"], "access_token" in first) == ("second_factor_needed", False)
    state = api.get("me/second-factor", token=tokens["access_token"]).json()
    assert (state["is_on"], state["recovery_codes_left"], state["is_required"]) == (True, 10, False)


def test_a_wrong_code_and_an_unknown_challenge_are_refused(api, people):
    set_up(api, log_in(api, OWNER_EMAIL, "vendor")["access_token"])
    challenge = log_in(api, OWNER_EMAIL, "vendor", status=401)["challenge"]

    wrong = api.post("auth/login/code", {"challenge": challenge, "code": "000000"})
    unknown = api.post("auth/login/code", {"challenge": "nobodys", "code": "000000"})

    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_code")
    assert (unknown.status_code, unknown.json()["code"]) == (401, "log_in_expired")


def test_a_challenge_of_another_region_leads_nowhere(api, people, mena):
    app = set_up(api, log_in(api, STAFF_EMAIL, "staff")["access_token"])
    challenge = log_in(api, STAFF_EMAIL, "staff", status=401)["challenge"]

    answer = api.post("auth/login/code", {"challenge": challenge, "code": app.at(clock.now())}, tenant="mena")

    assert (answer.status_code, answer.json()["code"]) == (401, "log_in_expired")


def test_customers_have_none(api):
    token = customer_token(make_customer().id)

    assert api.get("me/second-factor", token=token).status_code == 403
    assert api.post("me/second-factor", {"password": PASSWORD}, token=token).status_code == 403


@pytest.mark.parametrize(("email", "audience", "method", "path"), REFUSED)
def test_a_region_that_asks_for_one_refuses_what_moves_money_roles_and_keys(api, people, strict, email, audience, method, path):
    tokens = log_in(api, email, audience)

    answer = api.send(method, path, {}, token=tokens["access_token"])

    assert tokens["lacks_second_factor"]
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


@pytest.mark.parametrize(("email", "audience", "method", "path"), REFUSED)
def test_with_one_they_are_judged_by_what_they_say(api, people, strict, email, audience, method, path):
    app = set_up(api, log_in(api, email, audience)["access_token"])

    answer = api.send(method, path, {}, token=log_in_by_both(api, email, audience, app)["access_token"])

    assert answer.json()["code"] != "second_factor_required"


def test_without_one_everything_can_be_read_and_the_own_account_changed(api, people, strict):
    token = log_in(api, STAFF_EMAIL, "staff")["access_token"]

    assert api.get("admin/payout-runs", token=token).status_code == 200
    assert api.get("me/second-factor", token=token).json()["is_required"]


def test_the_session_that_sets_it_up_has_it_from_its_next_refresh(api, people, strict):
    tokens = log_in(api, STAFF_EMAIL, "staff")
    set_up(api, tokens["access_token"])

    renewed = api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]})

    assert (renewed.status_code, renewed.json()["lacks_second_factor"]) == (200, False)


def test_sessions_are_listed_and_ended_by_their_person_alone(api, people):
    here, there = log_in(api, OWNER_EMAIL, "vendor"), log_in(api, OWNER_EMAIL, "vendor")
    stranger = log_in(api, STAFF_EMAIL, "staff")
    listed = api.get("me/sessions", token=here["access_token"]).json()["items"]
    (other,) = [one["id"] for one in listed if not one["is_this_one"]]

    assert api.delete(f"me/sessions/{other}", token=stranger["access_token"]).status_code == 404
    assert api.delete(f"me/sessions/{other}", token=here["access_token"]).status_code == 204

    assert api.post("auth/refresh", {"refresh_token": there["refresh_token"]}).status_code == 401
    assert len(api.get("me/sessions", token=here["access_token"]).json()["items"]) == 1


def test_the_state_can_be_read_as_often_as_its_page_is_opened(api, people):
    token = log_in(api, OWNER_EMAIL, "vendor")["access_token"]

    answers = {api.get("me/second-factor", token=token).status_code for _ in range(25)}
    tries = [api.post("me/second-factor", {"password": ""}, token=token).status_code for _ in range(21)]

    assert answers == {200}
    assert tries == [422] * 20 + [429]


def test_staff_are_not_shown_sessions_that_ended_in_another_region(api, people):
    log_in(api, STAFF_EMAIL, "staff")
    elsewhere = api.post("auth/login", {"audience": "staff", "email": STAFF_EMAIL, "password": PASSWORD}, tenant="mena").json()
    assert api.post("auth/logout-everywhere", token=elsewhere["access_token"], tenant="mena").status_code == 204

    listed = api.get("me/sessions", token=log_in(api, STAFF_EMAIL, "staff")["access_token"]).json()["items"]

    assert [one["is_this_one"] for one in listed] == [True]
