"""What a courier collects for each parcel of a vendor order that is paid on delivery: a pure function of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from marketplace.apps.orders.types import VendorOrder
from marketplace.kit.money import Money


def collected_by_parcel(vendor_order: VendorOrder) -> Mapping[str, Money]:
    """
    By tracking number, what was paid for the units of the parcels that arrived: the first one with the shipping and the fees. Their sum is
    what was paid for all that was not canceled.
    """
    currency = vendor_order.total.currency
    delivered = Counter({line.line_id: line.canceled for line in vendor_order.lines})
    amounts: dict[str, Money] = {}
    rest = vendor_order.shipping + vendor_order.fees
    for shipment in vendor_order.shipments:
        if shipment.delivered_at is None:
            continue
        for item in shipment.lines:
            line = vendor_order.line(item.line_id)
            assert line is not None
            first = delivered[item.line_id]
            delivered[item.line_id] = first + item.quantity
            rest += line.total.slice(first, first + item.quantity, of=line.quantity)
        known = amounts.get(shipment.tracking_number, Money.zero(currency))
        amounts[shipment.tracking_number], rest = known + rest, Money.zero(currency)
    return {number: amount for number, amount in amounts.items() if amount}
