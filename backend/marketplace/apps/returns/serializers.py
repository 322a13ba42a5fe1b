"""Shapes of returns in the API; nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rest_framework import serializers

from marketplace.apps.carriers.types import LabelOption, LabelView, LabelWish
from marketplace.apps.returns.types import RETURN_REASON_NAMES, ReturnablePart, ReturnState, ReturnView
from marketplace.foundation.rest.fields import BlockField, CodeField, IdField, LineField, NameField, SortField, UploadField
from marketplace.foundation.rest.serializers import StrictSerializer


class ReturnLineInput(StrictSerializer):
    line_id = CodeField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000)


class ReturnedLineInput(ReturnLineInput):
    exchange_for = IdField(
        prefix="var",
        required=False,
        help_text="Another variant of the product that the customer wants instead. The refund is store credit, which pays for it.",
    )


class RequestReturn(StrictSerializer):
    lines = serializers.ListField(child=ReturnedLineInput(), allow_empty=False, max_length=200)
    reason = serializers.ChoiceField(choices=RETURN_REASON_NAMES)
    comment = BlockField(max_length=2000, required=False, default="", allow_blank=True)
    photos = serializers.ListField(child=IdField(prefix="rph"), required=False, default=list, max_length=20, help_text="Uploaded before.")
    as_store_credit = serializers.BooleanField(
        required=False, default=False, help_text="The customer wants the refund as store credit, not on the card."
    )


class Withdraw(StrictSerializer):
    """The declaration: who withdraws, and from which units; from all that can be returned where there are no ``lines``."""

    name = NameField(max_length=200)
    lines = serializers.ListField(child=ReturnLineInput(), allow_empty=False, max_length=200, required=False)
    as_store_credit = serializers.BooleanField(
        required=False, default=False, help_text="The customer wants the refund as store credit, not on the card."
    )


class AddPhoto(StrictSerializer):
    file = UploadField()


class SetLabel(StrictSerializer):
    """A label to print, where to hand the products in, or both."""

    file = UploadField(required=False, help_text="A PDF of up to 5 MB.")
    drop_off = BlockField(max_length=500, required=False, default="", allow_blank=True)


class AskReturnOptions(StrictSerializer):
    """The query string of what can be bought for a parcel that comes back."""

    weight_g = serializers.IntegerField(min_value=1, max_value=1_000_000, help_text="Of the whole parcel, in grams.")


class WishReturnLabel(AskReturnOptions):
    service = CodeField(max_length=200, help_text="The `code` of one of the options.")

    @staticmethod
    def wish(data: dict[str, object]) -> LabelWish:
        """Takes what is chosen out of validated data."""
        return LabelWish(service=str(data["service"]), weight_g=int(str(data["weight_g"])))


class ReturnLabelOptions(msgspec.Struct, frozen=True, kw_only=True):
    """All ways for the parcel to come back, the cheapest first."""

    items: Sequence[LabelOption]


class ReturnLabel(msgspec.Struct, frozen=True, kw_only=True):
    """The label that a vendor bought for a return."""

    label: LabelView | None


class RefuseReturn(StrictSerializer):
    reason = LineField(max_length=500, help_text="The customer reads it.")


class ReceivedLineInput(StrictSerializer):
    line_id = CodeField(max_length=40)
    quantity = serializers.IntegerField(min_value=0, max_value=100_000, help_text="That are there by now, in all.")


class ReceiveUnits(StrictSerializer):
    lines = serializers.ListField(child=ReceivedLineInput(), allow_empty=False, max_length=200)


class InspectedLineInput(StrictSerializer):
    line_id = CodeField(max_length=40)
    accepted = serializers.IntegerField(min_value=0, max_value=100_000, help_text="Units that are taken back and refunded.")
    sellable = serializers.IntegerField(min_value=0, max_value=100_000, help_text="Of these, what goes back into stock.")


class InspectReturn(StrictSerializer):
    lines = serializers.ListField(child=InspectedLineInput(), allow_empty=False, max_length=200)
    decision = LineField(max_length=500, required=False, default="", allow_blank=True, help_text="The customer reads it.")


class ChangePolicy(StrictSerializer):
    days = serializers.IntegerField(min_value=0, max_value=365, allow_null=True, help_text="Null: as long as the region says.")
    instructions = BlockField(max_length=2000, required=False, default="", allow_blank=True)


class ListReturns(StrictSerializer):
    """The query string of a list of returns."""

    state = serializers.ChoiceField(choices=[state.value for state in ReturnState], required=False)


class ListAllReturns(ListReturns):
    vendor_id = IdField(prefix="ven", required=False)
    order_id = IdField(prefix="ord", required=False)
    sort = SortField("requested_at")


class ReturnOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What of an order can be returned now, by vendor."""

    parts: list[ReturnablePart]


class ReturnsMade(msgspec.Struct, frozen=True, kw_only=True):
    """One return for each vendor."""

    returns: list[ReturnView]


class PhotoAdded(msgspec.Struct, frozen=True, kw_only=True):
    photo_id: str
