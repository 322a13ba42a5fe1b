"""auth/* and me/* over HTTP: shapes, refusals, other audiences and other regions."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer, make_vendor_person, vendor_person_token
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.foundation import tenancy
from marketplace.foundation.mail.testing import committed

pytestmark = pytest.mark.usefixtures("tenant")

HOUSE = {"name": "Noor Jansen", "line1": "Prinsengracht 263", "city": "Amsterdam", "postcode": "1016gv", "country": "nl"}
OWN_ENDPOINTS = [
    ("GET", "me"),
    ("PATCH", "me"),
    ("POST", "me/password"),
    ("GET", "me/addresses"),
    ("POST", "me/addresses"),
    ("GET", "me/addresses/adr_1"),
    ("PATCH", "me/addresses/adr_1"),
    ("DELETE", "me/addresses/adr_1"),
    ("POST", "auth/logout-everywhere"),
]


@pytest.fixture
def noor():
    return make_customer(email="noor@example.com")


def log_in(api, **changes):
    return api.post("auth/login", {"email": "noor@example.com", "password": PASSWORD, **changes})


@pytest.mark.parametrize(("method", "path"), OWN_ENDPOINTS)
def test_what_is_ones_own_needs_a_login_of_this_region(api, noor, mena, method, path):
    with tenancy.scope(mena):
        foreign = customer_token(noor.id)

    body = None if method == "GET" else {}
    assert api.send(method, path, body).status_code == 401
    assert api.send(method, path, body, token=foreign).status_code == 421
    assert api.send(method, path, body, token="Bearer nonsense").status_code == 401


@pytest.mark.parametrize(("method", "path"), OWN_ENDPOINTS[3:8])
def test_only_customers_have_an_address_book(api, method, path):
    body = None if method == "GET" else {}

    assert api.send(method, path, body, token=vendor_person_token("usr_1")).status_code == 403
    assert api.send(method, path, body, token=staff_token()).status_code == 403


def test_a_refused_login_does_not_reveal_which_half_was_wrong(api, noor):
    wrong_password, unknown = log_in(api, password="wrong password"), log_in(api, email="nobody@example.com")

    assert wrong_password.status_code == unknown.status_code == 401
    assert {**wrong_password.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


def test_tokens_are_not_stored_by_anybody_on_the_way(api, noor):
    assert log_in(api)["Cache-Control"] == "no-store"


def test_too_many_failures_say_when_to_come_back(api, noor):
    for _ in range(4):
        log_in(api, password="x" * 500)

    answer = log_in(api)

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert int(answer["Retry-After"]) in (1, 2)


def test_logging_out_works_at_once_for_access_and_refresh_token(api, noor, django_capture_on_commit_callbacks):
    tokens = log_in(api).json()

    with committed(django_capture_on_commit_callbacks):
        answer = api.post("auth/logout", {}, token=tokens["access_token"])

    assert answer.status_code == 204
    assert api.get("me", token=tokens["access_token"]).json()["code"] == "not_authenticated"
    assert api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).json()["code"] == "invalid_refresh_token"


def test_one_can_log_out_with_the_refresh_token_alone(api, noor):
    tokens = log_in(api).json()

    api.post("auth/logout", {"refresh_token": tokens["refresh_token"]})

    assert api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401


@pytest.mark.parametrize("late", ["expired.or.broken", "Api-Key gmk_eu_unknown"])
def test_one_can_log_out_with_an_access_token_that_has_run_out(api, noor, late):
    tokens = log_in(api).json()

    answer = api.post("auth/logout", {"refresh_token": tokens["refresh_token"]}, token=late)

    assert answer.status_code == 204
    assert api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401


def test_a_refresh_does_not_mind_an_access_token_that_has_run_out(api, noor):
    tokens = log_in(api).json()

    answer = api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}, token="expired.or.broken")

    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != tokens["refresh_token"]


def test_logging_out_everywhere_ends_all_sessions(api, noor, django_capture_on_commit_callbacks):
    phone, laptop = log_in(api).json(), log_in(api).json()

    with committed(django_capture_on_commit_callbacks):
        api.post("auth/logout-everywhere", {}, token=phone["access_token"])

    assert api.get("me", token=laptop["access_token"]).status_code == 401
    cache.clear()


def test_a_profile_is_edited_with_its_etag(api, noor):
    token = customer_token(noor.id)
    read = api.get("me", token=token)

    edited = api.patch("me", {"name": "Noor de Vries", "language": "fr"}, token=token, etag=read["ETag"].strip('"'))

    assert (edited.status_code, edited.json()["name"], edited.json()["language"]) == (200, "Noor de Vries", "fr")
    assert edited["ETag"] != read["ETag"]
    assert api.patch("me", {"name": "Late"}, token=token, etag=read["ETag"].strip('"')).status_code == 412
    assert api.patch("me", {"name": "Careless"}, token=token).status_code == 428


def test_a_language_of_another_region_is_refused_in_the_callers_own(api, noor):
    refused = api.patch("me?lang=nl", {"language": "ar"}, token=customer_token(noor.id), etag="1")

    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("language", "unknown_language")
    assert error["message"] == "Een van: en, nl, de, fr"


def test_staff_and_vendors_people_have_a_profile_too(api):
    member = make_staff_member("finance")
    owner = make_vendor_person()

    staff = api.get("me", token=staff_token("finance", member_id=member.id)).json()
    person = api.get("me", token=vendor_person_token(owner.id)).json()

    assert (staff["audience"], staff["roles"]) == ("staff", ["finance"])
    assert (person["audience"], person["roles"], person["vendor_id"]) == ("vendor", ["owner"], "ven_of_tests")
    renamed = api.patch("me", {"name": "Sam"}, token=staff_token("finance", member_id=member.id), etag=staff["etag"])
    assert renamed.json()["name"] == "Sam"


def test_an_address_is_kept_tidy_and_the_first_is_the_default(api, noor):
    token = customer_token(noor.id)

    created = api.post("me/addresses", {"label": "Home", "address": HOUSE}, token=token)
    second = api.post("me/addresses", {"address": HOUSE, "is_default_billing": True}, token=token)

    assert created.status_code == second.status_code == 201
    assert (created.json()["address"]["postcode"], created.json()["address"]["country"]) == ("1016 GV", "NL")
    book = api.get("me/addresses", token=token).json()["items"]
    assert [(item["is_default_shipping"], item["is_default_billing"]) for item in book] == [(True, False), (False, True)]


def test_an_address_is_edited_and_removed(api, noor):
    token = customer_token(noor.id)
    saved = api.post("me/addresses", {"address": HOUSE}, token=token).json()
    path = f"me/addresses/{saved['id']}"

    edited = api.patch(path, {"label": "Work", "address": {**HOUSE, "line2": "2nd floor"}}, token=token, etag=saved["etag"])
    stale = api.patch(path, {"label": "Late"}, token=token, etag=saved["etag"])

    assert (edited.json()["label"], edited.json()["address"]["line2"]) == ("Work", "2nd floor")
    assert stale.status_code == 412
    assert api.delete(path, token=token).status_code == 204
    assert api.get(path, token=token).status_code == 404


def test_an_address_of_another_customer_is_not_found(api, noor):
    other = make_customer()
    saved = api.post("me/addresses", {"address": HOUSE}, token=customer_token(other.id)).json()
    path, token = f"me/addresses/{saved['id']}", customer_token(noor.id)

    assert api.get(path, token=token).status_code == 404
    assert api.patch(path, {"label": "Mine"}, token=token, etag=saved["etag"]).status_code == 404
    assert api.delete(path, token=token).status_code == 404
    assert len(api.get("me/addresses", token=customer_token(other.id)).json()["items"]) == 1


def test_every_wrong_field_of_an_address_is_named(api, noor):
    wrong = {**HOUSE, "postcode": "12", "city": "", "country": "KW"}

    answer = api.post("me/addresses", {"address": wrong}, token=customer_token(noor.id))

    assert answer.status_code == 422
    fields = {error["field"]: error["code"] for error in answer.json()["errors"]}
    assert fields == {
        "address.area": "required",
        "address.postcode": "invalid_postcode",
        "address.line1": "incomplete",
        "address.country": "country_not_served",
    }


@pytest.mark.parametrize("address", [None, [], "Prinsengracht", {}, {**HOUSE, "line1": 5}, {**HOUSE, "name": None}])
def test_what_is_no_address_at_all_is_refused_with_422(api, noor, address):
    assert api.post("me/addresses", {"address": address}, token=customer_token(noor.id)).status_code == 422


def test_an_address_book_has_an_end(api, noor):
    token = customer_token(noor.id)
    for _ in range(50):
        assert api.post("me/addresses", {"address": HOUSE}, token=token).status_code == 201

    assert api.post("me/addresses", {"address": HOUSE}, token=token).json()["code"] == "address_book_full"


def test_staff_find_customers_page_by_page(api, noor):
    others = [make_customer() for _ in range(3)]

    first = api.get("admin/customers", token=staff_token("support"), limit=2).json()
    rest = api.get("admin/customers", token=staff_token("support"), limit=2, cursor=first["next_cursor"]).json()
    found = api.get("admin/customers", token=staff_token("support"), email="NOOR@").json()

    assert {item["id"] for item in first["items"] + rest["items"]} == {noor.id, *(other.id for other in others)}
    assert rest["next_cursor"] is None
    assert [item["id"] for item in found["items"]] == [noor.id]


@pytest.mark.parametrize("path", ["admin/customers", "admin/customers/{id}"])
def test_customers_are_for_staff_who_need_them(api, noor, path):
    path = path.format(id=noor.id)

    assert api.get(path, token=staff_token("admin")).status_code == 200
    assert api.get(path, token=staff_token("catalogue")).status_code == 403
    assert api.get(path, token=customer_token(noor.id)).status_code == 403
    assert api.get(path).status_code == 401
