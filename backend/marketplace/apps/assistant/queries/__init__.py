"""Reads of conversations, for their visitor, for staff, and for the copy of a customer's data."""

from marketplace.apps.assistant.queries.conversations import (
    conversations_of,
    get_conversation,
    get_for_staff,
    get_own,
    list_conversations,
    view_of,
)

__all__ = ["conversations_of", "get_conversation", "get_for_staff", "get_own", "list_conversations", "view_of"]
