from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.assistant.types import Author, ConversationState
from marketplace.foundation.postgres.states import choices


class Conversation(models.Model):
    """
    What a visitor and the assistant said. It is opened by its secret, and by the customer who began it. ``email`` is where staff answer:
    empty until it is handed over. ``memory`` is ``types.Memory``.
    """

    id = models.CharField(primary_key=True, max_length=40)  # conv_
    token_hash = models.CharField(max_length=64)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=choices(ConversationState), default=ConversationState.MACHINE)
    email = models.CharField(max_length=254, default="", blank=True)
    note = models.TextField(default="", blank=True)
    memory = models.JSONField(default=dict)
    about = models.CharField(max_length=100, default="", blank=True)
    message_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversations"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in ConversationState]), name="conversation_state"),
            # What waits for staff can be answered.
            models.CheckConstraint(condition=Q(state="machine") | ~Q(email=""), name="conversation_handed_over_with_address"),
        ]
        indexes = [
            models.Index(fields=["state", "-handed_over_at", "-id"], name="conversations_to_answer", condition=~Q(state="machine")),
            models.Index(fields=["last_at"], name="conversations_by_time"),
            models.Index(fields=["customer_id"], name="conversations_of_customer", condition=~Q(customer_id="")),
            models.Index(fields=["email"], name="conversations_of_address", condition=~Q(email="")),
        ]


class ConversationMessage(models.Model):
    """One message. ``answers`` is the number of the question on an answer of the assistant, which a question has one of."""

    id = models.CharField(primary_key=True, max_length=40)  # cmsg_
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=10, choices=choices(Author))
    text = models.TextField()
    answers = models.PositiveIntegerField(null=True)
    answer = models.JSONField(null=True)  # types.Answer, of the assistant's
    at = models.DateTimeField()

    class Meta:
        db_table = "conversation_messages"
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="conversation_message_number"),
            models.UniqueConstraint(fields=["conversation", "answers"], name="conversation_answer_once"),
        ]


class AssistantUsage(models.Model):
    """What the language model has used on one day (UTC): the budget counts by it."""

    day = models.DateField(primary_key=True)
    tokens = models.BigIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "assistant_usage"
