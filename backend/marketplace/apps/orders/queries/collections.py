"""What couriers collected for the operator: for comparing with their remittances, and for paying the vendors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Names
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from marketplace.apps.orders.domain.collections import collected_by_parcel
from marketplace.apps.orders.models import Collection
from marketplace.apps.orders.types import CollectionView, VendorOrder
from marketplace.apps.payments.types import MovementKind, ProviderMovement
from marketplace.kit.ids import PaymentId
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def find_collections(courier: str, tracking_numbers: Names[str]) -> list[ProviderMovement]:
    """What the courier collected for these parcels. A number that several vendor orders name says of none of them that it was paid."""
    found = list(Collection.objects.filter(courier=courier, tracking_number__in=list(tracking_numbers)).order_by("id"))
    counts = Counter(row.tracking_number for row in found)
    return [_movement(row) for row in found if counts[row.tracking_number] == 1]


def list_unsettled(courier: str, *, until: datetime) -> list[ProviderMovement]:
    """What the courier collected before ``until`` and still owes."""
    found = Collection.objects.filter(courier=courier, collected_at__lt=until, settled_at=None)
    return [_movement(row) for row in found.order_by("id")]


def list_collections(page: PageRequest, *, courier: str = "", is_settled: bool | None = None) -> Page[CollectionView]:
    """What couriers collected, the newest first: of one, settled or still owed, where that is asked."""
    wanted: dict[str, object] = {"courier": courier} if courier else {}
    if is_settled is not None:
        wanted["settled_at__isnull"] = not is_settled
    found = Collection.objects.filter(**wanted).order_by("-collected_at", "-id")
    if page.cursor:
        at, after = decode_cursor(page.cursor, tuple[datetime, str])
        found = found.filter(Q(collected_at__lt=at) | Q(collected_at=at, id__lt=after))
    listed = page_of(list(found[: page.limit + 1]), page, position=lambda row: (row.collected_at, row.id))
    return listed.map(lambda row: row.as_view())


def owed_by_couriers(vendor_orders: Iterable[VendorOrder]) -> set[str]:
    """
    Those of the vendor orders of which a courier has collected something by their documents, and owes it still. One whose collections are
    not stored yet, which lasts a moment, is owed; one that brought no cash is not.
    """
    collected = {order.id for order in vendor_orders if order.courier and collected_by_parcel(order)}
    if not collected:
        return set()
    found = Collection.objects.filter(vendor_order_id__in=collected).values_list("vendor_order_id", "settled_at")
    rows = list(found)
    return collected - ({order_id for order_id, _ in rows} - {order_id for order_id, settled_at in rows if settled_at is None})


def _movement(row: Collection) -> ProviderMovement:
    return ProviderMovement(
        kind=MovementKind.CHARGE,
        id=row.id,
        payment_id=PaymentId(row.payment_id),
        names=(row.tracking_number,),
        amount=row.amount,
        occurred_at=row.collected_at,
    )
