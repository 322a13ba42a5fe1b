"""Conversations are personal data: they end by time, and with the customer's account."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.assistant import statements
from marketplace.apps.assistant.models import Conversation
from marketplace.foundation.postgres import sql


def remove(conversation: Conversation) -> None:
    """At the wish of its visitor. Safe to repeat."""
    sql.run(statements.REMOVE, {"id": conversation.id})


def forget_before(before: datetime) -> int:
    """Delete conversations without a message since then. Returns how many."""
    return sql.run(statements.FORGET_OLD, {"before": before})


def forget_customer(*, customer_id: str, email: str) -> None:
    """Delete a customer's conversations, and those that left the customer's address for an answer. Safe to repeat."""
    sql.run(statements.FORGET_CUSTOMER, {"customer_id": customer_id, "email": email})
