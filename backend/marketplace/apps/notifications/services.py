"""Writing messages and sending them. Each ``tell_`` returns the ids of the messages that it wrote: the caller has them sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.notifications import texts
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.queries import Order
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import mail, tenancy
from marketplace.kit.ids import new_id

CLAIM_LIFE = timedelta(minutes=2)
MAX_ATTEMPTS = 12
BATCH = 100
CLAIMED = 20  # at once, so that the last of them is sent well within the claim's life
FULFILLING = ("owner", "manager", "fulfilment")

log = logging.getLogger(__name__)


def tell_orders_confirmed(refs: Iterable[tuple[str, str]], *, now: datetime) -> list[str]:
    """Of orders, each named by its owner and its id. To the customers: what was bought. To the vendors: that there is something to do."""
    orders = order_queries.orders_by_ref(refs)
    mails = [_for_customer(f"order_confirmed:{order.id}", order, "order_confirmed", texts.confirmed(order), now=now) for order in orders]
    for part in order_queries.vendor_orders_by_ref((part.vendor_id, part.vendor_order_id) for order in orders for part in order.parts):
        values = texts.new_order(part)
        mails += _for_vendor(f"new_order:{part.id}", part.vendor_id, "new_order", values, now=now)
    return _store(mails)


def tell_shipment_sent(*, vendor_id: str, vendor_order_id: str, shipment_id: str, now: datetime) -> list[str]:
    """To the customer: a parcel is on its way."""
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    order = order_queries.get_order(part.order_owner, part.order_id)
    shipment = next(item for item in part.shipments if item.id == shipment_id)
    values = texts.sent(order, part, shipment, vendor=vendor_queries.get_vendor(vendor_id).name)
    return _store([_for_customer(f"shipment_sent:{shipment_id}", order, "shipment_sent", values, now=now)])


def tell_lines_canceled(*, vendor_id: str, vendor_order_id: str, cancellation_id: str, now: datetime) -> list[str]:
    """To the customer: what will not come and what is given back. To the vendor, unless it did it itself: what not to send."""
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    order = order_queries.get_order(part.order_owner, part.order_id)
    cancellation = next(item for item in part.cancellations if item.id == cancellation_id)
    values = texts.canceled(order, part, cancellation, vendor=vendor_queries.get_vendor(vendor_id).name)
    mails = [_for_customer(f"lines_canceled:{cancellation_id}", order, "lines_canceled", values, now=now)]
    if cancellation.by != "vendor":
        for_vendor = texts.canceled_for_vendor(part, cancellation)
        mails += _for_vendor(f"do_not_send:{cancellation_id}", vendor_id, "do_not_send", for_vendor, now=now)
    return _store(mails)


def send(message_ids: Sequence[str], *, now: datetime) -> list[str]:
    """
    Send those messages that are due and that nobody else is at. A failure is noted and makes its message due again later.

    Safe to run twice, also at the same time. Returns the ids of those sent.
    """
    return [sent for start in range(0, len(message_ids), CLAIMED) for sent in _send(message_ids[start : start + CLAIMED], now=now)]


def _send(message_ids: Sequence[str], *, now: datetime) -> list[str]:
    sent = []
    for message in _claim(message_ids, now=now):
        try:
            mail.deliver(to=message.recipient, subject=message.subject, body=message.body, language=message.language, message_id=message.id)
        except OSError as error:
            log.warning("message %s was not sent: %r", message.id, error)
            wait = timedelta(seconds=min(30 * 2**message.attempts, 7200))
            Message.objects.filter(pk=message.id).update(due_at=now + wait, last_error=repr(error)[:500])
        else:
            sent.append(message.id)
    Message.objects.filter(pk__in=sent).update(sent_at=now, last_error="")
    return sent


def _claim(message_ids: Sequence[str], *, now: datetime) -> list[Message]:
    """The due ones, which are this caller's for a while, in the order in which they were written."""
    with tenancy.atomic():
        due = Message.objects.select_for_update(skip_locked=True).filter(
            pk__in=message_ids, sent_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS
        )
        claimed = list(due.order_by("pk"))
        for message in claimed:
            message.attempts += 1
        Message.objects.filter(pk__in=[message.pk for message in claimed]).update(due_at=now + CLAIM_LIFE, attempts=F("attempts") + 1)
    return claimed


def list_due(*, now: datetime) -> list[str]:
    """Messages to send, the longest due first; at most a batch."""
    due = Message.objects.filter(sent_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
    return list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])


def _for_customer(occasion: str, order: Order, name: str, values: texts.Values, *, now: datetime) -> Message:
    return _message(occasion, order.email, order.language, name, values, now=now)


def _for_vendor(occasion: str, vendor_id: str, name: str, values: texts.ValuesIn, *, now: datetime) -> Iterator[Message]:
    for contact in account_queries.vendor_contacts(vendor_id, *FULFILLING):
        own = {**values(contact.language), "name": contact.name}
        yield _message(occasion, contact.email, contact.language, name, own, now=now)


def _message(occasion: str, recipient: str, language: str, name: str, values: texts.Values, *, now: datetime) -> Message:
    text = mail.render(f"notifications/{name}", language=language, context=dict(values))
    return Message(
        id=new_id("msg", at=now),
        occasion=occasion,
        recipient=recipient,
        language=text.language,
        subject=text.subject,
        body=text.body,
        created_at=now,
        due_at=now,
    )


def _store(messages: Iterable[Message]) -> list[str]:
    """Keep those that are new. Returns their ids, and not those of messages that an earlier delivery of the event has made."""
    messages = list(messages)
    with tenancy.atomic():
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        return list(Message.objects.filter(pk__in=[message.id for message in messages]).values_list("pk", flat=True))
