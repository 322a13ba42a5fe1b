"""At which prices customers are offered a product. Pure."""

from __future__ import annotations

import msgspec

from marketplace.apps.catalog.types import OfferedPrice, Product, Variant
from marketplace.kit.ids import VariantId


def changed_offers(before: Product | None, after: Product) -> list[OfferedPrice]:
    """What is offered at another price than before, newly offered, or no longer."""
    old, new = _offers(before), _offers(after)
    places = dict.fromkeys([*new, *old])
    return [OfferedPrice(*place, new.get(place)) for place in places if old.get(place) != new.get(place)]


def priced(variant: Variant, *, currency: str, minor: int, lowest: int | None) -> Variant:
    """
    The variant at another price. A price that it is compared with stays only where it is no higher than the lowest of the last 30 days,
    and above the new one, and where that lowest is known: no reduction is announced against a price that customers were not asked lately
    (Directive 98/6/EC art. 6a).
    """
    compare_at = dict(variant.compare_at)
    compared = compare_at.pop(currency, None)
    if compared is not None and lowest is not None and (shown := min(compared, lowest)) > minor:
        compare_at[currency] = shown
    return msgspec.structs.replace(variant, prices={**variant.prices, currency: minor}, compare_at=compare_at)


def _offers(product: Product | None) -> dict[tuple[VariantId, str], int]:
    if product is None or not product.is_published:
        return {}
    return {
        (variant.id, currency): minor for variant in product.variants if variant.is_active for currency, minor in variant.prices.items()
    }
