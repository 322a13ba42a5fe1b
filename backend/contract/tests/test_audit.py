"""Every change, and every reading of people by staff, is named in the audit log; no endpoint can be forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.test.utils import CaptureQueriesContext

from contract.tests.endpoints import ANYBODY, BACK_OFFICE, CUSTOMER, NOBODY, PERSON, STAFF, VENDOR, Endpoint, all_routes
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer
from marketplace.apps.orders.services import order_token
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, owner_of, vendor_token
from marketplace.foundation import clock
from marketplace.foundation.audit import requests as audit_requests
from marketplace.foundation.audit.models import AuditEntry, AuditIntent
from marketplace.foundation.rest.views import TenantAPIView
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant")]

LONG_AFTER = NOW + timedelta(days=3650)
WRITES = ("POST", "PUT", "PATCH", "DELETE")
# Writing endpoints for others than staff and vendors' people that leave no entry, and why.
UNAUDITED = {
    "auth/register": "a customer's account is made by confirming; the account says when",
    "auth/confirm-email": "the account says when it was confirmed",
    "auth/confirm-email/mail": "sends a mail",
    "auth/login": "staff and vendors' people are entered by the service; customers' sessions are kept for a month",
    "auth/login/code": "as auth/login: entered by the service",
    "auth/login/passkey": "as auth/login: entered by the service",
    "auth/support-view": "entered by the service",
    "auth/refresh": "goes on with a session; the reuse of a token is entered by the service",
    "auth/logout": "the session says when it ended",
    "auth/password-reset": "sends a mail",
    "auth/password-reset/confirm": "entered by the service",
    "live/tickets": "opens a connection that only reads",
    "me/consents": "is a record of its own, which is added to only",
    "me/deletion": "entered by the service, without the address that it came from",
    "me/exports": "a copy of a customer's own data, which only the customer gets",
    "me/exports/<export_id>/links": "a copy of a customer's own data, which only the customer gets",
    "me/addresses": "a customer's own address book, which nobody else reads",
    "me/addresses/<address_id>": "a customer's own address book, which nobody else reads",
    "me/cards/<card_id>": "a customer's own card, which leaves with the customer's wish",
    "store/carts": "a cart is nobody's money",
    "store/carts/<cart_id>": "a cart is nobody's money",
    "store/carts/<cart_id>/gift-cards": "a cart is nobody's money",
    "store/carts/<cart_id>/gift-cards/<gift_card_id>": "a cart is nobody's money",
    "store/gift-card-lookups": "reads",
    "store/picture-searches": "reads",
    "store/carts/<cart_id>/lines": "a cart is nobody's money",
    "store/carts/<cart_id>/lines/<line_id>": "a cart is nobody's money",
    "store/carts/<cart_id>/merge": "a cart is nobody's money",
    "store/carts/<cart_id>/saved": "a cart is nobody's money",
    "store/carts/<cart_id>/saved/<saved_id>": "a cart is nobody's money",
    "store/carts/<cart_id>/saved/<saved_id>/restore": "a cart is nobody's money",
    "store/orders/<order_id>/reorder": "a cart is nobody's money",
    "store/order-lookups": "reads",
    "store/checkouts": "the order and the ledger tell who bought what, and cannot be changed",
    "store/conversations": "a visitor's own conversation, which staff see once the visitor hands it over",
    "store/conversations/<conversation_id>": "a visitor's own conversation, which leaves with the visitor's wish",
    "store/conversations/<conversation_id>/messages": "is kept with its text in the conversation",
    "store/conversations/<conversation_id>/messages/<number>/answer": "reads, and is kept in the conversation",
    "store/conversations/<conversation_id>/hand-over": "the conversation says when it was handed over",
    "store/events": "counts what a visitor agreed to have counted",
    "store/unsubscriptions": "is a record of the customer's consents, which is added to only",
    "store/visitors": "is the record of an agreement, which names nobody",
    "store/visitors/<visitor_id>": "deletes what was counted of a visitor, as the visitor asks",
    "vendor/applications": "entered by the service",
    "webhooks/<provider>": "each event is stored with its body; refused ones are entered by the service",
}


def writing_endpoints() -> list[tuple[Endpoint, type]]:
    return [
        (Endpoint(method, route), view)
        for route, view in all_routes()
        for method in WRITES
        if hasattr(view, method.lower()) and isinstance(view, type)
    ]


def is_audited(endpoint: Endpoint, view: type) -> bool:
    """By the base class, which enters whatever staff and vendors' people write, or what the view names."""
    keeps_it = issubclass(view, TenantAPIView) and view.finalize_response is TenantAPIView.finalize_response
    return keeps_it and (endpoint.audience in (VENDOR, STAFF, PERSON, BACK_OFFICE) or endpoint.method in view.audited)


