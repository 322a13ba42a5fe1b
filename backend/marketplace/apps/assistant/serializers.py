"""Shapes of conversations in the API; nothing here saves."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.assistant.services.conversing import MAX_TEXT
from marketplace.apps.assistant.services.handing_over import MAX_NOTE, MAX_REPLY
from marketplace.apps.assistant.types import ConversationState
from marketplace.foundation.rest.fields import BlockField, EmailField
from marketplace.foundation.rest.serializers import StrictSerializer

HANDED_OVER = (ConversationState.OPEN.value, ConversationState.ANSWERED.value)


class Say(StrictSerializer):
    text = BlockField(max_length=MAX_TEXT)


class HandOver(StrictSerializer):
    """``email`` may be left out by customers, who are answered at their account's address."""

    email = EmailField(required=False, default="")
    note = BlockField(max_length=MAX_NOTE, required=False, default="", allow_blank=True)


class ListConversations(StrictSerializer):
    """The query string of staff's list."""

    state = serializers.ChoiceField(HANDED_OVER, required=False, default=ConversationState.OPEN.value)


class Reply(StrictSerializer):
    reply = BlockField(max_length=MAX_REPLY)
