from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound


class AssistantOff(NotFound):
    """The region has not switched its assistant on."""

    code = "assistant_off"
    title = "This shop has no assistant"


class ConversationNotFound(NotFound):
    """There is no such conversation, or it is another person's."""

    code = "conversation_not_found"
    title = "This conversation is not there any more"


class ConversationFull(Conflict):
    """It has as many messages as a conversation may have."""

    code = "conversation_full"
    title = "This conversation is too long: start a new one"


class NothingToAnswer(Conflict):
    """The message is not one of the visitor's."""

    code = "nothing_to_answer"
    title = "There is no question to answer"


class NoAddressToAnswer(Conflict):
    """The conversation was not handed over, so nobody left an address."""

    code = "no_address_to_answer"
    title = "The visitor has left no e-mail address"
