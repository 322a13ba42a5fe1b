"""What becomes a message. Each has a lane of its own, and reads the present state: order and repeats do no harm."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.accounts.events import SessionsEnded
from marketplace.apps.catalog.events import ProductSaved
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.imports.events import ImportProgressed
from marketplace.apps.inventory.events import StockChanged
from marketplace.apps.live import services
from marketplace.apps.live.types import DisputeState, DisputeUpdate, RefundFailedNotice
from marketplace.apps.messaging.events import MessageSent
from marketplace.apps.orders.events import OrderChanged, OrderConfirmed, SaleReversed, VendorOrderChanged
from marketplace.apps.payments.events import DisputeEvent, DisputeLost, DisputeOpened, DisputeWon, RefundFailed
from marketplace.apps.payouts.events import PayoutCanceled, PayoutEvent, PayoutFailed, PayoutPaid, PayoutReturned, PayoutSent
from marketplace.apps.returns.events import ReturnChanged
from marketplace.apps.vendors.events import (
    ApiKeysRevoked,
    VendorApplied,
    VendorApproved,
    VendorClosed,
    VendorReinstated,
    VendorSuspended,
)
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import batch_subscriber
from marketplace.foundation.realtime.publishing import end_access

SellingMove = VendorApproved | VendorSuspended | VendorReinstated | VendorClosed
VendorMove = VendorApplied | SellingMove
_DISPUTE_STATES: dict[type[DisputeEvent], DisputeState] = {DisputeOpened: "opened", DisputeWon: "won", DisputeLost: "lost"}


@batch_subscriber(SessionsEnded, ApiKeysRevoked, VendorSuspended, VendorClosed, name="live.end_access")
def end_access_of(events: Sequence[SessionsEnded | ApiKeysRevoked | VendorSuspended | VendorClosed]) -> None:
    end_access(subject for event in events for subject in _subjects_of(event))


@batch_subscriber(OrderChanged, name="live.publish_orders")
def publish_orders(events: Sequence[OrderChanged]) -> None:
    services.publish_orders([(event.owner, event.order_id) for event in events], now=clock.now())


@batch_subscriber(VendorOrderChanged, SaleReversed, name="live.publish_vendor_orders")
def publish_vendor_orders(events: Sequence[VendorOrderChanged | SaleReversed]) -> None:
    reversals = {event.reversal_id: (event.vendor_id, event.vendor_order_id) for event in events if isinstance(event, SaleReversed)}
    changed = [(event.vendor_id, event.vendor_order_id) for event in events if isinstance(event, VendorOrderChanged)]
    services.publish_vendor_orders(changed, reversals, now=clock.now())


@batch_subscriber(ReturnChanged, name="live.publish_returns")
def publish_returns(events: Sequence[ReturnChanged]) -> None:
    services.publish_returns({event.return_id: (event.order_id, event.vendor_id) for event in events}, now=clock.now())


@batch_subscriber(MessageSent, name="live.publish_messages")
def publish_messages(events: Sequence[MessageSent]) -> None:
    services.publish_messages(events, now=clock.now())


@batch_subscriber(ProductSaved, StockChanged, name="live.publish_products")
def publish_products(events: Sequence[ProductSaved | StockChanged]) -> None:
    services.publish_products({ProductRef(event.vendor_id, event.product_id) for event in events}, now=clock.now())


@batch_subscriber(VendorApproved, VendorSuspended, VendorReinstated, VendorClosed, name="live.publish_products_of_vendors")
def publish_products_of_vendors(events: Sequence[SellingMove]) -> None:
    services.publish_products_of_vendors({event.vendor_id for event in events}, now=clock.now())


@batch_subscriber(StockChanged, name="live.publish_stock")
def publish_stock(events: Sequence[StockChanged]) -> None:
    services.publish_stock({ProductRef(event.vendor_id, event.product_id) for event in events}, now=clock.now())


@batch_subscriber(ImportProgressed, name="live.publish_imports")
def publish_imports(events: Sequence[ImportProgressed]) -> None:
    services.publish_imports({event.import_id: event.vendor_id for event in events}, now=clock.now())


@batch_subscriber(PayoutSent, PayoutPaid, PayoutFailed, PayoutCanceled, PayoutReturned, name="live.publish_payouts")
def publish_payouts(events: Sequence[PayoutEvent]) -> None:
    services.publish_payouts({event.payout_id: event.vendor_id for event in events}, now=clock.now())


@batch_subscriber(OrderConfirmed, name="live.publish_confirmed_orders")
def publish_confirmed_orders(events: Sequence[OrderConfirmed]) -> None:
    services.publish_confirmed_orders([(event.owner, event.order_id) for event in events], now=clock.now())


@batch_subscriber(VendorApplied, VendorApproved, VendorSuspended, VendorReinstated, VendorClosed, name="live.publish_vendors")
def publish_vendors(events: Sequence[VendorMove]) -> None:
    services.publish_vendors([event.vendor_id for event in events], now=clock.now())


@batch_subscriber(RefundFailed, DisputeOpened, DisputeWon, DisputeLost, name="live.publish_payment_notices")
def publish_payment_notices(events: Sequence[RefundFailed | DisputeOpened | DisputeWon | DisputeLost]) -> None:
    services.publish_payment_notices([_notice_of(event) for event in events], now=clock.now())


def _notice_of(event: RefundFailed | DisputeOpened | DisputeWon | DisputeLost) -> RefundFailedNotice | DisputeUpdate:
    if isinstance(event, RefundFailed):
        return RefundFailedNotice(
            refund_id=event.refund_id,
            payment_id=event.payment_id,
            order_id=event.order_id,
            amount=event.amount,
            failure_code=event.failure_code,
        )
    return DisputeUpdate(
        dispute_id=event.dispute_id,
        payment_id=event.payment_id,
        order_id=event.order_id,
        amount=event.amount,
        state=_DISPUTE_STATES[type(event)],
    )


def _subjects_of(event: SessionsEnded | ApiKeysRevoked | VendorSuspended | VendorClosed) -> Sequence[str]:
    if isinstance(event, SessionsEnded):
        return event.session_ids
    return event.key_ids if isinstance(event, ApiKeysRevoked) else (event.vendor_id,)
