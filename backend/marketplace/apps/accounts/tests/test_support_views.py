"""Staff see the shop as a customer does: for a short time, changing nothing, and shown to the customer."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer, make_vendor_person, vendor_person_token
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed
from marketplace.foundation.rest.tokens import LIFE

pytestmark = pytest.mark.usefixtures("tenant")

WHY = {"reason": "The customer cannot find the invoice"}
# what would change something in the customer's name: the body does not matter, since nobody reads it
WRITES = [
    ("POST", "store/carts"),
    ("POST", "store/checkouts"),
    ("PATCH", "me"),
    ("POST", "me/password"),
    ("POST", "me/addresses"),
    ("POST", "me/consents"),
    ("POST", "me/deletion"),
    ("POST", "me/exports"),
    ("POST", "auth/logout-everywhere"),
    ("DELETE", "me/cards/card_1"),
    ("POST", "store/orders/ord_1/cancellations"),
    ("POST", "live/tickets"),
]


@pytest.fixture
def customer():
    return make_customer()


def offer(api, customer_id, token=None):
    return api.post(f"admin/customers/{customer_id}/support-views", WHY, token=token or staff_token("support"))


def secret_of(answer):
    return parse_qs(urlsplit(answer.json()["url"]).query)["token"][0]


def begin(api, customer_id):
    answer = api.post("auth/support-view", {"token": secret_of(offer(api, customer_id))})
    assert answer.status_code == 200, answer.content
    return answer.json()["access_token"]


def test_staff_read_as_the_customer_and_the_customer_learns_of_it(api, customer):
    token = begin(api, customer.id)

    seen = api.get("me", token=token)
    shown = api.get("me/support-views", token=customer_token(customer.id)).json()["items"]

    assert (seen.status_code, seen.json()["email"]) == (200, customer.email)
    assert len(shown) == 1
    assert set(shown[0]) == {"id", "begun_at", "ended_at"}


def test_who_and_why_stand_in_the_audit_log(api, customer):
    begin(api, customer.id)

    entries = {entry.action: entry for entry in AuditEntry.objects.filter(resource=customer.id)}

    assert entries["customer.support_view_offered"].reason == WHY["reason"]
    begun = entries["customer.support_view_begun"]
    assert (begun.actor_kind, begun.actor_id) == ("staff", "stf_of_tests")


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_nothing_can_be_changed(api, customer, method, path):
    answer = api.send(method, path, {}, token=begin(api, customer.id))

    assert (answer.status_code, answer.json()["code"]) == (403, "read_only_view")


def test_it_ends_by_itself_and_by_logging_out(api, customer, django_capture_on_commit_callbacks):
    first, second = begin(api, customer.id), begin(api, customer.id)

    with committed(django_capture_on_commit_callbacks):
        assert api.post("auth/logout", {}, token=first).status_code == 204
    assert api.get("me", token=first).status_code == 401
    clock.advance(LIFE)
    assert api.get("me", token=second).status_code == 401


def test_it_is_no_log_in_of_the_customers(api, customer, django_capture_on_commit_callbacks):
    token = begin(api, customer.id)
    own = api.post("auth/login", {"audience": "customer", "email": customer.email, "password": PASSWORD}).json()["access_token"]

    assert len(api.get("me/sessions", token=own).json()["items"]) == 1
    with committed(django_capture_on_commit_callbacks):
        assert api.post("auth/logout-everywhere", token=own).status_code == 204
    assert api.get("me", token=token).status_code == 401


def test_a_link_works_once_and_for_a_minute(api, customer):
    used, late = secret_of(offer(api, customer.id)), secret_of(offer(api, customer.id))

    first, second = (api.post("auth/support-view", {"token": used}) for _ in range(2))
    clock.advance(timedelta(minutes=1))
    third = api.post("auth/support-view", {"token": late})

    assert (first.status_code, second.status_code, third.status_code) == (200, 422, 422)
    assert second.json()["code"] == third.json()["code"] == "invalid_token"


def test_a_reason_is_needed_and_a_customer_who_may_log_in(api, customer):
    path = f"admin/customers/{customer.id}/support-views"

    assert api.post(path, {}, token=staff_token()).status_code == 422
    assert offer(api, "cus_nobody").status_code == 404
    api.post(f"admin/customers/{customer.id}/block", WHY, token=staff_token())
    assert offer(api, customer.id).status_code == 404


def test_a_customer_who_is_blocked_meanwhile_is_not_shown_any_more(api, customer, django_capture_on_commit_callbacks):
    token, unused = begin(api, customer.id), secret_of(offer(api, customer.id))

    with committed(django_capture_on_commit_callbacks):
        api.post(f"admin/customers/{customer.id}/block", WHY, token=staff_token())

    assert api.get("me", token=token).status_code == 401
    assert api.post("auth/support-view", {"token": unused}).status_code == 422


def test_it_is_for_support_of_the_region(api, mena, customer):
    with tenancy.scope(mena):
        foreign = staff_token("support")
    person = make_vendor_person()

    for token in (staff_token("finance"), staff_token("catalogue"), vendor_person_token(person.id), customer_token(customer.id)):
        assert offer(api, customer.id, token).status_code == 403
    assert offer(api, customer.id, foreign).status_code == 421
    link = secret_of(offer(api, customer.id))
    assert api.post("auth/support-view", {"token": link}, tenant="mena").status_code == 422


def test_a_customer_is_shown_their_own_alone(api, customer):
    begin(api, customer.id)

    assert api.get("me/support-views", token=customer_token(make_customer().id)).json()["items"] == []
