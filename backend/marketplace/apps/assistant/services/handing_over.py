"""A visitor asks for a person, and staff answer by mail."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.assistant.errors import ConversationNotFound, NoAddressToAnswer
from marketplace.apps.assistant.models import Conversation
from marketplace.apps.assistant.services.conversing import add_message
from marketplace.apps.assistant.types import Author, ConversationState
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_NOTE = limits.declare("assistant.note", 1_000, "characters", "Of what a visitor adds for staff; 422 above.")
MAX_REPLY = limits.declare("assistant.reply", 5_000, "characters", "Of a reply of staff in a conversation; 422 above.")


def hand_over(conversation: Conversation, *, email: str, note: str, now: datetime) -> None:
    """
    Put the conversation before staff, with its transcript. A customer's is answered to the account's own address.

    :raises InvalidInput: without an address :raises ConversationNotFound: if it is gone
    """
    if conversation.customer_id:
        email = account_queries.get_profile(audience=CUSTOMER, person_id=conversation.customer_id).email
    if not email:
        raise InvalidInput(errors=[FieldError("email", "required", Text("We need an e-mail address to answer to"))])
    with tenancy.atomic():
        held = rows.first(Conversation, "id = %(id)s", {"id": conversation.id}, for_update=True)
        if held is None:
            raise ConversationNotFound
        held.state, held.email, held.note, held.handed_over_at = ConversationState.OPEN, email, note, now
        held.last_at = now
        rows.change(held, "state", "email", "note", "handed_over_at", "last_at")


def reply(*, conversation_id: str, text: str, actor: Actor, now: datetime) -> None:
    """
    Answer the visitor by mail, and in the conversation. The audit log says that it was answered, and not what was written.

    :raises ConversationNotFound: :raises NoAddressToAnswer: if it was not handed over
    """
    with tenancy.atomic():
        held = rows.first(Conversation, "id = %(id)s", {"id": conversation_id}, for_update=True)
        if held is None:
            raise ConversationNotFound
        if held.state == ConversationState.MACHINE:
            raise NoAddressToAnswer
        before, held.state = held.state, ConversationState.ANSWERED
        rows.change(held, "state")
        add_message(conversation_id, author=Author.STAFF, text=text, now=now)
        mail.send("assistant/reply", to=held.email, language=held.language, reply=text, about=held.about)
        audit.record(
            actor=actor,
            action="conversation.answered",
            resource=conversation_id,
            old={"state": before},
            new={"state": held.state},
            now=now,
        )
