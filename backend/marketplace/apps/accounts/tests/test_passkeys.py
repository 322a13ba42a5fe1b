"""Passkeys next to the codes of an authenticator app: adding one, logging in by it, and what is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from marketplace.apps.accounts.domain.passkeys import web_app_of
from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.tests.authenticator import Device
from marketplace.apps.accounts.tests.factories import PASSWORD, make_vendor_person
from marketplace.apps.accounts.tests.test_second_factor_api import log_in, log_in_by_both, set_up
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import clock
from marketplace.foundation.mail.testing import committed

pytestmark = pytest.mark.usefixtures("tenant")

STAFF_EMAIL, OWNER_EMAIL = "sam@operator.example", "olga@vendor.example"
WRONG = {
    "nonsense": "{}",
    "no json": "a passkey",
    "empty": '{"id": "", "rawId": "", "type": "public-key", "response": {}}',
    "deep": "[" * 9_000,
}


@pytest.fixture
def owner(api):
    """An owner with an authenticator app, who has just logged in by it."""
    make_vendor_person(email=OWNER_EMAIL)
    app = set_up(api, log_in(api, OWNER_EMAIL, "vendor")["access_token"])
    return log_in_by_both(api, OWNER_EMAIL, "vendor", app)["access_token"]


def origin_of(audience="vendor"):
    return web_app_of(audience).origin


def add(api, token, device, *, audience="vendor", name="Telephone", **options):
    begun = api.post("me/passkeys/options", token=token).json()
    credential = device.create(begun["options"], **{"origin": origin_of(audience), **options})
    return api.post("me/passkeys", {"name": name, "challenge": begun["challenge"], "credential": credential}, token=token)


def log_in_by(api, device, *, challenge="", **options):
    asked = log_in(api, OWNER_EMAIL, "vendor", status=401)
    credential = device.get(asked["passkey_options"], **{"origin": origin_of(), **options})
    return api.post("auth/login/passkey", {"challenge": challenge or asked["challenge"], "credential": credential})


def test_a_passkey_takes_the_place_of_the_code(api, owner):
    device = Device()
    added = add(api, owner, device)
    tokens = log_in_by(api, device)

    assert (added.status_code, [one["name"] for one in added.json()["items"]]) == (201, ["Telephone"])
    assert tokens.status_code == 200, tokens.content
    state = api.get("me/second-factor", token=tokens.json()["access_token"]).json()
    assert [(one["name"], one["host"]) for one in state["passkeys"]] == [("Telephone", web_app_of("vendor").host)]
    assert "public_key" not in state["passkeys"][0]


def test_the_person_is_written_to(api, owner, django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks) as outbox:
        add(api, owner, Device())

    assert ("passkey" in outbox[-1].subject, outbox[-1].to) == (True, [OWNER_EMAIL])


def test_staff_have_passkeys_of_the_region_they_work_in(api, mena):
    make_staff_member(email=STAFF_EMAIL)
    app = set_up(api, log_in(api, STAFF_EMAIL, "staff")["access_token"])
    assert add(api, log_in_by_both(api, STAFF_EMAIL, "staff", app)["access_token"], Device(), audience="staff").status_code == 201

    here = api.post("auth/login", {"audience": "staff", "email": STAFF_EMAIL, "password": PASSWORD}).json()
    there = api.post("auth/login", {"audience": "staff", "email": STAFF_EMAIL, "password": PASSWORD}, tenant="mena").json()

    assert json.loads(here["passkey_options"])["rpId"] == web_app_of("staff").host
    assert there["passkey_options"] is None


def test_without_a_second_factor_there_are_no_passkeys(api):
    make_vendor_person(email=OWNER_EMAIL)

    answer = api.post("me/passkeys/options", token=log_in(api, OWNER_EMAIL, "vendor")["access_token"])

    assert (answer.status_code, answer.json()["code"]) == (409, "no_second_factor")


@pytest.mark.parametrize("options", [{"origin": "https://vendor.globalmarket.example"}, {"is_verified": False}])
def test_another_site_and_a_device_that_asked_nobody_are_refused(api, owner, options):
    device = Device()

    assert add(api, owner, device, **options).json()["code"] == "passkey_refused"
    assert add(api, owner, device).status_code == 201
    assert log_in_by(api, device, **options).json()["code"] == "passkey_refused"


def test_anothers_device_and_another_challenge_are_refused(api, owner):
    device = Device()
    add(api, owner, device)
    earlier = log_in(api, OWNER_EMAIL, "vendor", status=401)["challenge"]

    assert log_in_by(api, Device()).json()["code"] == "passkey_refused"
    assert log_in_by(api, device, challenge=earlier).json()["code"] == "passkey_refused"


def test_an_answer_works_once(api, owner):
    device = Device()
    add(api, owner, device)
    asked = log_in(api, OWNER_EMAIL, "vendor", status=401)
    sent = {"challenge": asked["challenge"], "credential": device.get(asked["passkey_options"], origin=origin_of())}

    first, second = api.post("auth/login/passkey", sent), api.post("auth/login/passkey", sent)

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 401, "log_in_expired")


def test_a_copied_device_is_noticed_by_its_count(api, owner):
    device = Device()
    add(api, owner, device)
    assert log_in_by(api, device).status_code == 200
    device.count = 0

    assert log_in_by(api, device).json()["code"] == "passkey_refused"


@pytest.mark.parametrize("credential", WRONG.values(), ids=WRONG)
def test_what_is_no_answer_is_refused(api, owner, credential):
    add(api, owner, Device())
    asked = log_in(api, OWNER_EMAIL, "vendor", status=401)

    answer = api.post("auth/login/passkey", {"challenge": asked["challenge"], "credential": credential})

    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_refused")


def test_a_removed_passkey_opens_nothing(api, owner):
    device = Device()
    (passkey,) = add(api, owner, device).json()["items"]
    asked = log_in(api, OWNER_EMAIL, "vendor", status=401)
    credential = device.get(asked["passkey_options"], origin=origin_of())

    assert api.delete(f"me/passkeys/{passkey['id']}", token=owner).status_code == 204
    assert api.delete(f"me/passkeys/{passkey['id']}", token=owner).status_code == 404
    answer = api.post("auth/login/passkey", {"challenge": asked["challenge"], "credential": credential})
    assert answer.json()["code"] == "passkey_refused"
    assert log_in(api, OWNER_EMAIL, "vendor", status=401)["passkey_options"] is None


def test_a_passkey_is_its_persons_alone(api, owner):
    (passkey,) = add(api, owner, Device()).json()["items"]
    make_vendor_person(email="other@vendor.example")
    other = log_in(api, "other@vendor.example", "vendor")["access_token"]

    assert api.delete(f"me/passkeys/{passkey['id']}", token=other).status_code == 404


def test_a_challenge_of_anothers_is_refused(api, owner):
    make_vendor_person(email="other@vendor.example")
    app = set_up(api, log_in(api, "other@vendor.example", "vendor")["access_token"])
    other = log_in_by_both(api, "other@vendor.example", "vendor", app)["access_token"]
    begun = api.post("me/passkeys/options", token=other).json()
    credential = Device().create(begun["options"], origin=origin_of())

    answer = api.post("me/passkeys", {"name": "Theirs", "challenge": begun["challenge"], "credential": credential}, token=owner)

    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_refused")


def test_there_are_at_most_ten(api, owner):
    codes = [add(api, owner, Device()).status_code for _ in range(10)]

    answer = api.post("me/passkeys/options", token=owner)

    assert codes == [201] * 10
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_passkeys")


def test_a_passkey_proves_again_who_one_is(api, owner):
    device = Device()
    add(api, owner, device)
    clock.advance(timedelta(minutes=10))
    way = api.post("me/reauthentication/options", token=owner).json()
    proof = {"challenge": way["challenge"], "credential": device.get(way["passkey_options"], origin=origin_of())}

    first, second = (api.post("me/reauthentication", proof, token=owner) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 422)
    assert api.post("vendor/api-keys", {}, token=first.json()["access_token"]).json()["code"] == "invalid_input"


def test_a_factor_that_was_stored_before_there_were_passkeys_still_works(api, owner):
    stored = Account.objects.get(email=OWNER_EMAIL).second_factor

    assert "passkeys" not in stored
    assert add(api, owner, Device()).status_code == 201
