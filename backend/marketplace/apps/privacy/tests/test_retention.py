"""What is deleted or erased by time: each kind when it is older than the region keeps it, and nothing before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from contract.tests.buying import Buyer
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.carts.tests.factories import ADDRESSES
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.payments.models import ProviderEvent
from marketplace.apps.privacy import services
from marketplace.apps.privacy.models import RetentionRun
from marketplace.apps.privacy.services.retention import orders_kept_since
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import clock, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

DAY = timedelta(days=1)


def buy(api: Any, **payment: str) -> Buyer:
    customer = make_customer(name="Noor Jansen")
    buyer = Buyer(api, token=customer_token(customer.id))
    buyer.fill((make_listing(), 1), country="NL", currency="EUR")
    buyer.change("PATCH", body={"note": "Ring at Jansen"})
    buyer.pay(**{"method": "cash_on_delivery", **payment})
    return buyer


def personal(content: Any) -> list[str]:
    text = msgspec.json.encode(content).decode()
    return [word for word in ("@customer.example", "Jansen", ADDRESSES["NL"].line1) if word in text]


def test_mails_are_deleted_once_they_are_older_than_the_region_keeps_them(api, drain):
    buy(api)
    drain()
    written = Message.objects.count()

    services.apply_retention(now=clock.now() + 399 * DAY)
    kept = Message.objects.count()
    services.apply_retention(now=clock.now() + 401 * DAY)

    assert (written > 0, kept, Message.objects.count()) == (True, written, 0)


def test_a_webhook_is_deleted_only_once_it_was_interpreted():
    about = {"provider": "stripe", "type": "charge.updated", "body": b"{}", "received_at": clock.now()}
    rows.insert(ProviderEvent(event_id="evt_1", processed_at=clock.now(), **about))
    rows.insert(ProviderEvent(event_id="evt_2", **about))

    services.apply_retention(now=clock.now() + 401 * DAY)

    assert [event.event_id for event in ProviderEvent.objects.all()] == ["evt_2"]


def test_a_checkout_without_a_sale_loses_its_addresses_after_a_month(api):
    buy(api, method="sandbox_card", card_token="tok_declined")

    services.apply_retention(now=clock.now() + 29 * DAY)
    before = personal(Checkout.objects.get().snapshot)
    services.apply_retention(now=clock.now() + 31 * DAY)

    assert (len(before), personal(Checkout.objects.get().snapshot)) == (3, [])


def test_an_order_loses_names_and_addresses_when_tax_law_lets_go_and_keeps_its_amounts(api, drain):
    buyer = buy(api)
    drain()
    order = order_queries.get_any_order(buyer.order["order_id"])
    after_ten_years = datetime(order.placed_at.year + 11, 1, 1, 3, tzinfo=UTC)

    services.apply_retention(now=after_ten_years - DAY)
    before = order_queries.get_any_order(order.id)
    services.apply_retention(now=after_ten_years)
    services.apply_retention(now=after_ten_years)

    after = order_queries.get_any_order(order.id)
    stored = [after, Checkout.objects.get().snapshot, *order_queries.vendor_orders_of(after)]
    assert (before.shipping_address, personal(stored)) == (order.shipping_address, [])
    assert (after.number, after.quote) == (order.number, order.quote)
    assert [run.count for run in RetentionRun.objects.filter(retained="orders").order_by("pk")] == [0, 1, 0]


@pytest.mark.parametrize(("now", "since"), [("2027-01-01", "2017-01-01"), ("2026-12-31", "2016-01-01")])
def test_years_of_tax_law_begin_with_the_end_of_the_year(now: str, since: str):
    assert orders_kept_since(datetime.fromisoformat(f"{now}T03:00:00Z"), 10) == datetime.fromisoformat(f"{since}T00:00:00Z")


def test_administrators_see_what_each_night_deleted(api):
    services.apply_retention(now=clock.now())

    page = api.get("admin/retention-runs", token=staff_token(), limit=3).json()
    rest = api.get("admin/retention-runs", token=staff_token(), limit=3, cursor=page["next_cursor"]).json()

    kinds = sorted(run["retained"] for run in page["items"] + rest["items"])
    assert kinds == ["evidence", "mails", "orders", "unsold_checkouts", "webhooks"]
    assert {run["count"] for run in page["items"]} == {0}
    assert api.get("admin/retention-runs", token=staff_token("support")).status_code == 403
