"""Where a vendor's systems hear of changes: endpoints and their secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from msgspec import UNSET, UnsetType

from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.apps.webhooks.domain.addresses import is_literal, is_public
from marketplace.apps.webhooks.domain.signing import new_secret
from marketplace.apps.webhooks.errors import EndpointNotFound, TooManyEndpoints
from marketplace.apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from marketplace.apps.webhooks.services.secrets import seal
from marketplace.apps.webhooks.types import DisabledReason, EndpointState, EndpointView, EndpointWithSecret
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

MAX_ENDPOINTS = limits.declare("webhooks.endpoints", 10, "webhooks", "Of one vendor; 409 `too_many_webhooks` for one more.")
FORMER_SECRET_LIFE = timedelta(days=1)


def create_endpoint(
    *, vendor_id: str, url: str, description: str, event_types: Sequence[str], actor: Actor, now: datetime
) -> EndpointWithSecret:
    """
    Send requests about changes of these kinds to an address. Its secret is in this answer alone.

    :raises InvalidInput: unless the address is one of the public internet's, by https
    :raises TooManyEndpoints: at ten
    :raises VendorNotSelling: unless the vendor is approved: an applicant could make us write to strangers
    """
    _check(url)
    _require_selling(vendor_id)
    endpoint_id, secret = new_id("whe", at=now), new_secret()
    endpoint = WebhookEndpoint(
        id=endpoint_id,
        vendor_id=vendor_id,
        url=url,
        description=description,
        event_types=sorted(set(event_types)),
        secret=seal(endpoint_id, secret),
        created_by=actor.id,
        created_at=now,
    )
    with tenancy.atomic():
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": f"webhooks:{vendor_id}"})  # so that none is too many
        if WebhookEndpoint.objects.filter(vendor_id=vendor_id).count() >= MAX_ENDPOINTS:
            raise TooManyEndpoints(limit=MAX_ENDPOINTS)
        rows.insert(endpoint)
        new = {"webhook": endpoint.id, "url": url, "event_types": endpoint.event_types}
        audit.record(actor=actor, action="webhook.created", resource=vendor_id, new=new, now=now)
    return EndpointWithSecret(endpoint=endpoint.as_view(), secret=secret)


def change_endpoint(
    *,
    vendor_id: str,
    endpoint_id: str,
    etag: str,
    url: str | UnsetType = UNSET,
    description: str | UnsetType = UNSET,
    event_types: Sequence[str] | UnsetType = UNSET,
    is_active: bool | UnsetType = UNSET,
    actor: Actor,
    now: datetime,
) -> EndpointView:
    """
    Change what is set; ``is_active`` pauses it, or turns it on again, also one that was disabled.

    :raises EndpointNotFound: :raises StaleRow: if ``etag`` is old :raises InvalidInput: as ``create_endpoint``
    :raises VendorNotSelling: as ``create_endpoint``, for another address or to turn it on
    """
    if url is not UNSET:
        _check(url)
    if url is not UNSET or is_active is True:
        _require_selling(vendor_id)
    with tenancy.atomic():
        endpoint = lock_endpoint(vendor_id, endpoint_id)
        if str(endpoint.version) != etag:
            raise StaleRow
        old = _audited(endpoint)
        endpoint.url = endpoint.url if url is UNSET else url
        endpoint.description = endpoint.description if description is UNSET else description
        endpoint.event_types = endpoint.event_types if event_types is UNSET else sorted(set(event_types))
        if is_active is not UNSET:
            endpoint.state = EndpointState.ACTIVE if is_active else EndpointState.PAUSED
            endpoint.disabled_reason, endpoint.failing_since = DisabledReason.NONE, None
        endpoint.version += 1
        rows.change(endpoint, "url", "description", "event_types", "state", "disabled_reason", "failing_since", "version")
        audit.record(actor=actor, action="webhook.changed", resource=vendor_id, old=old, new=_audited(endpoint), now=now)
    return endpoint.as_view()


def rotate_secret(*, vendor_id: str, endpoint_id: str, actor: Actor, now: datetime) -> EndpointWithSecret:
    """A new secret, in this answer alone; the one before signs as well for a day. :raises EndpointNotFound:"""
    secret = new_secret()
    with tenancy.atomic():
        endpoint = lock_endpoint(vendor_id, endpoint_id)
        endpoint.former_secret, endpoint.former_secret_until = endpoint.secret, now + FORMER_SECRET_LIFE
        endpoint.secret = seal(endpoint_id, secret)
        endpoint.version += 1
        rows.change(endpoint, "secret", "former_secret", "former_secret_until", "version")
        audit.record(actor=actor, action="webhook.secret_rotated", resource=vendor_id, new={"webhook": endpoint_id}, now=now)
    return EndpointWithSecret(endpoint=endpoint.as_view(), secret=secret)


def remove_endpoint(*, vendor_id: str, endpoint_id: str, actor: Actor, now: datetime) -> None:
    """Send nothing there any more, and forget what was sent. :raises EndpointNotFound:"""
    with tenancy.atomic():
        endpoint = lock_endpoint(vendor_id, endpoint_id)
        rows.delete_where(WebhookDelivery, "endpoint_id = %(id)s", {"id": endpoint_id})
        rows.delete_where(WebhookEndpoint, "id = %(id)s", {"id": endpoint_id})
        audit.record(actor=actor, action="webhook.removed", resource=vendor_id, old=_audited(endpoint), now=now)


def disable_endpoints_of(vendor_id: str) -> None:
    """Of a vendor that has left. Safe to repeat."""
    values = {"state": EndpointState.DISABLED, "disabled_reason": DisabledReason.CLOSED}
    rows.change_where(WebhookEndpoint, "vendor_id = %(vendor_id)s", {"vendor_id": vendor_id}, **values)


def lock_endpoint(vendor_id: str, endpoint_id: str) -> WebhookEndpoint:
    """:raises EndpointNotFound: if the vendor has none of that id"""
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id, vendor_id=vendor_id).first()
    if endpoint is None:
        raise EndpointNotFound
    return endpoint


def _require_selling(vendor_id: str) -> None:
    if not vendor_queries.get_vendor(vendor_id).is_selling:
        raise VendorNotSelling(vendor_ids=[vendor_id])


def _audited(endpoint: WebhookEndpoint) -> dict[str, object]:
    return {"webhook": endpoint.id, "url": endpoint.url, "event_types": endpoint.event_types, "state": endpoint.state}


def _check(url: str) -> None:
    """What can be said of an address without asking a name server, which is done anew for every request."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise _refused("invalid", Text("Must be an address on the web")) from None
    host = parsed.host.strip("[]")
    if not host or parsed.scheme not in ("https", "http") or parsed.userinfo or parsed.fragment:
        raise _refused("invalid", Text("Must be an address on the web, without a password and without a part after #"))
    if settings.WEBHOOKS_REACH_PRIVATE_ADDRESSES:
        return
    if parsed.scheme != "https":
        raise _refused("not_https", Text("Must begin with https://"))
    if host == "localhost" or (is_literal(host) and not is_public(host)):
        raise _refused("private_address", Text("Must be an address that the whole internet can reach"))
    if parsed.port is not None:  # the network lets our workers reach no other one
        raise _refused("not_port_443", Text("Must be reached by the usual port of https, 443"))


def _refused(code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError("url", code, message)])
