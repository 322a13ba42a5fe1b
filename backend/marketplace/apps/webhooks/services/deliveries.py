"""Requests to vendors' systems: noted with what has changed, sent by workers, tried again, and in the end left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.webhooks.domain.retrying import DISABLED_AFTER, next_attempt_at
from marketplace.apps.webhooks.domain.signing import headers_of
from marketplace.apps.webhooks.errors import EndpointNotActive, EndpointNotFound
from marketplace.apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from marketplace.apps.webhooks.providers import http
from marketplace.apps.webhooks.services.endpoints import lock_endpoint
from marketplace.apps.webhooks.services.secrets import secrets_of
from marketplace.apps.webhooks.statements import CLAIM, WANTED
from marketplace.apps.webhooks.types import TEST, Change, DeliveryState, DeliveryView, DisabledReason, EndpointState, Outcome
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id

AT_ONCE = limits.declare("webhooks.at_once", 5, "requests", "Sent to one webhook at the same time; the others wait.")
BATCH = 100  # deliveries that are claimed together
CLAIM_LIFE = timedelta(minutes=2)  # longer than an attempt takes; a worker that died costs its delivery one attempt
KEPT = timedelta(days=30)
GONE = 410
_RESULT = ("state", "next_attempt_at", "delivered_at", "answer_status", "failure")


def announce(changes: Iterable[Change], *, now: datetime) -> None:
    """Note a delivery of each change for each endpoint that wants it, unless one waits that has not been tried. Safe to repeat."""
    known = list(dict.fromkeys(changes))
    columns = {f"{name}s": [getattr(change, name) for change in known] for name in ("vendor_id", "event_type", "subject_id")}
    wanted = [_new(endpoint_id, event_type, subject_id, now=now) for endpoint_id, event_type, subject_id in sql.rows(WANTED, columns)]
    rows.insert_all(wanted, unless_there=True)


def send_test(*, vendor_id: str, endpoint_id: str, actor: Actor, now: datetime) -> DeliveryView:
    """
    Have a request sent that says nothing, to see whether it arrives. While one waits, it is that one.

    :raises EndpointNotFound: :raises EndpointNotActive:
    """
    with tenancy.atomic():
        endpoint = _lock_active(vendor_id, endpoint_id)
        waiting = endpoint.deliveries.filter(event_type=TEST, state=DeliveryState.PENDING, attempts=0).first()
        if waiting is not None:
            return waiting.as_view()
        delivery = _new(endpoint_id, TEST, endpoint_id, now=now)
        rows.insert(delivery)
        audit.record(actor=actor, action="webhook.tested", resource=vendor_id, new={"webhook": endpoint_id}, now=now)
    return delivery.as_view()


def replay(*, vendor_id: str, endpoint_id: str, delivery_id: str, actor: Actor, now: datetime) -> DeliveryView:
    """
    Send a delivery again, as after a first attempt; one that waits for its next attempt is sent now.

    :raises EndpointNotFound: :raises EndpointNotActive:
    """
    with tenancy.atomic():
        _lock_active(vendor_id, endpoint_id)
        delivery = WebhookDelivery.objects.select_for_update().filter(pk=delivery_id, endpoint_id=endpoint_id).first()
        if delivery is None:
            raise EndpointNotFound
        if delivery.state == DeliveryState.PENDING and delivery.attempts == 0:
            return delivery.as_view()
        delivery.state, delivery.next_attempt_at, delivery.delivered_at = DeliveryState.PENDING, now, None
        delivery.attempts = 1  # an untried one would be taken to stand for later changes
        rows.change(delivery, "state", "attempts", "next_attempt_at", "delivered_at")
        audit.record(actor=actor, action="webhook.replayed", resource=vendor_id, new={"delivery": delivery_id}, now=now)
    return delivery.as_view()


def claim_due(*, now: datetime) -> list[str]:
    """Deliveries to send now; nobody else is given them for some minutes. Each counts as tried from here on."""
    claimed = {"now": now, "claimed_until": now + CLAIM_LIFE, "per_endpoint": AT_ONCE, "most": BATCH}
    with tenancy.atomic():
        return [delivery_id for (delivery_id,) in sql.rows(CLAIM, claimed)]


def send(*, delivery_id: str, now: datetime) -> None:
    """Make one attempt of a claimed delivery, and note what came of it. Safe to repeat: the receiver knows the delivery by its id."""
    delivery = WebhookDelivery.objects.select_related("endpoint").filter(pk=delivery_id, state=DeliveryState.PENDING).first()
    if delivery is None or delivery.endpoint.state != EndpointState.ACTIVE:
        return
    body = _body(delivery)
    headers = headers_of(delivery.id, body, signed_by=secrets_of(delivery.endpoint, now=now), at=now)
    outcome = http.post(delivery.endpoint.url, body, {**headers, "Content-Type": "application/json", "User-Agent": "GlobalMarket-Webhooks"})
    _note(delivery, outcome, now=now)


def purge(*, now: datetime) -> None:
    """Forget what is older than ``KEPT``."""
    rows.delete_where(WebhookDelivery, "created_at < %(before)s", {"before": now - KEPT})


def _new(endpoint_id: str, event_type: str, subject_id: str, *, now: datetime) -> WebhookDelivery:
    delivery_id = new_id("whd", at=now)
    return WebhookDelivery(
        id=delivery_id, endpoint_id=endpoint_id, event_type=event_type, subject_id=subject_id, created_at=now, next_attempt_at=now
    )


def _body(delivery: WebhookDelivery) -> bytes:
    said = {"type": delivery.event_type, "timestamp": delivery.created_at, "tenant": tenancy.current().slug}
    return msgspec.json.encode({**said, "data": {"id": delivery.subject_id}})


def _lock_active(vendor_id: str, endpoint_id: str) -> WebhookEndpoint:
    endpoint = lock_endpoint(vendor_id, endpoint_id)
    if endpoint.state != EndpointState.ACTIVE:
        raise EndpointNotActive(state=endpoint.state)
    return endpoint


def _note(tried: WebhookDelivery, outcome: Outcome, *, now: datetime) -> None:
    with tenancy.atomic():
        endpoint = lock_endpoint(tried.endpoint.vendor_id, tried.endpoint_id)
        delivery = WebhookDelivery.objects.select_for_update().filter(pk=tried.pk, state=DeliveryState.PENDING).first()
        if delivery is None:
            return
        delivery.answer_status, delivery.failure = outcome.status, outcome.failure
        if outcome.is_success:
            delivery.state, delivery.delivered_at, delivery.next_attempt_at = DeliveryState.DELIVERED, now, None
        else:
            delivery.next_attempt_at = next_attempt_at(delivery.attempts, now=now)
            delivery.state = DeliveryState.PENDING if delivery.next_attempt_at else DeliveryState.FAILED
        rows.change(delivery, *_RESULT)
        _judge(endpoint, outcome, now=now)


def _judge(endpoint: WebhookEndpoint, outcome: Outcome, *, now: datetime) -> None:
    """Note since when an endpoint fails, and give it up when that is too long."""
    if outcome.is_success:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            rows.change(endpoint, "failing_since")
        return
    endpoint.failing_since = endpoint.failing_since or now
    is_gone = outcome.status == GONE
    if endpoint.state == EndpointState.ACTIVE and (is_gone or now - endpoint.failing_since >= DISABLED_AFTER):
        endpoint.state = EndpointState.DISABLED
        endpoint.disabled_reason = DisabledReason.GONE if is_gone else DisabledReason.FAILING
        endpoint.version += 1
        _mail_owners(endpoint)
    rows.change(endpoint, "failing_since", "state", "disabled_reason", "version")


def _mail_owners(endpoint: WebhookEndpoint) -> None:
    vendor = vendor_queries.get_vendor(endpoint.vendor_id)
    for owner in account_queries.vendor_contacts(vendor.id, "owner"):
        mail.send(
            "webhooks/webhook_disabled",
            to=owner.email,
            language=owner.language,
            name=owner.name,
            vendor=vendor.name,
            address=endpoint.url,
            url=mail.web_url("/settings/webhooks", app="vendor"),
        )
