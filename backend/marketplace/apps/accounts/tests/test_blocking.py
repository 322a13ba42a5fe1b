from __future__ import annotations

import pytest
from django.core import mail

from contract.tests.buying import Buyer
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

REASON = {"reason": "Three parcels that were never paid"}


@pytest.fixture
def support() -> str:
    return staff_token("support")


def log_in(api, customer):
    return api.post("auth/login", {"email": customer.email, "password": PASSWORD})


def block(api, customer, token: str):
    return api.post(f"admin/customers/{customer.id}/block", REASON, token=token)


def test_who_is_blocked_is_logged_out_at_once_and_cannot_log_in_until_unblocked(api, support):
    customer = make_customer()
    session = log_in(api, customer).json()

    blocked = block(api, customer, support)

    assert (blocked.status_code, blocked.json()["is_active"], blocked.json()["block"]["reason"]) == (200, False, REASON["reason"])
    assert api.get("me", token=session["access_token"]).status_code == 401
    assert api.post("auth/refresh", {"refresh_token": session["refresh_token"]}).status_code == 401
    assert (log_in(api, customer).status_code, log_in(api, customer).json()["code"]) == (401, "invalid_credentials")
    unblocked = api.post(f"admin/customers/{customer.id}/unblock", {"reason": "Paid by now"}, token=support)
    assert (unblocked.json()["is_active"], unblocked.json()["block"]) == (True, None)
    assert log_in(api, customer).status_code == 200
    entries = AuditEntry.objects.filter(resource=customer.id).order_by("id")
    assert [(entry.action, entry.reason) for entry in entries] == [
        ("customer.blocked", REASON["reason"]),
        ("customer.unblocked", "Paid by now"),
    ]


def test_a_blocked_customer_resets_no_password(api, support):
    customer = make_customer()
    block(api, customer, support)
    mail.outbox.clear()

    api.post("auth/password-reset", {"email": customer.email})

    assert mail.outbox == []


def test_a_blocked_customer_does_not_order_as_a_guest(api, support):
    customer = make_customer()
    block(api, customer, support)
    buyer = Buyer(api)
    buyer.fill((make_listing(), 1), country="NL", currency="EUR")

    refused = buyer.pay(email=customer.email.upper())

    assert (refused.status_code, refused.json()["code"]) == (403, "ordering_blocked")


def test_twice_is_a_conflict(api, support):
    customer = make_customer()
    block(api, customer, support)

    assert block(api, customer, support).json()["code"] == "block_unchanged"
    unblock = f"admin/customers/{customer.id}/unblock"
    assert api.post(unblock, REASON, token=support).status_code == 200
    assert api.post(unblock, REASON, token=support).json()["code"] == "block_unchanged"


@pytest.mark.parametrize("move", ["block", "unblock"])
def test_it_is_refused_to_others_and_for_others(api, mena, support, move):
    customer = make_customer()
    path = f"admin/customers/{customer.id}/{move}"
    with tenancy.scope(mena):
        foreign, stranger = staff_token("support"), make_customer()

    assert api.post(path, REASON).status_code == 401
    for token in (staff_token("finance"), staff_token("catalogue"), vendor_token(make_vendor().id)):
        assert api.post(path, REASON, token=token).status_code == 403
    assert api.post(path, REASON, token=foreign).status_code == 421
    assert api.post(f"admin/customers/{stranger.id}/{move}", REASON, token=support).status_code == 404
    assert api.post(path, {}, token=support).status_code == 422
