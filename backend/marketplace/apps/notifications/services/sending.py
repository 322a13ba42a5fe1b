"""Sending messages, each by the process that claims it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.types import ConsentPurpose
from marketplace.apps.notifications.domain.limits import CAMPAIGN, MAX_ATTEMPTS
from marketplace.apps.notifications.models import Message
from marketplace.foundation import mail, rows, tenancy

CLAIM_LIFE = timedelta(minutes=2)
BATCH = 100
CLAIMED = 20  # at once, so that the last of them is sent well within the claim's life

log = logging.getLogger(__name__)


def send(message_ids: Sequence[str], *, now: datetime) -> list[str]:
    """
    Send those messages that are due and that no other process is sending. A failure is noted and makes its message due again later.

    Safe to run twice, also at the same time. Returns the ids of those sent.
    """
    return [sent for start in range(0, len(message_ids), CLAIMED) for sent in _send(message_ids[start : start + CLAIMED], now=now)]


def _send(message_ids: Sequence[str], *, now: datetime) -> list[str]:
    sent = []
    claimed = _claim(message_ids, now=now)
    ways_out = _ways_out([message.recipient for message in claimed if _is_marketing(message)])
    unwanted = [message.id for message in claimed if _is_marketing(message) and message.recipient not in ways_out]
    rows.delete_where(Message, "id = ANY (%(ids)s::text[])", {"ids": unwanted})
    for message in claimed:
        if message.id in unwanted:
            continue
        text = {"subject": message.subject, "body": message.body, "language": message.language}
        way_out = ways_out[message.recipient] if _is_marketing(message) else ""
        try:
            mail.deliver(to=message.recipient, message_id=message.id, unsubscribe_url=way_out, **text)
        except OSError as error:
            log.warning("message %s was not sent: %r", message.id, error)
            wait = timedelta(seconds=min(30 * 2**message.attempts, 7200))
            message.due_at, message.last_error = now + wait, repr(error)[:500]
            rows.change(message, "due_at", "last_error")
        else:
            sent.append(message.id)
    rows.change_where(Message, "id = ANY (%(ids)s::text[])", {"ids": sent}, sent_at=now, last_error="")
    return sent


def _is_marketing(message: Message) -> bool:
    return message.occasion.startswith(CAMPAIGN)


def _ways_out(addresses: Sequence[str]) -> dict[str, str]:
    """
    Of the addresses whose owners agree to marketing still: a mail may have waited for hours since it was written. With where their mail
    programs unsubscribe them.
    """
    agreed = account_queries.whose_addresses_agreed_to(ConsentPurpose.MARKETING, addresses) if addresses else {}
    return {
        address: mail.web_url("/unsubscribe-by-mail", token=account_services.unsubscribe_token(account_id))
        for address, account_id in agreed.items()
    }


def _claim(message_ids: Sequence[str], *, now: datetime) -> list[Message]:
    """The due ones, which are this caller's for a while, in the order in which they were written."""
    with tenancy.atomic():
        due = Message.objects.select_for_update(skip_locked=True).filter(
            pk__in=message_ids, sent_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS
        )
        claimed = list(due.order_by("pk"))
        for message in claimed:
            message.attempts, message.due_at = message.attempts + 1, now + CLAIM_LIFE
        rows.change_all(claimed, "due_at", "attempts")
    return claimed


def list_due(*, now: datetime) -> list[str]:
    """Messages to send, the longest due first; at most a batch."""
    due = Message.objects.filter(sent_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
    return list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])
