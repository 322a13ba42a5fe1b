"""What payouts do on events. Each subscriber reads again what the event is about."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.orders.events import CollectionSettled, SaleReversed, VendorOrderChanged, VendorOrderDelivered
from marketplace.apps.payments.events import DisputeLost, DisputeOpened, DisputeWon, VendorAccountChanged, VendorTransferChanged
from marketplace.apps.payouts import services
from marketplace.apps.payouts.events import PayoutSent
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(VendorOrderChanged, VendorOrderDelivered, SaleReversed, CollectionSettled, name="payouts.record_eligibility")
def record_eligibility(events: Sequence[VendorOrderChanged | VendorOrderDelivered | SaleReversed | CollectionSettled]) -> None:
    services.record_eligibility([(event.vendor_id, event.vendor_order_id) for event in events], now=clock.now())


@subscriber(DisputeOpened, DisputeWon, DisputeLost, name="payouts.book_dispute")
def book_dispute(event: DisputeOpened | DisputeWon | DisputeLost, recorded: Recorded) -> None:
    services.book_dispute(dispute_id=event.dispute_id, payment_id=event.payment_id, now=clock.now())


@subscriber(PayoutSent, name="payouts.submit_payout")
def submit_payout(event: PayoutSent, recorded: Recorded) -> None:
    """By a provider's rail. One that does not answer leaves it under way; the scheduled task goes on from there."""
    services.submit_payout(payout_id=event.payout_id, now=clock.now())


@subscriber(VendorTransferChanged, name="payouts.learn_transfer")
def learn_transfer(event: VendorTransferChanged, recorded: Recorded) -> None:
    """Raises while the provider does not answer; the relay delivers it again."""
    named = {"end_to_end_id": event.end_to_end_id, "reference": event.reference}
    services.learn_transfer(provider=event.provider, now=clock.now(), **named)


@subscriber(VendorAccountChanged, name="payouts.learn_account")
def learn_account(event: VendorAccountChanged, recorded: Recorded) -> None:
    """Raises while the provider does not answer; the relay delivers it again."""
    services.learn_account(provider=event.provider, account=event.account, now=clock.now())


@subscriber(VendorAccountChanged, name="payouts.take_back")
def take_back(event: VendorAccountChanged, recorded: Recorded) -> None:
    """By itself, so that what is wrong with the account does not keep the money there."""
    if event.failed_payout:
        services.take_back(provider=event.provider, account=event.account, bank_payout=event.failed_payout, now=clock.now())
