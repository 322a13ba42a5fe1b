"""A vendor's people and keys, and which endpoints refuse them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer, make_vendor_person
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.models import ApiKey
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed, token_in
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

ANY_ROLE = {"owner", "manager", "fulfilment", "accountant"}
VENDOR_ENDPOINTS = [
    ("GET", "vendor/profile", ANY_ROLE),
    ("PATCH", "vendor/profile", {"owner", "manager"}),
    ("GET", "vendor/payout-account", {"owner", "accountant"}),
    ("PUT", "vendor/payout-account", {"owner"}),
    ("GET", "vendor/members", {"owner"}),
    ("POST", "vendor/members", {"owner"}),
    ("GET", "vendor/members/usr_1", {"owner"}),
    ("PATCH", "vendor/members/usr_1", {"owner"}),
    ("DELETE", "vendor/members/usr_1", {"owner"}),
    ("GET", "vendor/api-keys", {"owner"}),
    ("POST", "vendor/api-keys", {"owner"}),
    ("DELETE", "vendor/api-keys/key_1", {"owner"}),
    ("GET", "vendor/documents", {"owner"}),
    ("POST", "vendor/documents", {"owner"}),
    ("POST", "vendor/documents/vdoc_1/links", {"owner"}),
]
STAFF_ENDPOINTS = [
    ("GET", "admin/vendors", {"admin", "support", "finance", "catalogue"}),
    ("GET", "admin/vendors/{id}", {"admin", "support", "finance", "catalogue"}),
    ("POST", "admin/vendors/{id}/approve", {"admin", "catalogue"}),
    ("POST", "admin/vendors/{id}/suspend", {"admin", "catalogue"}),
    ("POST", "admin/vendors/{id}/reinstate", {"admin", "catalogue"}),
    ("POST", "admin/vendors/{id}/members/usr_1/remove-second-factor", {"admin"}),
    ("GET", "admin/vendors/{id}/documents", {"admin", "catalogue", "finance"}),
    ("POST", "admin/vendors/{id}/documents/vdoc_1/links", {"admin", "catalogue", "finance"}),
    ("GET", "admin/vendors/{id}/commission-plan", {"admin", "finance"}),
    ("PUT", "admin/vendors/{id}/commission-plan", {"admin", "finance"}),
]


@pytest.fixture
def vendor():
    return make_vendor(email="olga@example.com")


def send(api, method, path, **options):
    return api.send(method, path, None if method == "GET" else {}, **options)


@pytest.mark.parametrize(("method", "path", "roles"), VENDOR_ENDPOINTS)
def test_a_vendors_endpoint_admits_only_its_roles_of_this_region(api, vendor, mena, method, path, roles):
    with tenancy.scope(mena):
        foreign = vendor_token(vendor.id)

    assert send(api, method, path).status_code == 401
    assert send(api, method, path, token=foreign).status_code == 421
    assert send(api, method, path, token=customer_token(make_customer().id)).status_code == 403
    assert send(api, method, path, token=staff_token()).status_code == 403
    for role in ANY_ROLE:
        is_refused = send(api, method, path, token=vendor_token(vendor.id, role)).status_code == 403
        assert is_refused == (role not in roles), role


@pytest.mark.parametrize(("method", "path", "roles"), STAFF_ENDPOINTS)
def test_a_staff_endpoint_admits_only_its_roles_of_this_region(api, vendor, mena, method, path, roles):
    path = path.format(id=vendor.id)
    with tenancy.scope(mena):
        foreign = staff_token()

    assert send(api, method, path).status_code == 401
    assert send(api, method, path, token=foreign).status_code == 421
    assert send(api, method, path, token=vendor_token(vendor.id)).status_code == 403
    assert send(api, method, path, token=customer_token("cus_1")).status_code == 403
    for role in ("admin", "support", "finance", "catalogue"):
        is_refused = send(api, method, path, token=staff_token(role)).status_code == 403
        assert is_refused == (role not in roles), role


@pytest.mark.parametrize(("method", "path", "roles"), STAFF_ENDPOINTS[1:])
def test_a_vendor_of_another_region_is_not_there(api, mena, method, path, roles):
    with tenancy.scope(mena):
        foreign = make_vendor()
    body = None if method == "GET" or path.endswith("links") else {"reason": "x"}
    if path.endswith("commission-plan") and body:
        body["percent_bp"] = 1

    assert api.send(method, path.format(id=foreign.id), body, token=staff_token(), etag="1").status_code == 404


def test_another_vendors_people_and_keys_are_not_there(api, vendor):
    other = make_vendor()
    person = owner_of(other.id)
    key = services.create_api_key(vendor_id=other.id, name="Theirs", roles=["manager"], actor=VENDOR_ACTOR, now=NOW).key
    token = vendor_token(vendor.id)

    assert api.get(f"vendor/members/{person}", token=token).status_code == 404
    assert api.patch(f"vendor/members/{person}", {"roles": ["manager"]}, token=token, etag="1").status_code == 404
    assert api.delete(f"vendor/members/{person}", token=token).status_code == 404
    assert api.delete(f"vendor/api-keys/{key.id}", token=token).status_code == 404
    assert [member["vendor_id"] for member in [api.get("me", token=vendor_token(other.id, person_id=person)).json()]] == [other.id]
    assert queries.list_api_keys(other.id)[0].revoked_at is None


def test_an_invited_member_chooses_a_password_and_has_the_given_roles(api, vendor, django_capture_on_commit_callbacks):
    invitation = {"email": "Piet@example.com", "name": "Piet", "roles": ["fulfilment"], "language": "nl"}
    with committed(django_capture_on_commit_callbacks) as sent:
        invited = api.post("vendor/members", invitation, token=vendor_token(vendor.id))
    api.post("auth/password-reset/confirm", {"token": token_in(sent[0]), "password": PASSWORD})
    login = api.post("auth/login", {"audience": "vendor", "email": "piet@example.com", "password": PASSWORD}).json()

    assert (invited.status_code, invited.json()["has_password"]) == (201, False)
    assert sent[0].subject.startswith(f"{vendor.name} geeft je toegang")
    assert (login["roles"], login["vendor_id"]) == (["fulfilment"], vendor.id)
    assert api.get("vendor/members", token=vendor_token(vendor.id)).json()["items"][1]["is_email_confirmed"] is True


@pytest.mark.parametrize("state", [VendorState.PENDING, VendorState.CLOSED])
def test_a_vendor_that_is_not_approved_cannot_invite_people(api, state, django_capture_on_commit_callbacks):
    vendor = make_vendor(state=state)

    with committed(django_capture_on_commit_callbacks) as sent:
        answer = api.post("vendor/members", {"email": "p@example.com", "name": "P", "roles": ["owner"]}, token=vendor_token(vendor.id))

    assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (409, "vendor_state_forbids", state)
    assert sent == []


@pytest.mark.parametrize("name", ["Prizes at https://evil.example", "WWW.evil.example", "Noor\n\nYour account is blocked"])
def test_a_name_cannot_put_a_message_into_a_mail(api, vendor, name):
    person = {"email": "p@example.com", "name": name, "roles": ["owner"]}
    answers = [
        api.post("vendor/members", person, token=vendor_token(vendor.id)),
        api.patch("vendor/profile", {"name": name}, token=vendor_token(vendor.id), etag=vendor.etag),
        api.post("auth/register", {"email": "p@example.com", "name": name, "password": PASSWORD}),
    ]

    assert [(answer.status_code, [error["field"] for error in answer.json()["errors"]]) for answer in answers] == [(422, ["name"])] * 3


def test_nobody_is_invited_twice_by_one_vendor(api, vendor):
    answer = api.post("vendor/members", {"email": "olga@example.com", "name": "O", "roles": ["owner"]}, token=vendor_token(vendor.id))

    assert answer.json()["code"] == "email_in_use"


def test_an_invitation_does_not_tell_whether_the_address_is_known_but_the_mail_does(api, vendor, django_capture_on_commit_callbacks):
    make_vendor(email="known@example.com")
    token = vendor_token(vendor.id)

    with committed(django_capture_on_commit_callbacks) as sent:
        answers = [
            api.post("vendor/members", {"email": f"{who}@example.com", "name": "P", "roles": ["manager"]}, token=token)
            for who in ("known", "unknown")
        ]

    assert [answer.status_code for answer in answers] == [201, 201]
    known, unknown = (
        {key: value for key, value in answer.json().items() if key not in ("id", "email", "created_at")} for answer in answers
    )
    assert known == unknown
    listed = api.get("vendor/members", token=token).json()["items"]
    assert [(member["has_password"], member["is_email_confirmed"]) for member in listed] == [(True, True), (False, False), (False, False)]
    assert [(message.to[0], "token=" in message.body) for message in sent] == [("known@example.com", False), ("unknown@example.com", True)]


def test_nobody_holds_an_address_by_being_invited_first(api, vendor, django_capture_on_commit_callbacks):
    person, other = {"email": "piet@example.com", "name": "P", "roles": ["manager"]}, make_vendor()
    with committed(django_capture_on_commit_callbacks) as sent:
        api.post("vendor/members", person, token=vendor_token(other.id))
        api.post("vendor/members", person, token=vendor_token(vendor.id))

    accepted = [
        api.post("auth/password-reset/confirm", {"token": token_in(message), "password": PASSWORD}).status_code
        for message in (sent[1], sent[0])
    ]

    assert accepted == [200, 422]
    login = api.post("auth/login", {"audience": "vendor", "email": "piet@example.com", "password": PASSWORD}).json()
    assert login["vendor_id"] == vendor.id


def test_the_keys_of_a_member_end_with_their_access(api, vendor):
    makers = [make_vendor_person(vendor_id=vendor.id) for _ in range(2)]
    keys = [
        services.create_api_key(
            vendor_id=vendor.id, name="ERP", roles=["manager"], actor=Actor("vendor", person.id, "owner", ""), now=NOW
        ).secret
        for person in makers
    ]
    token = vendor_token(vendor.id)
    assert [api.get("vendor/profile", token=f"Api-Key {key}").status_code for key in keys] == [200, 200]

    api.delete(f"vendor/members/{makers[0].id}", token=token)
    api.patch(f"vendor/members/{makers[1].id}", {"roles": ["manager"]}, token=token, etag="1")

    assert [api.get("vendor/profile", token=f"Api-Key {key}").status_code for key in keys] == [401, 401]
    assert AuditEntry.objects.filter(action="vendor.api_keys_revoked").count() == 2


def test_owners_see_who_made_a_key_and_when(api, vendor):
    owner = owner_of(vendor.id)
    token = vendor_token(vendor.id, person_id=owner)
    made = api.post("vendor/api-keys", {"name": "ERP", "roles": ["manager"]}, token=token).json()["key"]

    listed = api.get("vendor/api-keys", token=token).json()["items"]
    assert [(key["created_by"], key["created_by_email"], key["created_at"]) for key in listed] == [
        (owner, "olga@example.com", made["created_at"])
    ]


@pytest.mark.parametrize("roles", [[], ["admin"], ["owner", "king"]])
def test_unknown_roles_are_refused(api, vendor, roles):
    answer = api.post("vendor/members", {"email": "p@example.com", "name": "P", "roles": roles}, token=vendor_token(vendor.id))

    assert answer.status_code == 422


def test_the_last_owner_cannot_be_removed_or_demoted(api, vendor):
    owner, token = owner_of(vendor.id), vendor_token(vendor.id)
    services.invite_member(  # an owner who has not answered yet does not count
        vendor_id=vendor.id, email="new@example.com", name="New", language="en", roles=["owner"], actor=VENDOR_ACTOR, now=NOW
    )

    demoted = api.patch(f"vendor/members/{owner}", {"roles": ["manager"]}, token=token, etag="1")
    removed = api.delete(f"vendor/members/{owner}", token=token)

    assert (demoted.status_code, demoted.json()["code"]) == (409, "last_owner")
    assert (removed.status_code, removed.json()["code"]) == (409, "last_owner")
    assert account_queries.get_vendor_person(vendor_id=vendor.id, person_id=owner).roles == ("owner",)


def test_changed_roles_are_audited_and_end_the_sessions(api, vendor, django_capture_on_commit_callbacks):
    owner = owner_of(vendor.id)
    tokens = api.post("auth/login", {"audience": "vendor", "email": "olga@example.com", "password": PASSWORD}).json()

    with committed(django_capture_on_commit_callbacks):
        changed = api.patch(f"vendor/members/{owner}", {"roles": ["accountant", "owner"]}, token=vendor_token(vendor.id), etag="1")

    assert changed.json()["roles"] == ["owner", "accountant"]
    assert api.get("vendor/profile", token=tokens["access_token"]).status_code == 401
    assert api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
    entry = AuditEntry.objects.get(action="vendor.member_roles_changed")
    assert (entry.old["roles"], entry.new["roles"]) == (["owner"], ["owner", "accountant"])
    assert api.patch(f"vendor/members/{owner}", {"roles": ["owner"]}, token=vendor_token(vendor.id), etag="1").status_code == 412


def create_key(api, vendor, roles=("manager",)):
    return api.post("vendor/api-keys", {"name": "ERP", "roles": list(roles)}, token=vendor_token(vendor.id))


def test_an_api_key_may_use_the_endpoints_of_its_roles(api, vendor):
    created = create_key(api, vendor).json()
    header = f"Api-Key {created['secret']}"

    assert created["secret"].startswith("gmk_eu_")
    assert created["secret"].startswith(created["key"]["prefix"])
    assert api.get("vendor/profile", token=header).json()["id"] == vendor.id
    assert api.get("vendor/members", token=header).status_code == 403
    assert api.get("me", token=header).status_code == 403
    assert api.get("vendor/profile", token="Api-Key gmk_eu_nonsense").status_code == 401


def test_an_api_keys_secret_is_kept_as_a_hash_only(api, vendor):
    secret = create_key(api, vendor).json()["secret"]

    row = ApiKey.objects.values().get()
    assert secret not in str(row)
    assert secret not in api.get("vendor/api-keys", token=vendor_token(vendor.id)).content.decode()


def test_an_api_key_cannot_be_an_owner(api, vendor):
    assert create_key(api, vendor, ["owner"]).status_code == 422


def test_an_api_key_of_another_region_is_sent_away(api, vendor):
    secret = create_key(api, vendor).json()["secret"]

    assert api.get("vendor/profile", tenant="mena", token=f"Api-Key {secret}").status_code == 421


def test_a_revoked_key_is_refused_at_once_and_revoking_twice_does_no_harm(api, vendor):
    created = create_key(api, vendor).json()
    path, token = f"vendor/api-keys/{created['key']['id']}", vendor_token(vendor.id)

    assert [api.delete(path, token=token).status_code for _ in range(2)] == [204, 204]
    assert api.get("vendor/profile", token=f"Api-Key {created['secret']}").status_code == 401
    assert AuditEntry.objects.filter(action="vendor.api_key_revoked").count() == 1


def test_the_use_of_a_key_is_noted_to_the_hour(api, vendor):
    header = f"Api-Key {create_key(api, vendor).json()['secret']}"
    api.get("vendor/profile", token=header)
    first = ApiKey.objects.get().last_used_at

    api.get("vendor/profile", token=header)
    unchanged = ApiKey.objects.get().last_used_at
    clock.advance(timedelta(hours=2))
    api.get("vendor/profile", token=header)

    assert first == unchanged
    assert ApiKey.objects.get().last_used_at > first


def test_a_suspended_vendors_people_can_still_come_in(api):
    vendor = make_vendor(state="suspended", email="olga@example.com")

    login = api.post("auth/login", {"audience": "vendor", "email": "olga@example.com", "password": PASSWORD}).json()

    profile = api.get("vendor/profile", token=login["access_token"]).json()
    assert (profile["state"], profile["state_reason"]) == ("suspended", "For a test")
    assert not queries.get_vendor(vendor.id).is_selling
