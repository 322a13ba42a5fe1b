"""Finding a gift card by its code: slowed down for who tries many."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import services as account_services
from marketplace.apps.credit import queries
from marketplace.apps.credit.errors import CreditNotFound
from marketplace.apps.credit.types import CreditView


def look_up_gift_card(*, code: str, address: str, now: datetime) -> CreditView:
    """
    The gift card that the code opens. Tries from one network that find none are counted.

    :raises CreditNotFound: if there is none
    :raises TooManyAttempts: after wrong codes in a row
    """
    account_services.admit_gift_card_lookup(address=address, now=now)
    found = queries.find_gift_card(code)
    if found is None:
        raise CreditNotFound
    account_services.forgive_gift_card_lookup(address=address)
    return found
