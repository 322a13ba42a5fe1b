"""The ways to pay, and where each can be used."""

from __future__ import annotations

from marketplace.apps.payments import providers
from marketplace.apps.payments.types import CASH_PROVIDER, PaymentMethod
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

CARD = PaymentMethod(
    code="sandbox_card",
    provider="sandbox",
    kind="card",
    names={"en": "Card", "nl": "Kaart", "de": "Karte", "fr": "Carte", "ar": "بطاقة"},
)
IDEAL = PaymentMethod(
    code="sandbox_ideal",
    provider="sandbox",
    kind="bank",
    names={"en": "iDEAL", "nl": "iDEAL", "de": "iDEAL", "fr": "iDEAL", "ar": "iDEAL"},
)
CASH = PaymentMethod(
    code="cash_on_delivery",
    provider=CASH_PROVIDER,
    kind="cash",
    names={
        "en": "Cash on delivery",
        "nl": "Betalen bij levering",
        "de": "Barzahlung bei Lieferung",
        "fr": "Paiement à la livraison",
        "ar": "الدفع عند الاستلام",
    },
)
METHODS = (CARD, IDEAL, CASH)


def available_methods(*, country: str | None, currency: str, total: Money) -> list[PaymentMethod]:
    """The methods that can pay ``total`` from ``country`` (None: not known yet), the usual one first."""
    return [method for method in METHODS if _is_available(method, country=country, currency=currency, total=total)]


def _is_available(method: PaymentMethod, *, country: str | None, currency: str, total: Money) -> bool:
    tenant = tenancy.current()
    if currency not in tenant.currencies or total.currency != currency or total.minor <= 0:
        return False
    if not providers.get(method.provider).is_configured:
        return False
    if method is IDEAL:
        return currency == "EUR" and country in (None, "NL")
    if method is CASH:
        limit_minor = tenant.setting("cash_on_delivery_max_minor", 0)  # in the default currency; 0: no limit
        is_small = not limit_minor or (currency == tenant.default_currency and total.minor <= limit_minor)
        return tenant.has_feature("cash_on_delivery") and is_small
    return True
