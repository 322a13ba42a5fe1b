"""What vendors allow: limits of variants and rules of scopes, and which rule holds for a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.price_advice.domain.limits import Bounds
from marketplace.apps.price_advice.models import AutomationStop, VariantLimits, VendorPriceRule
from marketplace.apps.price_advice.region_settings import CHANGES_PRICES
from marketplace.apps.price_advice.types import EVERYTHING, AutomationView, LimitsView, PriceLimits, PriceRule, ScopedRule
from marketplace.foundation import rows, tenancy
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import ProductId, VariantId, VendorId, is_id
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

UNSET_VERSION = "0"  # of what the vendor has not set

Rules = Mapping[tuple[str, str], PriceRule]  # by vendor and scope


def currency() -> str:
    """The one in which prices are advised: the region's own."""
    return tenancy.current().default_currency


def list_limits(vendor_id: str, page: PageRequest, *, product_id: str = "", sku: str = "") -> Page[LimitsView]:
    """The vendor's variants by SKU, with what they cost now and what is allowed. ``sku`` is the beginning of one."""
    items = inventory_queries.list_items(page, vendor_id=vendor_id, product_id=product_id, sku=sku)
    found = _limits_views(vendor_id, [(item.variant_id, item.product_id, item.sku) for item in items.items])
    return Page(found, items.next_cursor)


def get_limits(vendor_id: str, variant_id: str) -> LimitsView:
    """:raises NotFound: also for another vendor's variant"""
    known = find_own_variant(vendor_id, variant_id)
    return _limits_views(vendor_id, [(known.variant_id, known.product_id, known.sku)])[0]


def find_own_variant(vendor_id: str, variant_id: str) -> StockedVariant:
    """:raises NotFound: also for another vendor's variant"""
    known = inventory_queries.find_variants([variant_id]).get(VariantId(variant_id))
    if known is None or known.vendor_id != vendor_id:
        raise NotFound
    return known


def limits_by_variant(variant_ids: Iterable[str]) -> dict[str, VariantLimits]:
    """One query."""
    found = rows.every(VariantLimits, "variant_id = ANY (%(ids)s::text[])", {"ids": list(set(variant_ids))})
    return {row.variant_id: row for row in found}


def rules_of(vendor_ids: Iterable[str]) -> Rules:
    """All rules of these vendors, by one query."""
    found = rows.every(VendorPriceRule, "vendor_id = ANY (%(ids)s::text[])", {"ids": list(set(vendor_ids))})
    return {(row.vendor_id, row.scope): msgspec.convert(row.value, PriceRule) for row in found}


def rule_for(product: Product, rules: Rules) -> PriceRule:
    """The narrowest that the vendor has set: of the product, of its category or the nearest above it, of everything; else the default."""
    for scope in (product.id, *reversed(product.category_path), EVERYTHING):
        if (rule := rules.get((product.vendor_id, scope))) is not None:
            return rule
    return PriceRule()


def bounds_of(limits: VariantLimits | None, rule: PriceRule) -> Bounds:
    """What holds for a variant."""
    return Bounds(
        floor=limits.floor_minor if limits else None,
        ceiling=limits.ceiling_minor if limits else None,
        max_step_percent=rule.max_step_percent,
        max_changes_per_day=rule.max_changes_per_day,
        ending=rule.ending,
    )


def list_rules(vendor_id: str, page: PageRequest) -> Page[ScopedRule]:
    """By scope. What was never set is not there."""
    after = decode_cursor(page.cursor, str) if page.cursor else ""
    found = rows.every(
        VendorPriceRule,
        "vendor_id = %(vendor_id)s AND scope > %(after)s ORDER BY scope LIMIT %(most)s",
        {"vendor_id": vendor_id, "after": after, "most": page.limit + 1},
    )
    return page_of(found, page, position=lambda row: row.scope).map(_rule_view)


def require_scope(vendor_id: str, scope: str) -> None:
    """:raises NotFound: if it is neither ``all``, nor a category, nor a product of the vendor's"""
    if scope == EVERYTHING:
        return
    if is_id(scope, "cat"):
        catalog_queries.get_category(scope)
    elif not is_id(scope, "prod") or catalog_queries.find_product(vendor_id, scope) is None:
        raise NotFound


def get_rule(vendor_id: str, scope: str) -> ScopedRule:
    """The default one, of version ``UNSET_VERSION``, where the vendor has set none. :raises NotFound: as ``require_scope``"""
    require_scope(vendor_id, scope)
    row = find_rule(vendor_id, scope)
    return _rule_view(row) if row else ScopedRule(scope=scope, rule=PriceRule(), etag=UNSET_VERSION)


def find_rule(vendor_id: str, scope: str, *, for_update: bool = False) -> VendorPriceRule | None:
    return rows.first(
        VendorPriceRule, "vendor_id = %(vendor_id)s AND scope = %(scope)s", {"vendor_id": vendor_id, "scope": scope}, for_update=for_update
    )


def get_automation(vendor_id: str) -> AutomationView:
    """Whether the vendor's prices may change by themselves."""
    row = rows.first(AutomationStop, "vendor_id = %(id)s", {"id": vendor_id})
    is_stopped = row is not None and row.is_stopped
    return AutomationView(is_on=CHANGES_PRICES.current(), is_stopped=is_stopped, stopped_at=row.stopped_at if row and is_stopped else None)


def limits_of(row: VariantLimits | None) -> PriceLimits:
    """As a vendor reads them."""
    if row is None:
        return PriceLimits()

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, row.currency)

    return PriceLimits(floor=money(row.floor_minor), ceiling=money(row.ceiling_minor), cost=money(row.cost_minor), clear_by=row.clear_by)


def _limits_views(vendor_id: str, named: Sequence[tuple[str, str, str]]) -> list[LimitsView]:
    products = catalog_queries.get_products([ProductRef(VendorId(vendor_id), ProductId(product_id)) for _, product_id, _ in named])
    set_limits = limits_by_variant(variant_id for variant_id, _, _ in named)
    found = []
    for variant_id, product_id, sku in named:
        product, row = products.get(ProductId(product_id)), set_limits.get(variant_id)
        variant = product.find_variant(variant_id) if product else None
        found.append(
            LimitsView(
                variant_id=variant_id,
                product_id=product_id,
                sku=sku,
                price=variant.price_in(currency()) if variant else None,
                limits=limits_of(row),
                etag=str(row.version) if row else UNSET_VERSION,
            )
        )
    return found


def _rule_view(row: VendorPriceRule) -> ScopedRule:
    return ScopedRule(scope=row.scope, rule=msgspec.convert(row.value, PriceRule), etag=str(row.version))
