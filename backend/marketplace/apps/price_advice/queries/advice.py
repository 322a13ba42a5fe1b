"""Advice and changes of prices, as a vendor reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.db.models import Q

from marketplace.apps.price_advice.errors import AdviceNotFound, ChangeNotFound
from marketplace.apps.price_advice.models import PriceAdvice, PriceChange
from marketplace.apps.price_advice.region_settings import ADVISES_PRICES
from marketplace.apps.price_advice.types import AdviceReason, AdviceState, AdviceView, ChangeCause, ChangeState, ChangeView
from marketplace.foundation import rows
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_LAST = """
    variant_id = ANY (%(ids)s::text[]) AND state <> 'failed' AND NOT EXISTS (
        SELECT FROM price_changes AS later
        WHERE later.variant_id = price_changes.variant_id AND later.state <> 'failed'
            AND (later.changed_at, later.id) > (price_changes.changed_at, price_changes.id)
    )
"""


def list_advice(vendor_id: str, page: PageRequest, *, state: AdviceState, now: datetime) -> Page[AdviceView]:
    """What is expected to bring most first. Open advice that has expired is not there; nothing is while the region gives none."""
    if not ADVISES_PRICES.current():
        return Page([])
    found = PriceAdvice.objects.filter(vendor_id=vendor_id, state=state, is_shadow=False)
    if state == AdviceState.OPEN:
        found = found.filter(expires_at__gt=now)
    if page.cursor:
        gain, last = decode_cursor(page.cursor, tuple[int, str])
        found = found.filter(Q(gain_minor__lt=gain) | Q(gain_minor=gain, id__gt=last))
    listed = list(found.order_by("-gain_minor", "id")[: page.limit + 1])
    return page_of(listed, page, position=lambda row: (row.gain_minor, row.id)).map(advice_view)


def get_advice(vendor_id: str, advice_id: str) -> AdviceView:
    """:raises AdviceNotFound: also for another vendor's, and for one that is shown to nobody"""
    return advice_view(own_advice(vendor_id, advice_id))


def own_advice(vendor_id: str, advice_id: str) -> PriceAdvice:
    """:raises AdviceNotFound:"""
    row = rows.first(PriceAdvice, "id = %(id)s AND vendor_id = %(vendor_id)s AND NOT is_shadow", {"id": advice_id, "vendor_id": vendor_id})
    if row is None:
        raise AdviceNotFound
    return row


def list_changes(vendor_id: str, page: PageRequest) -> Page[ChangeView]:
    """Newest first."""
    found = PriceChange.objects.filter(vendor_id=vendor_id)
    if page.cursor:
        at, last = decode_cursor(page.cursor, tuple[datetime, str])
        found = found.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lt=last))
    listed = list(found.order_by("-changed_at", "-id")[: page.limit + 1])
    shown = page_of(listed, page, position=lambda row: (row.changed_at, row.id))
    return Page(_change_views(list(shown.items)), shown.next_cursor)


def get_change(vendor_id: str, change_id: str) -> ChangeView:
    """:raises ChangeNotFound:"""
    row = rows.first(PriceChange, "id = %(id)s AND vendor_id = %(vendor_id)s", {"id": change_id, "vendor_id": vendor_id})
    if row is None:
        raise ChangeNotFound
    return _change_views([row])[0]


def last_changes(variant_ids: list[str]) -> dict[str, PriceChange]:
    """The last one of each variant that was not refused by its product. One query."""
    return {row.variant_id: row for row in rows.every(PriceChange, _LAST, {"ids": variant_ids})}


def list_left_changes(*, now: datetime, older_than: timedelta) -> list[PriceChange]:
    """Those that were decided so long ago, and of which nobody knows whether the product has them."""
    return rows.every(
        PriceChange, "state = 'applying' AND changed_at <= %(before)s ORDER BY changed_at LIMIT 100", {"before": now - older_than}
    )


def can_undo(change: PriceChange) -> bool:
    """Of the last one of a variant. What an experiment did, ends with the experiment."""
    return change.state == ChangeState.APPLIED and change.cause in (ChangeCause.ACCEPTED, ChangeCause.AUTOMATIC)


def advice_view(row: PriceAdvice) -> AdviceView:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return AdviceView(
        id=row.id,
        variant_id=row.variant_id,
        product_id=row.product_id,
        sku=row.sku,
        price=money(row.price_minor),
        advised_price=money(row.advised_minor),
        gain=money(row.gain_minor),
        gain_low=money(row.gain_low_minor),
        gain_high=money(row.gain_high_minor),
        sure_percent=row.sure_percent,
        reasons=msgspec.convert(row.reasons, list[AdviceReason]),
        state=AdviceState(row.state),
        made_at=row.made_at,
        expires_at=row.expires_at,
        decided_at=row.decided_at,
    )


def _change_views(listed: list[PriceChange]) -> list[ChangeView]:
    last = last_changes([row.variant_id for row in listed])
    return [
        ChangeView(
            id=row.id,
            variant_id=row.variant_id,
            product_id=row.product_id,
            sku=row.sku,
            old_price=Money(row.old_minor, row.currency),
            new_price=Money(row.new_minor, row.currency),
            cause=ChangeCause(row.cause),
            state=ChangeState(row.state),
            changed_at=row.changed_at,
            can_undo=last.get(row.variant_id) == row and can_undo(row),
        )
        for row in listed
    ]
