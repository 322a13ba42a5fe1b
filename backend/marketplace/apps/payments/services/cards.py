"""
Cards that customers save: with a payment, once it succeeds; used for a later one; and removed here and at the provider.

A card that the customer removes is out of use at once. The provider is asked to forget it afterwards, for an event, until it has.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from typing import Any

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import CardNotFound, PaymentDetailsInvalid, ProviderRightMissing
from marketplace.apps.payments.events import CardRemoved
from marketplace.apps.payments.models import Card, Payment
from marketplace.apps.payments.providers.base import PaymentProvider, ProviderCard, Rejected
from marketplace.apps.payments.queries import cards
from marketplace.apps.payments.types import CardChoice, PaymentMethod
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

log = logging.getLogger(__name__)


def card_fields(choice: CardChoice, method: PaymentMethod) -> dict[str, Any]:
    """
    What a payment's row holds of the card that it is paid with.

    :raises PaymentDetailsInvalid: for a card that is not the customer's, or not for this method; if the method saves none, or nobody is
        logged in; or if a saved card comes with a new one
    """
    if choice.card_id:
        if choice.token or choice.saves_card:
            raise _invalid("card_id", "conflict", Text("Give a saved card or a new one, not both"))
        card = cards.find_card(choice.customer_id, choice.card_id, method)
        if card is None:
            raise _invalid("card_id", "not_available", Text("This saved card cannot be used here"))
        return {"card_token": card.reference, "customer_id": choice.customer_id, "provider_customer": card.provider_customer}
    if not choice.saves_card:
        return {"card_token": choice.token}
    if not choice.customer_id or not cards.saves_cards(method):
        raise _invalid("save_card", "not_available", Text("A card can be saved by a customer who is logged in, where the method allows it"))
    known = cards.provider_customer(choice.customer_id, method.provider)
    return {"card_token": choice.token, "customer_id": choice.customer_id, "provider_customer": known, "saves_card": True}


def save_card(payment: Payment, card: ProviderCard, *, now: datetime) -> None:
    """
    Save the card of a payment that has just succeeded, in the caller's transaction. The same card, saved before, gives way to it: the
    provider has the later one under another name.
    """
    account = providers.account_code(payment.provider)
    about = {"brand": card.brand, "last4": card.last4, "expires_month": card.expires_month, "expires_year": card.expires_year}
    same = Card.objects.filter(customer_id=payment.customer_id, provider=account, removed_at=None, **about)
    for earlier in same.exclude(reference=card.reference):  # one, since each gives way to the next
        _remove(earlier, now=now)
    saved = Card(
        id=new_id("card", at=now),
        customer_id=payment.customer_id,
        provider=account,
        provider_customer=payment.provider_customer,
        reference=card.reference,
        saved_at=now,
        **about,
    )
    rows.insert(saved, unless_there=True)


def remove_card(*, customer_id: str, card_id: str, now: datetime) -> None:
    """Take a saved card out of use; the provider forgets it soon after. :raises CardNotFound: also for another customer's"""
    values = {"id": card_id, "customer_id": customer_id}
    card = rows.first(Card, "id = %(id)s AND customer_id = %(customer_id)s AND removed_at IS NULL", values)
    if card is None:
        raise CardNotFound
    with suppress(rows.StaleRow):  # another request was faster
        _remove(card, now=now)


def forget_card(*, card_id: str) -> None:
    """
    Have the provider forget a card that was removed, and delete its row. Outside any transaction; safe to repeat.

    :raises ProviderUnavailable: if the provider does not answer; call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    card = rows.first(Card, "id = %(id)s AND removed_at IS NOT NULL", {"id": card_id})
    if card is None:
        return
    if providers.is_configured(card.provider):  # else the region has left the provider, and cannot ask it for anything
        with suppress(Rejected):  # it knows of no such card any more
            providers.get(card.provider).forget_card(card.reference)
    rows.delete_where(Card, "id = %(id)s", {"id": card_id})


def learn_card(provider: PaymentProvider, reference: str) -> None:
    """
    Ask the provider about a saved card that it says was taken from its customer, as by hand in its dashboard; one that cannot be used any
    more is deleted here. Outside any transaction; safe to repeat.

    :raises ProviderUnavailable: if the provider does not answer; call again
    """
    known = {"provider": providers.account_code(provider.code), "reference": reference}
    condition = "provider = %(provider)s AND reference = %(reference)s AND removed_at IS NULL"  # of a removed one we ask this ourselves
    if rows.first(Card, condition, known) is not None and not provider.has_card(reference):
        rows.delete_where(Card, condition, known)


def forget_customer(*, customer_id: str) -> None:
    """
    Have providers forget a customer with all saved cards, and delete what is here of them. Outside any transaction; safe to repeat.
    Where our key may not do that, the log names the customer at the provider, for a person to delete there.

    :raises ProviderUnavailable: if a provider does not answer; call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    named = {"customer_id": customer_id}
    known = Payment.objects.filter(customer_id=customer_id).exclude(provider_customer="").order_by()
    for provider_code, reference in known.values_list("provider", "provider_customer").distinct():  # one for each provider
        if providers.is_configured(provider_code):
            _forget_at(provider_code, reference)
    rows.delete_where(Card, "customer_id = %(customer_id)s", named)
    rows.change_where(
        Payment, "customer_id = %(customer_id)s", named, customer_id="", provider_customer="", card_token="", saves_card=False
    )


def _forget_at(provider_code: str, reference: str) -> None:
    try:
        with suppress(Rejected):  # it knows of no such customer any more
            providers.get(provider_code).forget_customer(reference)
    except ProviderRightMissing:
        log.error("%s keeps customer %s, whom a person has to delete there: our key may not", provider_code, reference)


def _remove(card: Card, *, now: datetime) -> None:
    card.removed_at = now
    rows.change(card, "removed_at", expected={"removed_at": None}, events=[outbox.record(CardRemoved(card_id=card.id), now=now)])


def _invalid(field: str, code: str, message: Text) -> PaymentDetailsInvalid:
    return PaymentDetailsInvalid(errors=[FieldError(field, code, message)])
