"""What vendors' systems are notified of: which thing has changed."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.catalog.events import ProductSaved
from marketplace.apps.orders.events import VendorOrderChanged
from marketplace.apps.payouts.events import PayoutCanceled, PayoutEvent, PayoutFailed, PayoutPaid, PayoutReturned, PayoutSent
from marketplace.apps.returns.events import ReturnChanged
from marketplace.apps.vendors.events import VendorClosed
from marketplace.apps.webhooks import services
from marketplace.apps.webhooks.types import Change
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(VendorOrderChanged, name="webhooks.announce_orders", queue=BULK)
def announce_orders(events: Sequence[VendorOrderChanged]) -> None:
    _announce([(event.vendor_id, event.vendor_order_id) for event in events], "order.changed")


@batch_subscriber(ProductSaved, name="webhooks.announce_products", queue=BULK)
def announce_products(events: Sequence[ProductSaved]) -> None:
    _announce([(event.vendor_id, event.product_id) for event in events], "product.changed")


@batch_subscriber(ReturnChanged, name="webhooks.announce_returns", queue=BULK)
def announce_returns(events: Sequence[ReturnChanged]) -> None:
    _announce([(event.vendor_id, event.return_id) for event in events], "return.changed")


@batch_subscriber(PayoutSent, PayoutPaid, PayoutFailed, PayoutCanceled, PayoutReturned, name="webhooks.announce_payouts", queue=BULK)
def announce_payouts(events: Sequence[PayoutEvent]) -> None:
    _announce([(event.vendor_id, event.payout_id) for event in events], "payout.changed")


@subscriber(VendorClosed, name="webhooks.disable_endpoints")
def disable_endpoints(event: VendorClosed, recorded: Recorded) -> None:
    services.disable_endpoints_of(event.vendor_id)


def _announce(changed: Sequence[tuple[str, str]], event_type: str) -> None:
    changes = [Change(vendor_id=vendor_id, event_type=event_type, subject_id=subject_id) for vendor_id, subject_id in changed]
    services.announce(changes, now=clock.now())
