"""Requests to vendors' systems: noted with what has changed, sent by workers, tried again, and in the end left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.webhooks.domain.retrying import DISABLED_AFTER, MAX_ATTEMPTS, RETRY_AFTER, next_attempt_at
from marketplace.apps.webhooks.domain.signing import headers_of
from marketplace.apps.webhooks.errors import EndpointNotActive, EndpointNotFound
from marketplace.apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from marketplace.apps.webhooks.providers import http
from marketplace.apps.webhooks.services.endpoints import lock_endpoint
from marketplace.apps.webhooks.services.secrets import secrets_of
from marketplace.apps.webhooks.statements import CLAIM, FAIL_LOST_CLAIMS, WANTED
from marketplace.apps.webhooks.types import TEST, Change, DeliveryState, DeliveryView, DisabledReason, EndpointState, Outcome
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.encryption import CannotDecrypt
from marketplace.foundation.postgres import sql
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id

logger = logging.getLogger(__name__)

AT_ONCE = limits.declare("webhooks.at_once", 5, "requests", "Sent to one webhook at the same time; the others wait.")
BATCH = 50  # deliveries that are sent together
CLAIM_LIFE = timedelta(minutes=1)  # longer than a batch takes; a worker that died costs its deliveries one attempt
KEPT = timedelta(days=30)
GONE = 410
NOT_SENT = Outcome(failure="no_connection")
_RESULT = ("state", "claimed_until", "next_attempt_at", "delivered_at", "answer_status", "failure")


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


def replay(*, vendor_id: str, endpoint_id: str, delivery_id: str, actor: Actor, now: datetime, reason: str = "") -> DeliveryView:
    """
    Send a delivery again, as after a first attempt; one that waits for its next attempt is sent now. Staff say why.

    :raises EndpointNotFound: :raises EndpointNotActive:
    """
    with tenancy.atomic():
        _lock_active(vendor_id, endpoint_id)
        delivery = WebhookDelivery.objects.select_for_update().filter(pk=delivery_id, endpoint_id=endpoint_id).first()
        if delivery is None:
            raise EndpointNotFound
        is_under_way = delivery.claimed_until is not None and delivery.claimed_until > now
        if is_under_way or (delivery.state == DeliveryState.PENDING and delivery.attempts == 0):
            return delivery.as_view()
        delivery.state, delivery.next_attempt_at, delivery.delivered_at = DeliveryState.PENDING, now, None
        delivery.attempts = 1  # an untried one would be taken to stand for later changes
        delivery.claimed_until = None
        rows.change(delivery, "state", "claimed_until", "attempts", "next_attempt_at", "delivered_at")
        audit.record(actor=actor, action="webhook.replayed", resource=vendor_id, new={"delivery": delivery_id}, reason=reason, now=now)
    return delivery.as_view()


def send_due(time: Callable[[], datetime]) -> bool:
    """
    Make one attempt of each delivery that is due, ``BATCH`` at most, and note what came of it. Returns whether there may be more.

    Safe to repeat: the receiver knows a delivery by its id, and nothing is claimed while others are under way.
    """
    claimed = claim_due(now=time())
    send(claimed, now=time())
    return len(claimed) == BATCH


def claim_due(*, now: datetime) -> list[str]:
    """Deliveries to send at once; nobody is given any until they are settled, or their claim has run out. Each has been tried once more."""
    values = {"now": now, "max_attempts": MAX_ATTEMPTS, "waits": list(RETRY_AFTER)}
    claimed = {"now": now, "claimed_until": now + CLAIM_LIFE, "per_endpoint": AT_ONCE, "most": BATCH}
    with tenancy.atomic():
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended('webhooks:claim', 0))", {})  # so that two do not claim in the same moment
        sql.run(FAIL_LOST_CLAIMS, values)
        return [delivery_id for (delivery_id,) in sql.rows(CLAIM, claimed)]


def send(claimed: Sequence[str], *, now: datetime) -> None:
    """Send claimed deliveries at the same time. A sender whose claim has run out sends nothing."""
    found = WebhookDelivery.objects.select_related("endpoint").filter(
        pk__in=claimed, claimed_until__gt=now, endpoint__state=EndpointState.ACTIVE
    )
    tried = list(found)
    requests = {delivery.pk: request for delivery in tried if (request := _request(delivery, now=now))}
    outcomes = dict(zip(requests, http.post_all(list(requests.values())), strict=True))
    _note({delivery.pk: (delivery, outcomes.get(delivery.pk, NOT_SENT)) for delivery in tried}, now=now)


def purge(*, now: datetime) -> None:
    """Forget what is older than ``KEPT``."""
    rows.delete_where(WebhookDelivery, "created_at < %(before)s", {"before": now - KEPT})


def _new(endpoint_id: str, event_type: str, subject_id: str, *, now: datetime) -> WebhookDelivery:
    delivery_id = new_id("whd", at=now)
    return WebhookDelivery(
        id=delivery_id, endpoint_id=endpoint_id, event_type=event_type, subject_id=subject_id, created_at=now, next_attempt_at=now
    )


def _request(delivery: WebhookDelivery, *, now: datetime) -> http.Request | None:
    """None if the endpoint's secret cannot be read: the others are sent nevertheless."""
    try:
        signed_by = secrets_of(delivery.endpoint, now=now)
    except CannotDecrypt:
        logger.exception("secret of a webhook cannot be read", extra={"webhook": delivery.endpoint_id})
        return None
    said = {"type": delivery.event_type, "timestamp": delivery.created_at, "tenant": tenancy.current().slug}
    body = msgspec.json.encode({**said, "data": {"id": delivery.subject_id}})
    signed = headers_of(delivery.id, body, signed_by=signed_by, at=now)
    headers = {**signed, "Content-Type": "application/json", "User-Agent": "GlobalMarket-Webhooks"}
    return http.Request(url=delivery.endpoint.url, body=body, headers=headers)


