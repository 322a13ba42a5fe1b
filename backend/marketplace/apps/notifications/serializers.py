from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.notifications.types import MailKind, MessageState
from marketplace.foundation.rest.fields import CodeField, IdField, SortField
from marketplace.foundation.rest.serializers import StrictSerializer


class SetMailPreferences(StrictSerializer):
    muted = serializers.ListField(child=serializers.ChoiceField([kind.value for kind in MailKind]), max_length=len(MailKind))


class ListMessages(StrictSerializer):
    """The query string of the list of mails."""

    recipient = CodeField(max_length=254, required=False, default="", help_text="The whole e-mail address.")
    order = IdField(prefix="ord", required=False, default="", source="order_id")
    state = serializers.ChoiceField([item.value for item in MessageState], required=False)
    sort = SortField("created_at")
