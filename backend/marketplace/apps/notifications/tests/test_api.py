"""Mails as staff reads them."""

from __future__ import annotations

import pytest

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def listed(api, **query: str) -> list[dict]:
    answer = api.get("admin/messages", token=staff_token("support"), **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def test_the_mails_of_an_order_are_found_by_it_by_their_address_and_by_their_state(api, drain):
    mug = make_listing()
    order, other = make_order((mug, 1)), make_order((mug, 1))
    drain()
    Message.objects.filter(order_id=order.id, occasion__startswith="new_order").update(sent_at=None, attempts=12, last_error="refused")

    about = listed(api, order=order.id)

    assert sorted(item["occasion"] for item in about) == ["new_order", "order_confirmed"]
    assert {item["order_id"] for item in about} == {order.id}
    assert {item["order_id"] for item in listed(api, recipient=order.email.upper())} == {order.id, other.id}
    assert [(item["occasion"], item["state"], item["last_error"]) for item in listed(api, state="failed")] == [
        ("new_order", "failed", "refused")
    ]
    assert "body" not in about[0]


def test_they_are_listed_in_both_orders_a_page_at_a_time(api, drain):
    make_order((make_listing(), 1))
    drain()
    newest_first = [item["id"] for item in listed(api)]

    for sort, expected in (("created_at", newest_first[::-1]), ("-created_at", newest_first)):
        page = api.get("admin/messages", token=staff_token("support"), limit=1, sort=sort).json()
        rest = listed(api, sort=sort, cursor=page["next_cursor"], limit="1")
        assert [item["id"] for item in page["items"] + rest] == expected[:2]
    assert api.get("admin/messages", token=staff_token("support"), sort="subject").status_code == 422


def test_a_mail_is_read_without_the_secret_by_which_a_guest_reads_the_order(api, drain):
    order = make_order((make_listing(), 1))
    drain()
    (row,) = listed(api, order=order.id, recipient=order.email)
    assert "token=" in Message.objects.get(pk=row["id"]).body

    read = api.get(f"admin/messages/{row['id']}", token=staff_token("support")).json()

    assert order.number in read["message"]["subject"]
    assert "token=…" in read["body"]
    assert "token=" not in read["body"].replace("token=…", "")


def test_reading_them_is_audited(api, drain):
    make_order((make_listing(), 1))
    drain()

    (first, *_) = listed(api)
    api.get(f"admin/messages/{first['id']}", token=staff_token("support"))

    assert AuditEntry.objects.filter(resource=first["id"]).exists()


def test_a_vendor_is_written_to_when_a_product_is_taken_down_and_reinstated(drain):
    mug = make_product(vendor=make_vendor().id, title="Blue mug")
    facts = {"product_id": mug.id, "actor": STAFF_ACTOR, "now": NOW}
    catalog_services.take_down_product(reason="Not your trademark", **facts)
    drain()
    catalog_services.reinstate_product(reason="Looked at again", **facts)
    drain()

    down, back = Message.objects.order_by("id")
    assert ("Blue mug" in down.subject, "Not your trademark" in down.body, f"/products/{mug.id}" in down.body) == (True, True, True)
    assert ("Blue mug" in back.subject, "Not your trademark" in back.body) == (True, False)


def test_of_what_is_reinstated_by_then_no_mail_says_that_it_was_taken_down(drain):
    mug = make_product(vendor=make_vendor().id)
    facts = {"product_id": mug.id, "reason": "By mistake", "actor": STAFF_ACTOR, "now": NOW}
    catalog_services.take_down_product(**facts)
    catalog_services.reinstate_product(**facts)
    drain()

    assert [message.occasion.partition(":")[0] for message in Message.objects.all()] == ["product_reinstated"]


@pytest.mark.parametrize("path", ["admin/messages", "admin/messages/msg_none"])
def test_they_are_for_support_and_administrators_of_the_region(api, mena, path):
    with tenancy.scope(mena):
        foreign = staff_token()

    assert api.get(path).status_code == 401
    for token in (staff_token("finance"), staff_token("catalogue"), vendor_token(make_vendor().id)):
        assert api.get(path, token=token).status_code == 403
    assert api.get(path, token=foreign).status_code == 421


def test_what_is_no_mail_is_not_found(api):
    assert api.get("admin/messages/msg_none", token=staff_token()).status_code == 404
