"""What couriers collected for the operator: for comparing with their remittances, and for paying the vendors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Names
from collections.abc import Iterable
from datetime import datetime

from marketplace.apps.orders.domain.collections import collected_by_parcel
from marketplace.apps.orders.models import Collection
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.payments.types import MovementKind, ProviderMovement
from marketplace.kit.ids import PaymentId


def find_collections(courier: str, tracking_numbers: Names[str]) -> list[ProviderMovement]:
    """What the courier collected for these parcels. A number that several vendor orders name says of none of them that it was paid."""
    found = list(Collection.objects.filter(courier=courier, tracking_number__in=list(tracking_numbers)).order_by("id"))
    counts = Counter(row.tracking_number for row in found)
    return [_movement(row) for row in found if counts[row.tracking_number] == 1]


def list_unsettled(courier: str, *, until: datetime) -> list[ProviderMovement]:
    """What the courier collected before ``until`` and still owes."""
    found = Collection.objects.filter(courier=courier, collected_at__lt=until, settled_at=None)
    return [_movement(row) for row in found.order_by("id")]


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
