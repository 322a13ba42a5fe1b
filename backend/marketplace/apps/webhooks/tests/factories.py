"""Webhooks for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.apps.webhooks import services
from marketplace.apps.webhooks.types import EVENT_TYPES
from marketplace.foundation import clock


def make_webhook(vendor_id: str, url: str = "https://erp.example.com/hooks") -> dict[str, str]:
    """A webhook of every kind of change, and a delivery that waits: their ids as addresses name them."""
    made = services.create_endpoint(
        vendor_id=vendor_id, url=url, description="ERP", event_types=EVENT_TYPES, actor=VENDOR_ACTOR, now=clock.now()
    )
    endpoint_id = made.endpoint.id
    delivery = services.send_test(vendor_id=vendor_id, endpoint_id=endpoint_id, actor=VENDOR_ACTOR, now=clock.now())
    return {"endpoint_id": endpoint_id, "delivery_id": delivery.id}