def _lock_active(vendor_id: str, endpoint_id: str) -> WebhookEndpoint:
    endpoint = lock_endpoint(vendor_id, endpoint_id)
    if endpoint.state != EndpointState.ACTIVE:
        raise EndpointNotActive(state=endpoint.state)
    return endpoint


def _note(attempts: Mapping[str, tuple[WebhookDelivery, Outcome]], *, now: datetime) -> None:
    """What came of attempts, but for those whose claim is another's by now."""
    with tenancy.atomic():
        endpoint_ids = {delivery.endpoint_id for delivery, _ in attempts.values()}
        endpoints = list(WebhookEndpoint.objects.select_for_update().filter(pk__in=endpoint_ids).order_by("pk"))
        outcomes: dict[str, list[Outcome]] = {endpoint.pk: [] for endpoint in endpoints}
        noted = []
        for delivery in WebhookDelivery.objects.select_for_update().filter(pk__in=attempts).order_by("pk"):
            tried, outcome = attempts[delivery.pk]
            if delivery.claimed_until == tried.claimed_until:
                _settle(delivery, outcome, now=now)
                outcomes[delivery.endpoint_id].append(outcome)
                noted.append(delivery)
        rows.change_all(noted, *_RESULT)
        for endpoint in endpoints:
            _judge(endpoint, outcomes[endpoint.pk], now=now)
        rows.change_all(endpoints, "failing_since", "state", "disabled_reason", "version")


def _settle(delivery: WebhookDelivery, outcome: Outcome, *, now: datetime) -> None:
    delivery.claimed_until, delivery.answer_status, delivery.failure = None, outcome.status, outcome.failure
    if outcome.is_success:
        delivery.state, delivery.delivered_at, delivery.next_attempt_at = DeliveryState.DELIVERED, now, None
    else:
        delivery.next_attempt_at = next_attempt_at(delivery.attempts, now=now)
        delivery.state = DeliveryState.PENDING if delivery.next_attempt_at else DeliveryState.FAILED


def _judge(endpoint: WebhookEndpoint, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Note since when an endpoint fails, and give it up when that is too long, or when it says that it is gone."""
    is_gone = any(outcome.status == GONE for outcome in outcomes)
    if any(outcome.is_success for outcome in outcomes):
        endpoint.failing_since = None
    elif outcomes:
        endpoint.failing_since = endpoint.failing_since or now
    is_failing = endpoint.failing_since is not None and now - endpoint.failing_since >= DISABLED_AFTER
    if endpoint.state == EndpointState.ACTIVE and outcomes and (is_gone or is_failing):
        endpoint.state = EndpointState.DISABLED
        endpoint.disabled_reason = DisabledReason.GONE if is_gone else DisabledReason.FAILING
        endpoint.version += 1
        _mail_owners(endpoint)


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
