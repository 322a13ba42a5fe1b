"""Proving again who one is, before payout accounts, payouts, roles and keys are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from marketplace.apps.accounts.models import Account, Session
from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer, make_vendor_person
from marketplace.apps.accounts.tests.test_second_factor_api import log_in, log_in_by_both, set_up
from marketplace.apps.accounts.types import SESSION_LIVES
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import clock
from marketplace.foundation.mail.testing import committed
from marketplace.foundation.rest.tokens import AUTHENTICATION_IS_RECENT, VENDOR, Principal, issue_access_token, read_access_token

pytestmark = pytest.mark.usefixtures("tenant")

STAFF_EMAIL, OWNER_EMAIL = "sam@operator.example", "olga@vendor.example"
# what an open browser is not enough for: the body does not matter, since nobody reads it
GUARDED = [
    (STAFF_EMAIL, "staff", "POST", "admin/payout-runs/prun_1/approve"),
    (STAFF_EMAIL, "staff", "POST", "admin/payout-runs/prun_1/pay"),
    (STAFF_EMAIL, "staff", "POST", "admin/payouts/pout_1/retry"),
    (STAFF_EMAIL, "staff", "PUT", "admin/bank-account"),
    (STAFF_EMAIL, "staff", "POST", "admin/staff"),
    (STAFF_EMAIL, "staff", "PATCH", "admin/staff/stf_1"),
    (STAFF_EMAIL, "staff", "PATCH", "admin/region"),
    (STAFF_EMAIL, "staff", "POST", "admin/vendors/ven_1/members/usr_1/remove-second-factor"),
    (OWNER_EMAIL, "vendor", "PUT", "vendor/payout-account"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/members"),
    (OWNER_EMAIL, "vendor", "PATCH", "vendor/members/usr_1"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/api-keys"),
    (OWNER_EMAIL, "vendor", "DELETE", "vendor/api-keys/key_1"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/webhooks"),
    (OWNER_EMAIL, "vendor", "PATCH", "vendor/webhooks/whe_1"),
    (OWNER_EMAIL, "vendor", "DELETE", "vendor/webhooks/whe_1"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/webhooks/whe_1/rotate-secret"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/connected-account/links"),
    (OWNER_EMAIL, "vendor", "DELETE", "vendor/connected-account"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/connected-account/named"),
    (OWNER_EMAIL, "vendor", "POST", "vendor/connected-account/confirm"),
    (OWNER_EMAIL, "vendor", "POST", "me/passkeys/options"),
]


@pytest.fixture
def people():
    make_staff_member(email=STAFF_EMAIL)
    make_vendor_person(email=OWNER_EMAIL)


def log_in_long_ago(api, email, audience):
    """The access token of a session that has been refreshed since, so that nothing but the log-in is old."""
    tokens = log_in(api, email, audience)
    clock.advance(AUTHENTICATION_IS_RECENT)
    return api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).json()


def prove(api, token, **proof):
    return api.post("me/reauthentication", proof, token=token)


@pytest.mark.parametrize(("email", "audience", "method", "path"), GUARDED)
def test_what_opens_accounts_and_moves_money_asks_who_one_is(api, people, email, audience, method, path):
    old = log_in_long_ago(api, email, audience)["access_token"]

    refused = api.send(method, path, {}, token=old)
    new = prove(api, old, password=PASSWORD).json()["access_token"]

    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
    assert api.send(method, path, {}, token=new).json()["code"] != "reauthentication_required"


def test_a_log_in_of_this_moment_is_enough(api, people):
    token = log_in(api, OWNER_EMAIL, "vendor")["access_token"]

    assert api.post("vendor/api-keys", {}, token=token).json()["code"] == "invalid_input"


def test_reading_asks_nothing(api, people):
    token = log_in_long_ago(api, OWNER_EMAIL, "vendor")["access_token"]

    assert api.get("vendor/members", token=token).status_code == 200
    banks = api.get("vendor/connected-account/banks?provider=paystack&currency=NGN", token=token)
    assert banks.json()["code"] == "connected_account_not_offered"


def test_the_same_request_succeeds_afterwards_with_its_key(api, people):
    old = log_in_long_ago(api, STAFF_EMAIL, "staff")["access_token"]
    invitation = {"email": "new@operator.example", "name": "Nina New", "roles": ["support"], "reason": "Hired"}
    key = {"Idempotency-Key": "inviting-nina"}

    refused = api.post("admin/staff", invitation, token=old, headers=key)
    done = api.post("admin/staff", invitation, token=prove(api, old, password=PASSWORD).json()["access_token"], headers=key)

    assert (refused.status_code, done.status_code) == (403, 201)


def test_a_proof_is_over_after_some_minutes_also_for_the_refreshed_session(api, people):
    tokens = log_in_long_ago(api, OWNER_EMAIL, "vendor")
    proved = prove(api, tokens["access_token"], password=PASSWORD).json()["access_token"]
    clock.advance(AUTHENTICATION_IS_RECENT - timedelta(seconds=5))
    in_time = api.post("vendor/api-keys", {}, token=proved).json()["code"]
    clock.advance(timedelta(seconds=10))

    renewed = api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).json()["access_token"]

    assert in_time == "invalid_input"
    assert api.post("vendor/api-keys", {}, token=proved).json()["code"] == "reauthentication_required"
    assert api.post("vendor/api-keys", {}, token=renewed).json()["code"] == "reauthentication_required"


@pytest.mark.parametrize("proof", [{"password": "not the password"}, {"code": "123456"}, {}])
def test_a_wrong_password_and_nothing_at_all_prove_nothing(api, people, proof):
    token = log_in_long_ago(api, OWNER_EMAIL, "vendor")["access_token"]

    answer = prove(api, token, **proof)

    assert answer.status_code == 422, answer.content
    assert api.post("vendor/api-keys", {}, token=token).json()["code"] == "reauthentication_required"


def test_guessing_is_slowed(api, people):
    token = log_in_long_ago(api, OWNER_EMAIL, "vendor")["access_token"]

    codes = [prove(api, token, password=f"guess {number}").json()["code"] for number in range(5)]

    assert codes[-1] == "too_many_attempts"


def test_who_has_a_second_factor_proves_by_it_alone(api, people):
    app = set_up(api, log_in(api, OWNER_EMAIL, "vendor")["access_token"])
    token = log_in_by_both(api, OWNER_EMAIL, "vendor", app)["access_token"]
    clock.advance(timedelta(minutes=1))
    code = app.at(clock.now())

    way = api.post("me/reauthentication/options", token=token).json()
    by_password = prove(api, token, password=PASSWORD)
    by_code = prove(api, token, code=code)
    again = prove(api, token, code=code)

    assert way == {"by": "code", "challenge": None, "passkey_options": None}
    assert (by_password.status_code, by_password.json()["errors"][0]["field"]) == (422, "code")
    assert by_code.status_code == 200
    assert (again.status_code, again.json()["code"]) == (422, "wrong_code")


def test_a_session_that_has_ended_is_not_proved(api, people):
    here, there = log_in(api, OWNER_EMAIL, "vendor"), log_in(api, OWNER_EMAIL, "vendor")
    api.post("auth/logout-everywhere", token=there["access_token"])

    assert prove(api, here["access_token"], password=PASSWORD).status_code == 401


def of_now(token):
    """An access token for the same session and person that has not run out."""
    issued_at = datetime.fromtimestamp(jwt.decode(token, options={"verify_signature": False})["iat"], UTC)
    return issue_access_token(read_access_token(token, now=issued_at), now=clock.now())


def test_a_session_that_was_ended_from_another_region_is_not_proved(api, people, mena):
    here = api.post("auth/login", {"audience": "staff", "email": STAFF_EMAIL, "password": PASSWORD}).json()["access_token"]
    there = api.post("auth/login", {"audience": "staff", "email": STAFF_EMAIL, "password": PASSWORD}, tenant="mena").json()["access_token"]
    clock.advance(timedelta(minutes=1))
    api.post("auth/logout-everywhere", token=here)

    refused = api.post("me/reauthentication", {"password": PASSWORD}, token=there, tenant="mena")

    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_refresh_token")


@pytest.mark.parametrize("life", ["idle", "absolute"])
def test_proving_does_not_make_a_session_longer(api, people, life):
    token = log_in(api, STAFF_EMAIL, "staff")["access_token"]
    length = getattr(SESSION_LIVES["staff"], life)
    if life == "absolute":
        Session.objects.update(refreshed_at=clock.now() + length)
    clock.advance(length - timedelta(minutes=5))
    in_time = prove(api, of_now(token), password=PASSWORD)
    clock.advance(timedelta(minutes=5))

    refused = prove(api, in_time.json()["access_token"], password=PASSWORD)

    assert (in_time.status_code, refused.status_code, refused.json()["code"]) == (200, 401, "invalid_refresh_token")


def test_who_is_off_proves_nothing(api, people):
    token = log_in(api, OWNER_EMAIL, "vendor")["access_token"]
    Account.objects.filter(email=OWNER_EMAIL).update(is_active=False)

    assert prove(api, token, password=PASSWORD).status_code == 401


def test_the_token_of_a_proof_ends_with_its_session(api, people, django_capture_on_commit_callbacks):
    token = log_in(api, OWNER_EMAIL, "vendor")["access_token"]
    clock.advance(timedelta(minutes=14))
    proved = prove(api, token, password=PASSWORD).json()["access_token"]
    clock.advance(timedelta(minutes=5))

    with committed(django_capture_on_commit_callbacks):
        api.post("auth/logout", {}, token=proved)

    assert api.get("vendor/members", token=proved).status_code == 401


def test_a_session_of_another_region_is_not_proved(api, people, mena):
    token = log_in(api, STAFF_EMAIL, "staff")["access_token"]

    assert api.post("me/reauthentication", {"password": PASSWORD}, token=token, tenant="mena").status_code == 421


def test_customers_have_nothing_to_prove(api):
    token = customer_token(make_customer().id)

    assert api.post("me/reauthentication/options", token=token).status_code == 403
    assert prove(api, token, password=PASSWORD).status_code == 403


def test_an_old_token_without_the_claim_is_not_recent(api, people):
    principal = Principal(id="usr_1", audience=VENDOR, session_id="ses_1", roles=("owner",), vendor_id="ven_1")

    answer = api.post("vendor/api-keys", {}, token=issue_access_token(principal, now=clock.now()))

    assert answer.json()["code"] == "reauthentication_required"
