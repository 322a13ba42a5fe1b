"""Writes of conversations: visitors ask, the assistant answers, staff reply, and time deletes."""

from marketplace.apps.assistant.services.answering import answer
from marketplace.apps.assistant.services.conversing import MAX_MESSAGES, MAX_TEXT, adopt, say, start
from marketplace.apps.assistant.services.forgetting import forget_before, forget_customer, remove
from marketplace.apps.assistant.services.handing_over import hand_over, reply
from marketplace.apps.assistant.services.tools import Caller

__all__ = [
    "MAX_MESSAGES",
    "MAX_TEXT",
    "Caller",
    "adopt",
    "answer",
    "forget_before",
    "forget_customer",
    "hand_over",
    "remove",
    "reply",
    "say",
    "start",
]
