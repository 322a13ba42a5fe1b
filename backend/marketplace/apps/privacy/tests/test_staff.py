"""A customer's rights, exercised by an administrator who says why."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.privacy import services
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

REASON = {"reason": "Letter of 2 November, with a copy of the passport"}


@pytest.fixture
def customer():
    return make_customer(name="Noor Jansen")


def test_a_copy_is_made_and_fetched_once_by_a_link(api, customer):
    path, admin = f"admin/customers/{customer.id}/exports", staff_token()
    asked = api.post(path, REASON, token=admin)
    export_id = asked.json()["id"]
    early = api.post(f"{path}/{export_id}/links", REASON, token=admin)
    services.make_export(export_id=export_id, now=clock.now())

    link = api.post(f"{path}/{export_id}/links", REASON, token=admin).json()["url"].partition("/api/v1/")[2]

    assert (asked.status_code, early.status_code, early.json()["code"]) == (201, 409, "export_not_ready")
    assert [item["state"] for item in api.get(path, token=admin).json()["items"]] == ["ready"]
    assert b"Noor Jansen" in b"".join(api.get(link))
    assert api.get(link).status_code == 410
    entries = AuditEntry.objects.filter(action__startswith="account.export_").order_by("id")
    assert [(entry.action, entry.reason) for entry in entries] == [
        ("account.export_requested", REASON["reason"]),
        ("account.export_fetched", REASON["reason"]),
    ]


def test_an_account_is_deleted_as_its_customer_asked(api, customer):
    answer = api.post(f"admin/customers/{customer.id}/erasure", REASON, token=staff_token())
    services.erase(account_id=customer.id, now=clock.now())

    assert (answer.status_code, bool(answer.json()["kept"])) == (202, True)
    assert not Account.objects.filter(pk=customer.id).exists()
    entry = AuditEntry.objects.get(action="account.erasure_requested")
    assert (entry.actor_kind, entry.reason) == ("staff", REASON["reason"])
    assert api.post(f"admin/customers/{customer.id}/erasure", REASON, token=staff_token()).status_code == 404


def test_orders_under_way_keep_the_account(api, customer):
    make_order((make_listing(), 1), customer_id=customer.id, now=clock.now())

    answer = api.post(f"admin/customers/{customer.id}/erasure", REASON, token=staff_token())

    assert (answer.status_code, answer.json()["code"]) == (409, "orders_under_way")
    assert Account.objects.get(pk=customer.id).is_active


@pytest.mark.parametrize(
    ("method", "end"), [("GET", "exports"), ("POST", "exports"), ("POST", "exports/exp_none/links"), ("POST", "erasure")]
)
def test_they_are_for_administrators_of_the_customers_region(api, customer, mena, method, end):
    path = f"admin/customers/{customer.id}/{end}"
    with tenancy.scope(mena):
        foreign, stranger = staff_token(), make_customer()

    body = None if method == "GET" else REASON
    assert api.send(method, path, body).status_code == 401
    for token in (staff_token("support", "finance", "catalogue"), vendor_token(make_vendor().id)):
        assert api.send(method, path, body, token=token).status_code == 403
    assert api.send(method, path, body, token=foreign).status_code == 421
    if method == "POST":
        assert api.send(method, path.replace(customer.id, stranger.id), body, token=staff_token()).status_code == 404
        assert api.send(method, path, {}, token=staff_token()).status_code == 422