def test_every_writing_endpoint_is_audited_or_says_why_not():
    endpoints = writing_endpoints()

    assert len(endpoints) > 60
    assert [str(endpoint) for endpoint, view in endpoints if not is_audited(endpoint, view) and endpoint.route not in UNAUDITED] == []
    assert {endpoint.audience for endpoint, view in endpoints if not is_audited(endpoint, view)} <= {ANYBODY, CUSTOMER, NOBODY}
    assert [route for route in UNAUDITED if route not in {endpoint.route for endpoint, _ in endpoints}] == []


def entry_of(person: str) -> AuditEntry:
    return AuditEntry.objects.filter(actor_id=person).latest("id")


@pytest.fixture
def product():
    return make_listing(price_minor=2000, stock=10)


@pytest.fixture
def owner(product):
    return owner_of(product.vendor_id)


@pytest.fixture
def token(product, owner):
    return vendor_token(product.vendor_id, person_id=owner)


class TestVendorsPeople:
    def test_who_changes_a_product_and_its_price_is_named(self, api, product, owner, token):
        read = api.get(f"vendor/products/{product.id}", token=token)
        edited = api.patch(f"vendor/products/{product.id}", {"brand": "Other"}, token=token, etag=read["ETag"].strip('"'))

        entry = entry_of(owner)
        assert edited.status_code == 200, edited.content
        assert (entry.action, entry.resource, entry.new) == ("PATCH vendor/products/<product_id>", product.id, {"brand": "Other"})
        assert (entry.actor_kind, entry.actor_role) == ("vendor", "owner")

    def test_who_adjusts_stock_is_named(self, api, product, owner, token):
        line = {"variant_id": product.variants[0].id, "on_hand": 3, "reason": "counted"}
        answer = api.post("vendor/stock/adjustments", line, token=token)

        assert answer.status_code < 300, answer.content
        assert entry_of(owner).action == "POST vendor/stock/adjustments"

    def test_a_refused_or_repeated_request_leaves_no_entry_of_its_own(self, api, product, owner, token):
        before = AuditEntry.objects.count()
        assert api.post(f"vendor/products/{product.id}/nonsense", {}, token=token).status_code == 404
        assert api.post("vendor/shipping-zones", {"name": ""}, token=token).status_code == 422
        assert AuditEntry.objects.count() == before

        answers = [api.post("vendor/shipping-zones", {"name": "Near", "countries": ["NL"]}, token=token, key="one") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert AuditEntry.objects.count() == before + 1
        assert entry_of(owner).resource == answers[0].json()["id"]

    @pytest.mark.parametrize(
        "odd",
        [
            {"junk": "\x00"},
            {"\x00": 1},
            {"reason": "\x00"},
            {"reason": {"a": ["x" * 5000]}},
            {"junk": "x" * 20_000},
            {f"key{number}": number for number in range(2_000)},
            {"junk": 10**30},
            {"password": "hunter2", "token": "hunter2"},
        ],
    )
    def test_whatever_a_request_holds_it_is_entered_without_secrets(self, odd):
        audit_requests.record_request(
            method="POST", route="vendor/things", ids={}, body=odd, answer=None, actor=Actor("vendor", "usr_odd", "owner"), now=NOW
        )

        entry = entry_of("usr_odd")
        assert "hunter2" not in str(entry.new)
        assert len(str(entry.new)) + len(entry.reason) < 20_000

    def test_an_entry_of_the_service_is_not_doubled(self, api, product, owner, token):
        api.post("vendor/api-keys", {"name": "ERP", "roles": ["manager"]}, token=token)

        assert list(AuditEntry.objects.filter(actor_id=owner).values_list("action", flat=True)) == ["vendor.api_key_created"]

    def test_an_api_key_is_named_as_who_acts(self, api, product, token):
        made = api.post("vendor/api-keys", {"name": "ERP", "roles": ["manager"]}, token=token).json()
        api.post("vendor/shipping-zones", {"name": "Near", "countries": ["NL"]}, token=f"Api-Key {made['secret']}")

        assert entry_of(made["key"]["id"]).action == "POST vendor/shipping-zones"


class TestOrders:
    def test_who_cancels_and_so_refunds_is_named(self, api):
        order = make_order((make_listing(), 2), payment=CASH)
        headers = {"Order-Token": order_token(order.id)}
        answer = api.post(f"store/orders/{order.id}/cancellations", {"reason": "Too late"}, headers=headers)

        assert answer.status_code == 200, answer.content
        entry = AuditEntry.objects.get(action="POST store/orders/<order_id>/cancellations")
        assert (entry.actor_kind, entry.actor_address, entry.resource) == ("guest", "127.0.0.1", order.id)


class TestSecurityEvents:
    def test_log_ins_of_vendors_people_and_staff_are_entered_and_failed_ones(self, api):
        vendor = make_vendor(email="olga@example.com")
        owner = owner_of(vendor.id)

        for password, email in (
            ("wrong password", "olga@example.com"),
            ("wrong password", "nobody@example.com"),
            (PASSWORD, "olga@example.com"),
        ):
            api.post("auth/login", {"audience": "vendor", "email": email, "password": password})

        found = AuditEntry.objects.filter(action__startswith="account.").order_by("id").values_list("action", "actor_id", "actor_address")
        assert list(found) == [
            ("account.login_failed", owner, "127.0.0.1"),
            ("account.login_failed", "unknown", "127.0.0.1"),
            ("account.logged_in", owner, "127.0.0.1"),
        ]
        assert "example.com" not in str(list(AuditEntry.objects.filter(action__startswith="account.").values()))

    def test_a_copied_refresh_token_is_entered(self, api):
        person = make_customer(email="noor@example.com")
        token = api.post("auth/login", {"email": "noor@example.com", "password": PASSWORD}).json()["refresh_token"]

        assert [api.post("auth/refresh", {"refresh_token": token}).status_code for _ in range(2)] == [200, 401]
        assert entry_of(person.id).action == "account.refresh_token_reused"

    def test_a_refused_webhook_is_entered_once_a_minute(self, api):
        answers = [api.post("webhooks/sandbox", {"id": "evt_1"}).status_code for _ in range(3)]

        assert answers == [400, 400, 400]
        assert AuditEntry.objects.filter(action="webhook.refused", resource="sandbox").count() == 1

    def test_staff_who_read_of_customers_are_entered_with_whom_they_saw(self, api):
        person = make_customer(email="noor@example.com")
        staff = staff_token("support")

        api.get("admin/customers", token=staff, email="noor")
        api.get(f"admin/customers/{person.id}", token=staff)

        entries = AuditEntry.objects.filter(actor_kind="staff").order_by("id")
        assert [(entry.action, entry.resource) for entry in entries] == [
            ("GET admin/customers", person.id),
            ("GET admin/customers/<customer_id>", person.id),
        ]
        assert entries[0].new == {"found": [person.id]}
        assert "noor@" not in str([entry.new for entry in entries])


class TestIntents:
    """What a write asks for is stored before it begins, and goes with its entry or its refusal."""

    def test_none_is_left_of_requests_that_were_answered(self, api, product, token):
        etag = api.get(f"vendor/products/{product.id}", token=token)["ETag"].strip('"')
        zone = {"name": "Near", "countries": ["NL"]}

        answers = [
            api.patch(f"vendor/products/{product.id}", {"brand": "Other"}, token=token, etag=etag),
            api.patch(f"vendor/products/{product.id}", {"brand": "Third"}, token=token, etag=etag),
            api.post("vendor/shipping-zones", {"name": ""}, token=token),
            api.post("vendor/shipping-zones", zone, token=token, key="one"),
            api.post("vendor/shipping-zones", zone, token=token, key="one"),
            api.post("vendor/api-keys", {"name": "ERP", "roles": ["manager"]}, token=token),
        ]

        assert [answer.status_code for answer in answers] == [200, 412, 422, 201, 201, 201]
        assert not AuditIntent.objects.exists()
        assert audit_requests.enter_interrupted(now=LONG_AFTER) == 0

    def test_a_failure_is_entered_since_nobody_knows_what_was_done(self, api, owner, token):
        def lose(execute, sql, *args):
            if "shipping_zones" in sql:
                raise OperationalError("connection lost")
            return execute(sql, *args)

        with connections["eu"].execute_wrapper(lose):
            answer = api.post("vendor/shipping-zones", {"name": "Near", "countries": ["NL"]}, token=token)
        early, late = (audit_requests.enter_interrupted(now=moment) for moment in (clock.now(), LONG_AFTER))

        entry = entry_of(owner)
        assert (answer.status_code, early, late) == (503, 0, 1)
        assert (entry.action, entry.actor_role) == ("request.interrupted", "owner")
        assert entry.new == {"request": "POST vendor/shipping-zones", "sent": {"name": "Near", "countries": ["NL"]}}
        assert entry.request_id == answer["X-Request-ID"]
        assert audit_requests.enter_interrupted(now=LONG_AFTER) == 0

    def test_an_interrupted_request_leaves_no_code_and_no_password_in_the_log(self, api, owner, token):
        def lose(execute, sql, *args):
            if "account_attempts" in sql:
                raise OperationalError("connection lost")
            return execute(sql, *args)

        with connections["eu"].execute_wrapper(lose):
            answer = api.post("me/second-factor/remove", {"password": PASSWORD, "code": "abcde-fghjk"}, token=token)
        audit_requests.enter_interrupted(now=LONG_AFTER)

        entry = entry_of(owner)
        assert (answer.status_code, entry.action) == (503, "request.interrupted")
        assert entry.new == {"request": "POST me/second-factor/remove", "sent": {}}

    def test_reading_stores_none(self, api):
        person, staff = make_customer(email="noor@example.com"), staff_token("support")

        with CaptureQueriesContext(connections["eu"]) as statements:
            api.get(f"admin/customers/{person.id}", token=staff)

        assert "audit_logs" in str(statements.captured_queries)
        assert "audit_intents" not in str(statements.captured_queries)
