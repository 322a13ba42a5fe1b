"""Reads of webhooks, from a vendor's own."""

from __future__ import annotations

from marketplace.apps.webhooks.errors import EndpointNotFound
from marketplace.apps.webhooks.models import WebhookEndpoint
from marketplace.apps.webhooks.types import DeliveryState, DeliveryView, EndpointView
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def list_endpoints(vendor_id: str) -> list[EndpointView]:
    """A vendor's, newest first: ten at most."""
    return [endpoint.as_view() for endpoint in WebhookEndpoint.objects.filter(vendor_id=vendor_id).order_by("-id")]


def get_endpoint(vendor_id: str, endpoint_id: str) -> EndpointView:
    """:raises EndpointNotFound: if the vendor has none of that id"""
    return _get(vendor_id, endpoint_id).as_view()


def list_deliveries(vendor_id: str, endpoint_id: str, page: PageRequest, *, state: DeliveryState | None = None) -> Page[DeliveryView]:
    """What was sent to an endpoint, newest first. :raises EndpointNotFound: if the vendor has none of that id"""
    deliveries = _get(vendor_id, endpoint_id).deliveries.order_by("-id")
    if state is not None:
        deliveries = deliveries.filter(state=state)
    if page.cursor:
        deliveries = deliveries.filter(pk__lt=decode_cursor(page.cursor, str))
    found = list(deliveries[: page.limit + 1])
    return page_of(found, page, position=lambda delivery: delivery.id).map(lambda delivery: delivery.as_view())


def _get(vendor_id: str, endpoint_id: str) -> WebhookEndpoint:
    endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id, vendor_id=vendor_id).first()
    if endpoint is None:
        raise EndpointNotFound
    return endpoint
