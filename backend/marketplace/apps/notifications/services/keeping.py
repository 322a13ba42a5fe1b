"""What people do without, and forgetting messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from marketplace.apps.notifications.models import MailPreference, Message
from marketplace.apps.notifications.types import MailKind, MailPreferences
from marketplace.foundation import rows, tenancy


def forget_before(before: datetime) -> int:
    """Delete mails that were written before then. Returns how many."""
    return rows.delete_where(Message, "created_at < %(before)s", {"before": before})


def set_mail_preferences(*, account_id: str, muted: Iterable[MailKind], now: datetime) -> MailPreferences:
    """Leave these kinds of mails out for one of a vendor's people from now on, and no others."""
    kinds = sorted(set(muted))
    row = MailPreference(account_id=account_id, muted=kinds, changed_at=now)
    with tenancy.atomic():
        if not rows.insert(row, unless_there=True):
            rows.change(row, "muted", "changed_at")
    return MailPreferences(muted=kinds)


def forget_preferences(account_id: str) -> None:
    """Delete the choice of a person who has no account any more."""
    rows.delete_where(MailPreference, "account_id = %(account_id)s", {"account_id": account_id})


def forget_customer(*, email: str, order_ids: Sequence[str]) -> None:
    """
    Delete every message to a customer's address, and every one about the customer's orders: what vendors got has the name and the address
    in it. Sent or not; safe to repeat.
    """
    condition = "recipient = %(email)s OR (order_id <> '' AND order_id = ANY (%(order_ids)s::text[]))"
    rows.delete_where(Message, condition, {"email": email, "order_ids": list(order_ids)})
