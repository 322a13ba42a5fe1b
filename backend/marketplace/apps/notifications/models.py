from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Message(models.Model):
    """A mail to one person about one occasion, and what became of it."""

    id = models.CharField(primary_key=True, max_length=40)  # msg_
    occasion = models.CharField(max_length=100)  # such as order_confirmed:ord_...
    recipient = models.CharField(max_length=254)
    order_id = models.CharField(max_length=40, blank=True, default="", db_default="")  # what it is about, if that is an order
    language = models.CharField(max_length=5)
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()  # while a worker is sending it: when other workers may try
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="")

    class Meta:
        db_table = "messages"
        constraints = [models.UniqueConstraint(fields=["occasion", "recipient"], name="messages_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="messages_unsent"),
            models.Index(fields=["recipient", "-id"], name="messages_to"),
            models.Index(fields=["order_id", "-id"], condition=~models.Q(order_id=""), name="messages_of_order"),
        ]


class MailPreference(models.Model):
    """Which mails one of a vendor's people does without; no row: none."""

    account_id = models.CharField(primary_key=True, max_length=40)
    muted = ArrayField(models.CharField(max_length=20))  # MailKind
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "mail_preferences"
