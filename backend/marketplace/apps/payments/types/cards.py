"""Cards that customers save for their next order. The card itself is at the provider: here is only what a customer recognises it by."""

from __future__ import annotations

from datetime import datetime

import msgspec


class SavedCard(msgspec.Struct, frozen=True, kw_only=True):
    """
    A card as its customer sees it. ``brand`` is the provider's name of it, such as ``visa``; ``expires_month`` counts from 1.

    An expired card is shown and may be tried: banks replace cards without changing what the provider has.
    """

    id: str
    brand: str
    last4: str
    expires_month: int
    expires_year: int
    saved_at: datetime


class CardChoice(msgspec.Struct, frozen=True, kw_only=True):
    """
    How to pay by card. ``token`` comes from a form of the provider's own; ``card_id`` is a saved card instead, of ``customer_id``.

    ``saves_card`` says that the customer, who is logged in, agrees to have the new card saved.
    """

    token: str = ""
    card_id: str = ""
    saves_card: bool = False
    customer_id: str = ""
