"""What messages say of the state of things."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.discovery.types.pages import VariantOffer
from marketplace.apps.imports.types import ImportView
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.live.types import (
    ImportUpdate,
    LinesCanceled,
    OrderPartUpdate,
    OrderUpdate,
    ProductUpdate,
    SaleRefunded,
    ShipmentState,
    ShipmentUpdate,
    StockLevel,
    StockUpdate,
    VendorOrderPlaced,
    VendorOrderUpdate,
)
from marketplace.apps.orders.types import FIRST_REVISION, LineQuantity, OrderDetail, Reversal, ReversalCause, Shipment, VendorOrder


def order_update(order: OrderDetail) -> OrderUpdate:
    return OrderUpdate(
        order_id=order.id,
        number=order.number,
        state=order.state,
        payment_status=order.payment_status,
        refunded=order.refunded,
        refund_pending=order.refund_pending,
        parts=[
            OrderPartUpdate(
                vendor_order_id=part.vendor_order_id, state=part.state, shipments=[_shipment(shipment) for shipment in part.shipments]
            )
            for part in order.parts
        ],
    )


def product_update(product_id: str, offers: list[VariantOffer]) -> ProductUpdate:
    return ProductUpdate(product_id=product_id, is_sold=bool(offers), variants=offers)


def vendor_order_update(part: VendorOrder) -> VendorOrderPlaced | VendorOrderUpdate:
    kind = VendorOrderPlaced if part.revision == FIRST_REVISION else VendorOrderUpdate
    return kind(
        vendor_order_id=part.id,
        order_id=part.order_id,
        number=part.number,
        state=part.state,
        revision=part.revision,
        total=part.total,
    )


def reversal_update(vendor_order_id: str, reversal: Reversal) -> LinesCanceled | SaleRefunded:
    """What a reversal means for the vendor: units that are not sold any more, or money for what was delivered."""
    about = {"vendor_order_id": vendor_order_id, "reversal_id": reversal.id, "by": reversal.by}
    if reversal.cause in (ReversalCause.CANCELLATION, ReversalCause.FAILED_DELIVERY):
        lines = [LineQuantity(line.line_id, line.quantity) for line in reversal.lines]
        return LinesCanceled(cause=reversal.cause, lines=lines, **about)
    return SaleRefunded(cause=reversal.cause, reason_code=reversal.reason_code, amount=reversal.refund, **about)


def stock_update(product_id: str, variants: Sequence[StockedVariant]) -> StockUpdate:
    levels = [
        StockLevel(variant_id=variant.variant_id, sku=variant.sku, on_hand=variant.on_hand, available=variant.available)
        for variant in variants
    ]
    return StockUpdate(product_id=product_id, variants=levels)


def import_update(view: ImportView) -> ImportUpdate:
    counts = view.counts
    return ImportUpdate(
        import_id=view.id,
        state=view.state,
        progress_percent=view.progress_percent,
        rows_total=counts.rows_total,
        rows_done=counts.rows_done,
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        refused=counts.refused,
        errors=counts.errors,
    )


def _shipment(shipment: Shipment) -> ShipmentUpdate:
    return ShipmentUpdate(
        id=shipment.id,
        state=_state_of(shipment),
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        tracking_url=shipment.tracking_url,
    )


def _state_of(shipment: Shipment) -> ShipmentState:
    if shipment.failure is not None:
        return "failed"
    return "sent" if shipment.delivered_at is None else "delivered"
