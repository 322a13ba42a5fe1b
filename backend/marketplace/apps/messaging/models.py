from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.messaging.types import Side
from marketplace.foundation.postgres.states import choices

SIDES = [side.value for side in Side]


class Conversation(models.Model):
    """What is written about one vendor order. Its row lock lets writers take turns, so that limits hold."""

    vendor_order_id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40, db_index=True)
    order_number = models.CharField(max_length=40)
    message_count = models.PositiveIntegerField(default=0)
    awaits = models.CharField(max_length=10, choices=choices(Side))  # whose turn it is: the side that did not write last
    last_text = models.CharField(max_length=200)  # the beginning of the last message
    last_sent_at = models.DateTimeField()

    class Meta:
        db_table = "order_conversations"
        indexes = [models.Index(fields=["vendor_id", "-last_sent_at", "-vendor_order_id"], name="conversations_of_vendor")]
        constraints = [models.CheckConstraint(condition=Q(awaits__in=SIDES), name="conversation_awaits_a_side")]


class OrderMessage(models.Model):
    """A message; never changed."""

    id = models.CharField(primary_key=True, max_length=40)  # omsg_
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.CharField(max_length=10, choices=choices(Side))
    author_id = models.CharField(max_length=40, blank=True)  # the person who wrote it; empty of a guest
    text = models.TextField()  # e-mail addresses in it are hidden
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "order_messages"
        indexes = [models.Index(fields=["conversation", "-id"], name="messages_of_conversation")]
        constraints = [models.CheckConstraint(condition=Q(sender__in=SIDES), name="order_message_has_a_side")]
