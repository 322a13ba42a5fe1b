from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.accounts.events import PersonRemoved
from marketplace.apps.analytics.events import AlertFired, CampaignMailsDue
from marketplace.apps.catalog.events import ProductReinstated, ProductTakenDown
from marketplace.apps.checkout.events import CheckoutRefunded
from marketplace.apps.invoices.events import InvoiceIssued
from marketplace.apps.messaging.events import MessageSent
from marketplace.apps.notifications import services
from marketplace.apps.notifications.tasks import send_messages
from marketplace.apps.orders.events import OrderConfirmed, SaleReversed, ShipmentSent
from marketplace.apps.orders.types import ReversalCause
from marketplace.apps.payments.events import DisputeDue, DisputeOpened, ProviderSkipped, RefundFailed, RefundSettled, RefundSucceeded
from marketplace.apps.payouts.events import PayoutFailed, VendorDebtExceeded
from marketplace.apps.returns.events import ExchangeDue, ExchangeEnded, ReturnChanged
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(OrderConfirmed, name="notifications.order_confirmed")
def on_orders_confirmed(events: Sequence[OrderConfirmed]) -> None:
    _have_sent(services.notify_of_orders_confirmed([(event.owner, event.order_id) for event in events], now=clock.now()))


@subscriber(PersonRemoved, name="notifications.forget_preferences")
def on_person_removed(event: PersonRemoved, recorded: Recorded) -> None:
    services.forget_preferences(event.account_id)


@subscriber(ShipmentSent, name="notifications.shipment_sent")
def on_shipment_sent(event: ShipmentSent, recorded: Recorded) -> None:
    names = {"vendor_id": event.vendor_id, "vendor_order_id": event.vendor_order_id}
    _have_sent(services.notify_of_shipment_sent(shipment_id=event.shipment_id, now=clock.now(), **names))


@subscriber(SaleReversed, name="notifications.lines_canceled")
def on_sale_reversed(event: SaleReversed, recorded: Recorded) -> None:
    names = {"vendor_id": event.vendor_id, "vendor_order_id": event.vendor_order_id, "reversal_id": event.reversal_id}
    if event.cause in (ReversalCause.CANCELLATION, ReversalCause.FAILED_DELIVERY):
        _have_sent(services.notify_of_lines_canceled(now=clock.now(), **names))
    elif event.cause in (ReversalCause.REFUND, ReversalCause.RETURN):
        _have_sent(services.notify_of_sale_refunded(now=clock.now(), **names))


@subscriber(ProductTakenDown, ProductReinstated, name="notifications.product_moderated")
def on_product_moderated(event: ProductTakenDown | ProductReinstated, recorded: Recorded) -> None:
    names = {"vendor_id": event.vendor_id, "product_id": event.product_id, "event_id": recorded.id}
    _have_sent(services.notify_of_moderation(is_taken_down=isinstance(event, ProductTakenDown), now=clock.now(), **names))


@subscriber(PayoutFailed, name="notifications.payout_failed")
def on_payout_failed(event: PayoutFailed, recorded: Recorded) -> None:
    _have_sent(services.notify_of_payout_failed(payout_id=event.payout_id, now=clock.now()))


@subscriber(VendorDebtExceeded, name="notifications.debt_exceeded")
def on_debt_exceeded(event: VendorDebtExceeded, recorded: Recorded) -> None:
    _have_sent(services.notify_of_debt_exceeded(warning_id=event.warning_id, now=clock.now()))


@subscriber(ReturnChanged, name="notifications.return_changed")
def on_return_changed(event: ReturnChanged, recorded: Recorded) -> None:
    _have_sent(services.notify_of_return(return_id=event.return_id, state=event.state, now=clock.now()))


@subscriber(MessageSent, name="notifications.message_sent")
def on_message_sent(event: MessageSent, recorded: Recorded) -> None:
    about = {"message_id": event.message_id, "order_owner": event.order_owner, "order_id": event.order_id}
    _have_sent(services.notify_of_message(**about, now=clock.now()))


@subscriber(ExchangeDue, name="notifications.exchange_due")
def on_exchange_due(event: ExchangeDue, recorded: Recorded) -> None:
    _have_sent(services.notify_of_exchange_due(return_id=event.return_id, now=clock.now()))


@subscriber(ExchangeEnded, name="notifications.exchange_ended")
def on_exchange_ended(event: ExchangeEnded, recorded: Recorded) -> None:
    _have_sent(services.notify_of_exchange_ended(return_id=event.return_id, now=clock.now()))


@subscriber(InvoiceIssued, name="notifications.invoice_issued")
def on_invoice_issued(event: InvoiceIssued, recorded: Recorded) -> None:
    _have_sent(services.notify_of_invoice(invoice_id=event.invoice_id, now=clock.now()))


@subscriber(CheckoutRefunded, name="notifications.order_refunded")
def on_order_refunded(event: CheckoutRefunded, recorded: Recorded) -> None:
    about = {"owner": event.owner, "order_id": event.order_id, "reason": event.reason}
    _have_sent(services.notify_of_order_refunded(amount=event.amount, now=clock.now(), **about))


@subscriber(RefundSucceeded, RefundSettled, name="notifications.refund_sent")
def on_refund_sent(event: RefundSucceeded | RefundSettled, recorded: Recorded) -> None:
    _have_sent(services.notify_of_refund_sent(refund_id=event.refund_id, now=clock.now()))


@subscriber(RefundFailed, name="notifications.refund_failed")
def on_refund_failed(event: RefundFailed, recorded: Recorded) -> None:
    _have_sent(services.notify_of_refund_failed(refund_id=event.refund_id, now=clock.now()))


@subscriber(DisputeOpened, name="notifications.dispute_opened")
def on_dispute_opened(event: DisputeOpened, recorded: Recorded) -> None:
    _have_sent(services.notify_of_dispute(dispute_id=event.dispute_id, now=clock.now()))


@subscriber(DisputeDue, name="notifications.dispute_due")
def on_dispute_due(event: DisputeDue, recorded: Recorded) -> None:
    sent = services.notify_of_dispute(dispute_id=event.dispute_id, due=event.respond_by, is_last=event.is_last, now=clock.now())
    _have_sent(sent)


@subscriber(ProviderSkipped, name="notifications.provider_skipped")
def on_provider_skipped(event: ProviderSkipped, recorded: Recorded) -> None:
    _have_sent(services.notify_of_provider_skipped(provider=event.provider, state=event.state, since=event.since, now=clock.now()))


@subscriber(AlertFired, name="notifications.alert_fired")
def on_alert_fired(event: AlertFired, recorded: Recorded) -> None:
    _have_sent(services.notify_of_alert(firing_id=event.firing_id, now=clock.now()))


@subscriber(CampaignMailsDue, name="notifications.campaign_mails", queue=BULK)
def on_campaign_mails_due(event: CampaignMailsDue, recorded: Recorded) -> None:
    ids = services.notify_of_campaign(campaign_id=event.campaign_id, customer_ids=event.customer_ids, now=clock.now())
    if ids:  # mails about orders do not wait for thousands of these
        send_messages.apply_async(kwargs={"message_ids": ids}, queue=BULK)


def _have_sent(message_ids: Sequence[str]) -> None:
    if message_ids:
        send_messages.apply_async(kwargs={"message_ids": message_ids})
