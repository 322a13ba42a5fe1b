"""Reads of returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace.apps.carriers import queries as carrier_queries
from marketplace.apps.carriers.types import LabelView
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import Order, RefundReason, VendorOrder
from marketplace.apps.returns.domain.windows import Windows, return_days, windows_of
from marketplace.apps.returns.errors import ReturnNotFound
from marketplace.apps.returns.models import Return, ReturnPolicy
from marketplace.apps.returns.region_settings import RETURN_DAYS
from marketplace.apps.returns.types import (
    ENDED,
    RETURN_REASONS,
    ExchangeOption,
    HourOfReturns,
    PolicyView,
    ReturnablePart,
    ReturnView,
    exchange_refusal,
)
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.rows.pages import sorted_page
from marketplace.kit.ids import VendorId
from marketplace.kit.pages import Page, PageRequest, Sorting

_HOURLY = """
    SELECT date_trunc('hour', requested_at, %(timezone)s::text), vendor_id, reason, count(*)
    FROM returns WHERE requested_at >= %(since)s AND requested_at < %(until)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
NO_POLICY = PolicyView(days=None, instructions="", etag="0")


def get_return(return_id: str, *, vendor_id: str = "", order_id: str = "") -> ReturnView:
    """The return, of that vendor or order alone where one is named. :raises ReturnNotFound: if there is none"""
    wanted = {"pk": return_id, "vendor_id": vendor_id, "order_id": order_id}
    row = Return.objects.filter(**{name: value for name, value in wanted.items() if value}).first()
    if row is None:
        raise ReturnNotFound
    return row.as_view()


def find_carrier_label(return_id: str, *, vendor_id: str) -> LabelView | None:
    """The label that the vendor bought for it, if there is one. :raises ReturnNotFound: if the vendor has no such return"""
    return carrier_queries.find_return_label(get_return(return_id, vendor_id=vendor_id).id)


def list_returns(
    page: PageRequest, *, vendor_id: str = "", order_id: str = "", state: str = "", sort: Sorting | None = None
) -> Page[ReturnView]:
    """By when they were asked for, newest first unless ``sort`` says otherwise; empty filters do not filter."""
    wanted = {"vendor_id": vendor_id, "order_id": order_id, "state": state}
    returns = Return.objects.filter(**{name: value for name, value in wanted.items() if value})
    order = sort or Sorting("requested_at", descending=True)
    return sorted_page(returns, page, order, by="requested_at").map(lambda row: row.as_view())


def returns_by_id(return_ids: Iterable[str]) -> list[ReturnView]:
    """Those of these returns that there are, in one read."""
    return [row.as_view() for row in Return.objects.filter(pk__in=list(return_ids)).order_by("id")]


def hourly_returns(*, since: datetime, until: datetime) -> list[HourOfReturns]:
    """The returns that were asked for in each hour of the region's clock, by vendor and reason. One query."""
    asked = {"since": since, "until": until, "timezone": tenancy.current().timezone}
    return [
        HourOfReturns(hour=hour, vendor_id=vendor_id, reason=reason, count=count)
        for hour, vendor_id, reason, count in sql.rows(_HOURLY, asked)
    ]


def list_returns_of_customer(customer_id: str) -> list[ReturnView]:
    """All of a customer's returns, oldest first: for the copy of what is stored about a customer."""
    return [row.as_view() for row in Return.objects.filter(customer_id=customer_id).order_by("id")]


def get_policy(vendor_id: str) -> PolicyView:
    """What the vendor grants; nothing of its own where it has not said anything."""
    row = ReturnPolicy.objects.filter(pk=vendor_id).first()
    return NO_POLICY if row is None else row.as_view()


def get_return_days(vendor_id: str, *, country: str) -> int:
    """How many days after its delivery to ``country`` a vendor's product may be returned for no reason; 0: not at all."""
    return return_days(country=country, region_days=RETURN_DAYS.current(), vendor_days=get_policy(vendor_id).days)


def windows_for(order: Order, part: VendorOrder) -> Windows:
    """How long products of this part may be returned."""
    return _windows(order, part, get_policy(part.vendor_id))


