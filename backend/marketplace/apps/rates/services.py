"""Taking rates in: by hand, or from where they are published. Each function is one transaction."""

from __future__ import annotations

from django.conf import settings

from marketplace.apps.rates.domain.rates_file import read
from marketplace.apps.rates.models import ExchangeRate
from marketplace.apps.rates.providers.publisher import fetch
from marketplace.foundation import rows, tenancy
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def import_rates(content: bytes) -> int:
    """
    Take a file of rates in. Returns how many were new. Safe to repeat.

    :raises InvalidInput: if it is no such file, or says something else of a day than what is there; nothing is stored
    """
    rates = {(rate.currency, rate.day): rate for rate in read(content)}
    days = [day for _, day in rates]
    with tenancy.atomic():
        known = ExchangeRate.objects.filter(day__range=(min(days), max(days)), currency__in={currency for currency, _ in rates})
        earlier = {(row.currency, row.day): row.per_euro for row in known}
        changed = [key for key, rate in rates.items() if key in earlier and earlier[key] != rate.per_euro]
        if changed:
            message = Text("An earlier file says another rate")
            raise InvalidInput(
                errors=[FieldError(f"file.{day}.{currency}", "reported_otherwise", message) for currency, day in changed[:50]]
            )
        new = [rate for key, rate in rates.items() if key not in earlier]
        made = [ExchangeRate(day=rate.day, currency=rate.currency, per_euro=rate.per_euro) for rate in new]
        rows.insert_all(made)
    return len(made)


def fetch_rates() -> int:
    """
    Take in what is published, where the operator has said where that is. Returns how many were new. Safe to repeat.

    :raises RatesUnavailable: if there is no answer; call again :raises InvalidInput: as ``import_rates``
    """
    tenancy.forbid_in_transaction("the publisher of exchange rates is called")
    return import_rates(fetch(settings.EXCHANGE_RATES_URL)) if settings.EXCHANGE_RATES_URL else 0
