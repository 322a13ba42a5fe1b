from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.messaging.services import MAX_MESSAGE
from marketplace.foundation.rest.fields import BlockField, IdField
from marketplace.foundation.rest.serializers import StrictSerializer


class AskVendor(StrictSerializer):
    vendor_order_id = IdField(prefix="vord")
    text = BlockField(max_length=MAX_MESSAGE)


class AnswerCustomer(StrictSerializer):
    text = BlockField(max_length=MAX_MESSAGE)


class OfVendorOrder(StrictSerializer):
    """The query string of an order's messages."""

    vendor_order = IdField(
        prefix="vord", required=False, default="", source="vendor_order_id", help_text="Only those about this part of it."
    )


class ListConversations(StrictSerializer):
    awaits_vendor = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Only those that have no answer yet (`true`), or only the others."
    )