def units_left(part: VendorOrder) -> dict[str, int]:
    """By line, what was delivered and is neither refunded, returned nor in an open return."""
    return _left(part, list(Return.objects.filter(vendor_order_id=part.id).exclude(state__in=ENDED)))


def returnable_parts(order: Order, *, now: datetime) -> list[ReturnablePart]:
    """What of each vendor's part can be returned now, and for which reasons. Five reads for any number of parts."""
    parts = order_queries.vendor_orders_of(order)
    exchanges = _exchanges(parts, language=order.language)
    names = {part.vendor_order_id: part.vendor_name for part in order.parts}
    policies = {row.vendor_id: row.as_view() for row in ReturnPolicy.objects.filter(pk__in=[part.vendor_id for part in parts])}
    opened = list(Return.objects.filter(order_id=order.id).exclude(state__in=ENDED))
    found = []
    for part in parts:
        policy = policies.get(part.vendor_id, NO_POLICY)
        windows = _windows(order, part, policy)
        found.append(
            ReturnablePart(
                vendor_order_id=part.id,
                vendor_name=names[part.id],
                units=_left(part, [row for row in opened if row.vendor_order_id == part.id]),
                is_withdrawal_granted=windows.grants_withdrawal(RefundReason.WITHDRAWAL, country=order.country, now=now),
                withdrawal_ends_at=windows.withdrawal_ends_at,
                window_ends_at=windows.ends_at,
                reasons=[reason for reason in RETURN_REASONS if windows.allows(reason, now=now)],
                takes_store_credit=part.takes_store_credit,
                instructions=policy.instructions,
                **_exchanges_of(part, exchanges),
            )
        )
    return found


def _exchanges_of(part: VendorOrder, exchanges: Mapping[str, list[ExchangeOption]]) -> dict[str, Any]:
    """What can be had instead of the part's units, or why nothing can."""
    found = {line.line_id: options for line in part.lines if (options := exchanges.get(line.line_id))}
    refusal = exchange_refusal(part) if found else None
    return {"exchanges": {} if refusal else found, "exchange_refusal": refusal}


def _exchanges(parts: Sequence[VendorOrder], *, language: str) -> dict[str, list[ExchangeOption]]:
    """By line, the other variants of its product that are sold."""
    lines = [(part, line) for part in parts for line in part.lines]
    products = catalog_queries.get_products(list({ProductRef(VendorId(part.vendor_id), line.product_id) for part, line in lines}))
    others = {
        line.line_id: [
            (product, variant, price)
            for variant in product.variants
            if variant.is_active and variant.id != line.variant_id and (price := variant.price_in(line.total.currency))
        ]
        for _, line in lines
        if (product := products.get(line.product_id)) is not None and product.is_published
    }
    choosable = {line.line_id for part, line in lines if exchange_refusal(part) is None}  # of the others it is only said why not
    stock = inventory_queries.find_variants({variant.id for line_id in choosable for _, variant, _ in others.get(line_id, [])})
    return {
        line_id: [
            ExchangeOption(
                variant_id=variant.id,
                title=product.option_text(variant, language),
                price=price,
                available=_available(stock.get(variant.id)),
            )
            for product, variant, price in found
        ]
        for line_id, found in others.items()
    }


def _available(stocked: StockedVariant | None) -> int | None:
    if stocked is None:
        return 0
    return max(stocked.available, 0) if stocked.is_limited else None


def _windows(order: Order, part: VendorOrder, policy: PolicyView) -> Windows:
    return windows_of(
        part.delivered_at,
        country=order.country,
        region_days=RETURN_DAYS.current(),
        vendor_days=policy.days,
        timezone=tenancy.current().timezone,
    )


def _left(part: VendorOrder, opened: Sequence[Return]) -> dict[str, int]:
    coming: Counter[str] = Counter()
    for row in opened:
        coming.update({line.line_id: line.quantity for line in row.units})
    return {line_id: max(units - coming[line_id], 0) for line_id, units in order_queries.returnable_units(part).items()}
