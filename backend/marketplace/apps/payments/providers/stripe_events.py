"""Stripe's events (https://docs.stripe.com/api/events): which object of ours one is about."""

from __future__ import annotations

from typing import Annotated

import msgspec

from marketplace.apps.payments.providers.base import Changed, WebhookEvent
from marketplace.apps.payments.providers.calls import Name, Phrase

OBJECTS = {"payment_intent": "payment", "refund": "refund", "dispute": "dispute"}

Kind = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[a-z0-9_.]+\Z")]


class _Object(msgspec.Struct):
    id: Name
    object: str
    payment_intent: Name | None = None
    status: Phrase | None = None
    transfer_group: Phrase | None = None


class _Data(msgspec.Struct):
    object: _Object


class _Event(msgspec.Struct):
    id: Name
    type: Kind
    data: _Data
    account: Name | None = None  # of a vendor's, where it happened there


def event_of(body: bytes) -> WebhookEvent:
    """:raises msgspec.DecodeError: for what is no event of Stripe's"""
    event = msgspec.json.decode(body, type=_Event)
    return WebhookEvent(id=event.id, type=event.type, changed=_changed(event))


def _changed(event: _Event) -> Changed | None:
    """None for what moves no money of ours: other objects, refunds of charges without an intent, and inquiries of a bank."""
    named = event.data.object
    if event.account is not None:  # of all that happens in a vendor's account, these are ours to know
        failed = named.id if event.type == "payout.failed" else ""
        is_ours = bool(failed) or named.object == "account" or event.type == "account.application.deauthorized"
        return Changed(kind="vendor_account", reference=event.account, failed_payout=failed) if is_ours else None
    if event.type == "transfer.reversed" and named.transfer_group:  # also by hand, in the dashboard
        return Changed(kind="vendor_transfer", reference=named.transfer_group)
    if event.type == "payment_method.detached":
        return Changed(kind="card", reference=named.id)
    match OBJECTS.get(named.object), named.payment_intent:
        case "payment", _:
            return Changed(kind="payment", reference=named.id)
        case "refund", str(payment):
            return Changed(kind="refund", reference=named.id, payment_reference=payment)
        case "dispute", str(payment) if not (named.status or "").startswith("warning"):
            return Changed(kind="dispute", reference=named.id, payment_reference=payment)
    return None
