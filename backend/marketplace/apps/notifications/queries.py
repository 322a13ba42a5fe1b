"""Reads of messages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q

from marketplace.apps.notifications.domain.limits import MAX_ATTEMPTS
from marketplace.apps.notifications.models import MailPreference, Message
from marketplace.apps.notifications.types import (
    MailKind,
    MailPreferences,
    MessageCriteria,
    MessageDetail,
    MessageRow,
    MessageState,
    SentMessage,
)
from marketplace.foundation.rows.pages import sorted_page
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, Sorting
from marketplace.kit.plain_text import clean_email

_SECRET = re.compile(r"([?&]token=)[^\s&]+")
_STATES = {
    MessageState.SENT: Q(sent_at__isnull=False),
    MessageState.WAITING: Q(sent_at=None, attempts__lt=MAX_ATTEMPTS),
    MessageState.FAILED: Q(sent_at=None, attempts__gte=MAX_ATTEMPTS),
}


def list_messages_to(email: str) -> list[SentMessage]:
    """The messages to an address, the latest first."""
    rows = Message.objects.filter(recipient=email).order_by("-id")
    return [SentMessage(subject=row.subject, body=row.body, language=row.language, sent_at=row.sent_at) for row in rows]


def list_messages(criteria: MessageCriteria, page: PageRequest) -> Page[MessageRow]:
    """Mails to everybody, without their texts."""
    found = Message.objects.defer("body")
    if criteria.recipient:
        found = found.filter(recipient=clean_email(criteria.recipient))
    if criteria.order_id:
        found = found.filter(order_id=criteria.order_id)
    if criteria.state:
        found = found.filter(_STATES[criteria.state])
    return sorted_page(found, page, criteria.sort or Sorting("created_at", descending=True)).map(_row_of)


def get_message(message_id: str) -> MessageDetail:
    """:raises NotFound: if there is no such message"""
    row = Message.objects.filter(pk=message_id).first()
    if row is None:
        raise NotFound
    return MessageDetail(message=_row_of(row), body=_SECRET.sub(r"\1…", row.body))


def list_texts(*, order_id: str, recipient: str) -> list[MessageDetail]:
    """The mails to a person about an order with their texts, oldest first; what opens something in them is left out. One query."""
    found = Message.objects.filter(order_id=order_id, recipient=recipient).order_by("id")
    return [MessageDetail(message=_row_of(row), body=_SECRET.sub(r"\1…", row.body)) for row in found]


def get_mail_preferences(account_id: str) -> MailPreferences:
    """A person's; before any was said, no mail is left out."""
    row = MailPreference.objects.filter(pk=account_id).first()
    return MailPreferences(muted=[MailKind(kind) for kind in row.muted] if row else [])


def who_does_without(kind: MailKind, account_ids: Iterable[str]) -> set[str]:
    """Those of the people who have muted that kind of mails, by one query."""
    muted = MailPreference.objects.filter(pk__in=set(account_ids), muted__contains=[kind])
    return set(muted.values_list("pk", flat=True))


def _row_of(row: Message) -> MessageRow:
    waiting = MessageState.FAILED if row.attempts >= MAX_ATTEMPTS else MessageState.WAITING
    return MessageRow(
        id=row.id,
        occasion=row.occasion.partition(":")[0],
        recipient=row.recipient,
        order_id=row.order_id,
        language=row.language,
        subject=row.subject,
        state=MessageState.SENT if row.sent_at else waiting,
        created_at=row.created_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        last_error=row.last_error,
    )
