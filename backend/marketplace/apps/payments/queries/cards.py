"""Reads of customers' saved cards. One that was removed is not among them, though the provider may not have forgotten it yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Card, Payment
from marketplace.apps.payments.types import PaymentMethod, SavedCard
from marketplace.foundation import rows
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

MOST_OFFERED = 20  # in a checkout, the newest


def list_cards(customer_id: str, *, page: PageRequest) -> Page[SavedCard]:
    """A customer's saved cards, the newest first."""
    found = Card.objects.filter(customer_id=customer_id, removed_at=None).order_by("-id")
    if page.cursor is not None:
        found = found.filter(id__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id).map(lambda row: row.as_view())


def all_cards_of(customer_id: str) -> list[SavedCard]:
    """All of a customer's saved cards, the newest first: for a copy of the customer's data."""
    return [row.as_view() for row in Card.objects.filter(customer_id=customer_id, removed_at=None).order_by("-id")]


def saves_cards(method: PaymentMethod) -> bool:
    """Whether a card that is paid with by ``method`` can be saved."""
    return providers.capabilities_of(method.provider).saves_cards


def cards_by_method(customer_id: str, methods: Sequence[PaymentMethod], *, now: datetime) -> dict[str, list[SavedCard]]:
    """
    The saved cards that each of ``methods`` can be paid with, the newest first, by the method's code; a guest has none. A card is good
    until the end of the month that it names.
    """
    usable = {method.code: providers.account_code(method.provider) for method in methods if saves_cards(method)}
    if not customer_id or not usable:
        return {}
    found = Card.objects.filter(customer_id=customer_id, removed_at=None, provider__in=set(usable.values()))
    found = found.filter(Q(expires_year__gt=now.year) | Q(expires_year=now.year, expires_month__gte=now.month)).order_by("-id")
    cards = list(found[:MOST_OFFERED])
    return {code: [card.as_view() for card in cards if card.provider == account] for code, account in usable.items()}


def find_card(customer_id: str, card_id: str, method: PaymentMethod) -> Card | None:
    """The customer's own saved card, if ``method`` can be paid with it."""
    values = {"id": card_id, "customer_id": customer_id, "provider": providers.account_code(method.provider)}
    mine = "id = %(id)s AND customer_id = %(customer_id)s AND customer_id <> ''"
    return rows.first(Card, f"{mine} AND provider = %(provider)s AND removed_at IS NULL", values) if saves_cards(method) else None


def provider_customer(customer_id: str, provider_code: str) -> str:
    """What the provider calls the customer; empty until a card was to be saved there."""
    values = {"customer_id": customer_id, "providers": providers.sharing_account(provider_code)}
    known = "customer_id = %(customer_id)s AND customer_id <> '' AND provider = ANY(%(providers)s) AND provider_customer <> ''"
    payment = rows.first(Payment, f"{known} ORDER BY id DESC", values)
    return payment.provider_customer if payment else ""
