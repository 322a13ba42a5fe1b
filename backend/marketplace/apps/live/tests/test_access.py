"""Who gets in, to what, and how long: each refusal next to what succeeds."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus

from marketplace.apps.accounts.tests.factories import PASSWORD, customer_token, make_customer, make_vendor_person
from marketplace.apps.live import types
from marketplace.apps.live.types import RefundFailedNotice
from marketplace.apps.orders.services import order_token
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, make_staff_member
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, staff_token, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.realtime.publishing import end_access, publish
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


class TestTicket:
    @pytest.mark.parametrize(
        ("roles", "topics"),
        [
            (("owner",), ["vendor_orders", "vendor_stock", "vendor_imports", "vendor_payouts"]),
            (("accountant",), ["vendor_orders", "vendor_stock", "vendor_payouts"]),
            (("fulfilment",), ["vendor_orders", "vendor_stock"]),
        ],
    )
    def test_opens_what_a_vendors_roles_may_read(self, tenant: Any, api: Any, roles: tuple[str, ...], topics: list[str]):
        answer = api.post("live/tickets", {}, token=vendor_token(make_vendor().id, *roles))

        assert answer.json()["topics"] == topics

    @pytest.mark.parametrize(
        ("role", "topics"),
        [
            ("admin", ["staff_vendors", "staff_orders", "staff_payments", "staff_payouts", "staff_metrics"]),
            ("support", ["staff_vendors", "staff_orders", "staff_payments"]),
            ("catalogue", ["staff_vendors"]),
        ],
    )
    def test_opens_what_a_role_of_staff_may_read(self, tenant: Any, api: Any, role: str, topics: list[str]):
        assert api.post("live/tickets", {}, token=staff_token(role)).json()["topics"] == topics

    def test_says_where_to_connect(self, tenant: Any, api: Any):
        answer = api.post("live/tickets", {}, token=customer_token(make_customer().id))

        assert answer.status_code == 201
        assert answer.json()["websocket_url"] == f"ws://api.eu.localhost:{settings.PORT_BASE + 5}/ws/v1/"
        assert api.get("store/region").json()["live"]["events_url"] == answer.json()["events_url"]

    def test_is_refused_to_nobody_in_particular(self, tenant: Any, api: Any):
        assert api.post("live/tickets", {}).status_code == 401

    def test_of_another_customers_order_is_refused(self, tenant: Any, api: Any):
        order = make_order((make_listing(), 1), payment=CASH)
        asked = {"order_id": order.id}

        assert api.post("live/tickets", asked, headers={"Order-Token": order_token(order.id)}).status_code == 201
        assert api.post("live/tickets", asked, headers={"Order-Token": "another"}).status_code == 404
        assert api.post("live/tickets", asked, token=customer_token(make_customer().id)).status_code == 404

    @pytest.mark.parametrize("state", ["suspended", "closed"])
    def test_is_refused_to_a_vendor_that_may_not_sell_any_more(self, tenant: Any, api: Any, state: str):
        answer = api.post("live/tickets", {}, token=vendor_token(make_vendor(state=state).id))

        assert (answer.status_code, answer.json()["code"]) == (409, "vendor_state_forbids")

    def test_is_refused_with_a_token_of_another_region(self, tenant: Any, api: Any):
        assert api.post("live/tickets", {}, tenant="mena", token=customer_token(make_customer().id)).status_code == 421

    def test_is_refused_above_the_rate(self, tenant: Any, api: Any):
        token = customer_token(make_customer().id)

        answers = [api.post("live/tickets", {}, token=token).status_code for _ in range(61)]

        assert (answers[:60], answers[60]) == ([201] * 60, 429)


class TestConnection:
    def test_works_once_with_a_ticket(self, tenant: Any, live: Any, ticket: Any):
        found = ticket(customer_token(make_customer().id))

        assert live.open(found).next()["topics"] == ["orders"]
        assert live.open(found).close_code() == 4401

    def test_leaves_no_ticket_in_the_log(self, tenant: Any, live: Any, ticket: Any):
        found = ticket(customer_token(make_customer().id))
        live.ready(found)
        live.open(found).close_code()

        assert found not in live.log()

    def test_is_refused_with_an_unknown_ticket(self, tenant: Any, live: Any):
        assert live.open("made-up").close_code() == 4401

    def test_is_refused_with_a_ticket_that_was_not_used_in_time(self, tenant: Any, live: Any, ticket: Any, valkey: Any):
        found = ticket(customer_token(make_customer().id))
        (key,) = [name for name in valkey.keys("*") if b"live:ticket:" in name]
        assert 0 < valkey.pttl(key) <= 30_000
        valkey.pexpire(key, 1)
        while valkey.exists(key):
            pass

        assert live.open(found).close_code() == 4401

    def test_is_refused_with_a_ticket_of_another_region(self, tenant: Any, live: Any, ticket: Any):
        found = ticket(customer_token(make_customer().id))

        assert live.open(found, tenant="mena").close_code() == 4401
        assert live.open(found).next()["type"] == "ready"

    def test_without_a_ticket_sees_products_only(self, tenant: Any, live: Any):
        product = make_listing()

        assert live.open(products=product.id).next()["topics"] == [f"product:{product.id}"]

    @pytest.mark.parametrize("origin", ["https://thief.example", "null", "http://mena.localhost:8001", "https://eu.localhost"])
    def test_is_refused_to_a_page_of_another_origin(self, tenant: Any, live: Any, origin: str):
        with pytest.raises(InvalidStatus) as refused:
            live.open(origin=origin)

        assert refused.value.response.status_code == 403

    def test_is_open_to_the_regions_own_pages(self, tenant: Any, live: Any):
        assert live.open(origin="http://eu.localhost:8001").next()["type"] == "ready"

    def test_is_refused_on_an_unknown_host(self, tenant: Any, live: Any):
        with pytest.raises(InvalidStatus) as refused:
            live.open(host="api.asia.localhost")

        assert refused.value.response.status_code == 421

    def test_is_refused_while_the_region_is_closed_but_to_staff(self, tenant: Any, live: Any, ticket: Any):
        found = ticket(staff_token())
        TenantRecord.objects.filter(slug="mena").update(is_in_maintenance=True)
        with tenancy.scope(directory.get("mena")):
            staff = ticket(staff_token(), tenant="mena")

        assert live.open(found).next()["type"] == "ready"
        assert _until(lambda: live.open(tenant="mena").close_code(), 4503)
        assert live.open(staff, tenant="mena").next()["type"] == "ready"


class TestEnds:
    def test_when_the_person_signs_out(self, tenant: Any, live: Any, api: Any, ticket: Any, drain: Any):
        customer = make_customer()
        tokens = api.post("auth/login", {"audience": "customer", "email": customer.email, "password": PASSWORD}).json()
        other = live.ready(ticket(customer_token(customer.id)))
        socket, late = live.ready(ticket(tokens["access_token"])), ticket(tokens["access_token"])

        api.post("auth/logout", {}, token=tokens["access_token"])
        drain()

        assert socket.close_code() == 4403
        assert live.open(late).close_code() == 4403
        make_order((make_listing(), 1), payment=CASH, customer_id=customer.id)
        drain()
        assert other.next()["type"] == "order_changed"

    def test_when_the_roles_change(self, tenant: Any, live: Any, api: Any, ticket: Any, drain: Any):
        vendor = make_vendor()
        person = make_vendor_person(vendor_id=vendor.id, roles=["accountant"])
        tokens = api.post("auth/login", {"audience": "vendor", "email": person.email, "password": PASSWORD}).json()
        socket, colleague = live.ready(ticket(tokens["access_token"])), live.ready(ticket(vendor_token(vendor.id)))

        vendor_services.change_member_roles(
            vendor_id=vendor.id, person_id=person.id, roles=["fulfilment"], etag=person.etag, actor=VENDOR_ACTOR, now=NOW
        )
        drain()

        assert socket.close_code() == 4403
        assert colleague.watch()["type"] == "ready"

    def test_when_the_api_key_is_revoked(self, tenant: Any, live: Any, ticket: Any, drain: Any):
        vendor = make_vendor()
        key = vendor_services.create_api_key(vendor_id=vendor.id, name="ERP", roles=["fulfilment"], actor=VENDOR_ACTOR, now=NOW)
        socket = live.ready(ticket(f"Api-Key {key.secret}"))

        vendor_services.revoke_api_key(vendor_id=vendor.id, key_id=key.key.id, actor=VENDOR_ACTOR, now=NOW)
        drain()

        assert socket.close_code() == 4403

    def test_when_the_vendor_is_suspended(self, tenant: Any, live: Any, ticket: Any, drain: Any):
        vendor, other = make_vendor(), make_vendor()
        token = vendor_token(vendor.id, person_id=owner_of(vendor.id))
        socket, others, late = live.ready(ticket(token)), live.ready(ticket(vendor_token(other.id))), ticket(token)

        vendor_services.suspend_vendor(vendor_id=vendor.id, reason="For a test", actor=STAFF_ACTOR, now=NOW)
        drain()

        assert socket.close_code() == 4403
        assert live.open(late).close_code() == 4403
        assert others.watch()["type"] == "ready"

    def test_and_begins_anew_once_the_vendor_is_reinstated(self, tenant: Any, live: Any, ticket: Any, drain: Any):
        vendor = make_vendor(state="suspended")
        drain()

        vendor_services.reinstate_vendor(vendor_id=vendor.id, reason="For a test", actor=STAFF_ACTOR, now=NOW)

        assert live.open(ticket(vendor_token(vendor.id))).next()["type"] == "ready"

    def test_by_the_next_beat_where_the_notice_was_lost(self, tenant: Any, impatient_live: Any, ticket: Any, valkey: Any):
        vendor = make_vendor()
        socket = impatient_live.ready(ticket(vendor_token(vendor.id)))

        valkey.client_kill_filter(_type="pubsub")
        end_access([vendor.id])

        assert socket.close_code() == 4403

    def test_when_the_region_closes(self, tenant: Any, impatient_live: Any):
        socket = impatient_live.ready(tenant="mena")

        TenantRecord.objects.filter(slug="mena").update(is_in_maintenance=True)

        assert socket.close_code() == 4503


def test_regions_do_not_mix_on_one_process(tenant: Any, mena: Any, live: Any, ticket: Any):
    """The same topics, the same ids, the same moment: each hears its own."""
    member = make_staff_member()
    sockets = {}
    for region in (tenant, mena):
        with tenancy.scope(region):
            sockets[region.slug] = live.ready(ticket(staff_token(member_id=member.id), tenant=region.slug), tenant=region.slug)

    for number in range(20):
        for region in (tenant, mena):
            about = f"{region.slug}-{number}"
            with tenancy.scope(region):
                publish([_notice(about).to(types.STAFF_PAYMENTS.of(types.REGION))], at=NOW)

    for slug, socket in sockets.items():
        assert [socket.next()["data"]["refund_id"] for _ in range(20)] == [f"{slug}-{number}" for number in range(20)]


def test_access_that_ends_in_one_region_goes_on_in_the_other(tenant: Any, mena: Any, live: Any, ticket: Any):
    sockets = {}
    for region in (tenant, mena):
        with tenancy.scope(region):
            sockets[region.slug] = live.ready(ticket(staff_token(), tenant=region.slug), tenant=region.slug)

    end_access(["ses_of_tests"])

    assert sockets["eu"].close_code() == 4403
    assert sockets["mena"].watch()["type"] == "ready"


def _notice(refund_id: str) -> RefundFailedNotice:
    return RefundFailedNotice(
        refund_id=refund_id, payment_id="pay_of_tests", order_id="ord_of_tests", amount=Money(1, "EUR"), failure_code="closed"
    )


def _until(read: Any, wanted: Any) -> bool:
    """The process reads the directory every few seconds; until then it is asked again."""
    while read() != wanted:
        pass
    return True
