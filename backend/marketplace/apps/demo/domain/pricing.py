"""Prices as a shopkeeper would set them in each currency. Integers only."""

from marketplace.apps.demo.domain.types import DemoPrice

# currency: (minor units for one euro, the step below the limit, the limit, the step from it on), all in minor units
LADDERS = {
    "EUR": (100, 5, 0, 5),
    "KWD": (338, 100, 3_000, 250),
    "AED": (404, 100, 10_000, 500),
    "SAR": (413, 100, 10_000, 500),
    "NGN": (170_000, 5_000, 1_000_000, 50_000),
    "GHS": (1_300, 50, 20_000, 500),
    "KES": (15_000, 500, 100_000, 5_000),
    "RWF": (1_700, 50, 20_000, 500),
    "UGX": (4_200, 100, 50_000, 1_000),
    "XAF": (656, 25, 10_000, 500),
    "XOF": (656, 25, 10_000, 500),
    "ZAR": (2_000, 100, 50_000, 500),
}


def price(eur_cents: int, currency: str, *, percent_off: int = 0) -> DemoPrice:
    """A price of ``eur_cents`` in ``currency``, and the one before if there is something off."""
    amount = _in_currency(eur_cents, currency)
    before = _in_currency(_charming(eur_cents * 100 // (100 - percent_off)), currency) if percent_off else None
    return DemoPrice(amount_minor=amount, compare_at_minor=before)


def undercut(eur_cents: int) -> int:
    """What another vendor asks for the same thing: about 4 percent less, in cents."""
    return _charming(eur_cents * 96 // 100)


def _charming(eur_cents: int) -> int:
    """The nearest price that ends in 45 or 95 cents."""
    return max(45, (eur_cents + 30) // 50 * 50 - 5)


def _in_currency(eur_cents: int, currency: str) -> int:
    per_euro, small_step, limit, large_step = LADDERS[currency]
    raw = eur_cents * per_euro // 100
    step = large_step if raw >= limit else small_step
    return max(step, (raw + step // 2) // step * step)
