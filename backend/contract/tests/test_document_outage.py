"""The documents' store is Cosmos DB, and it goes away for a while: what depends on it says so, the rest works, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from faults.proxy import Fault, Proxy, answer, cut_before, hold

from marketplace.apps.carts.tests.factories import make_cart
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.apps.payments.events import PaymentAuthorized
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.errors import StoreUnavailable
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.store import store
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.relay import feeds, relay
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

RELEASED = Event()
OUTAGES = {"refuses connections": cut_before, "answers 503": answer(503), "hangs": hold(RELEASED)}


@pytest.fixture
def network(cosmos_account, tenant, settings) -> Iterator[Proxy]:
    """Between the application and its documents."""
    cosmos_account.make_empty()
    settings.DOCUMENTS_ENGINE = "cosmos"
    settings.COSMOS_READ_TIMEOUT_S = 0.4
    settings.COSMOS_PATIENCE_S = 0.2
    before = settings.COSMOS["eu"]
    with Proxy(before["endpoint"]) as network:
        settings.COSMOS["eu"] = {**before, "endpoint": network.url}
        client.forget()
        feeds.forget()
        store().provision([container.name for container in all_containers()])
        RELEASED.clear()
        yield network
        RELEASED.set()
    settings.COSMOS["eu"] = before
    client.forget()
    feeds.forget()


@pytest.fixture
def product(network) -> Product:
    return make_listing()


@pytest.fixture(params=OUTAGES)
def outage(request) -> Fault:
    return OUTAGES[request.param]


def test_endpoints_that_need_documents_answer_503_and_when_to_try_again(api, network, product, outage):
    cart = make_cart()
    network.always(outage)

    refused = [
        api.get(f"store/products/{product.slug}"),
        api.get(f"store/carts/{cart.cart.id}", headers={"Cart-Token": cart.token}),
        api.post("store/carts", {"country": "NL"}),
    ]

    for response in refused:
        assert (response.status_code, response.json()["code"]) == (503, "store_unavailable")
        assert int(response["Retry-After"]) > 0


def test_throttling_has_its_own_wait(api, network, product):
    network.always(answer(429, {"x-ms-retry-after-ms": "7000"}))

    refused = api.get(f"store/products/{product.slug}")

    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (503, "store_throttled", "7")


def test_endpoints_that_need_none_work_and_the_health_endpoint_names_what_is_gone(api, network, outage):
    token = staff_token()
    network.always(outage)

    assert api.get("store/region").status_code == 200
    assert api.get("admin/vendors", token=token).status_code == 200
    ready = api.get("health/ready")
    assert ready.status_code == 503
    assert "documents" in ready.content.decode()


def test_the_relay_goes_on_where_it_stopped(network, outage):
    product = make_listing()
    relay.drain(now=NOW)
    make_order((product, 1), payment=CASH)
    network.always(outage)

    with pytest.raises(StoreUnavailable):
        relay.run_once(now=NOW)
    network.always(None)
    RELEASED.set()
    relay.drain(now=NOW + timedelta(minutes=1))

    heard = set(OutboxEvent.objects.exclude(delivered_at=None).values_list("wire_name", flat=True))
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()
    assert any(name.startswith("orders.order_confirmed") for name in heard)


def test_what_the_outbox_has_is_published_meanwhile(network, outage):
    relay.drain(now=NOW)
    network.always(outage)
    with tenancy.atomic():
        outbox.publish(PaymentAuthorized(payment_id="pay_1", checkout_id="chk_1", order_id="ord_1"), now=NOW)

    with pytest.raises(StoreUnavailable):
        relay.run_once(now=NOW)

    assert not OutboxEvent.objects.filter(wire_name=PaymentAuthorized.wire_name, delivered_at=None).exists()


def test_the_same_endpoints_answer_again_afterwards(api, network, product, outage):
    network.always(outage)
    api.get(f"store/products/{product.slug}")

    network.always(None)
    RELEASED.set()

    assert api.get(f"store/products/{product.slug}").status_code == 200
    assert api.get("health/ready").status_code == 200


def test_what_was_announced_while_the_relay_was_away_is_heard_of(network):
    vendor = make_vendor()
    relay.drain(now=NOW)
    network.always(cut_before)
    with pytest.raises(StoreUnavailable):
        make_product(vendor=vendor.id)

    network.always(None)
    made = make_product(vendor=vendor.id)
    relay.drain(now=NOW)

    assert OutboxEvent.objects.filter(payload__contains={"product_id": made.id}).exists()
