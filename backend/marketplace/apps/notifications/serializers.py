from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.notifications.types import MessageState
from marketplace.foundation.rest.fields import CodeField, IdField
from marketplace.foundation.rest.serializers import StrictSerializer


class ListMessages(StrictSerializer):
    """The query string of the list of mails."""

    recipient = CodeField(max_length=254, required=False, default="", help_text="The whole e-mail address.")
    order = IdField(prefix="ord", required=False, default="", source="order_id")
    state = serializers.ChoiceField([item.value for item in MessageState], required=False)
