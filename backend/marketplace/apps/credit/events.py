"""What credit publishes, for itself and the apps above it."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class GiftCardPaid(Event, frozen=True, kw_only=True):
    """A customer has paid for a gift card: it exists from now on, and is mailed when the customer wants it."""

    wire_name: ClassVar[str] = "credit.gift_card_paid.v1"
    purchase_id: str
