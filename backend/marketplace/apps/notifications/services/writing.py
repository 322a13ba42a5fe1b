"""Writing messages. Each ``notify_of_`` returns the ids of the messages that it wrote; the caller has them sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.types import Contact
from marketplace.apps.analytics import queries as analytics_queries
from marketplace.apps.analytics.types import CampaignState, CampaignView
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.credit import queries as credit_queries
from marketplace.apps.credit.types import PurchaseView
from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.messaging import queries as messaging_queries
from marketplace.apps.messaging.types import Side
from marketplace.apps.notifications.domain import texts
from marketplace.apps.notifications.domain.limits import CAMPAIGN
from marketplace.apps.notifications.models import Message
from marketplace.apps.notifications.queries import who_does_without
from marketplace.apps.notifications.types import MailKind
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import Order, ReversalCause
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import DisputeState, ProviderState, RefundState, RefundView
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.payouts.types import PayoutState
from marketplace.apps.returns import queries as return_queries
from marketplace.apps.returns.types import ExchangeState, ReturnState
from marketplace.apps.staff import queries as staff_queries
from marketplace.apps.staff.types import ROLES
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import mail, rows, tenancy
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money

EDITING = ("owner", "manager")
FULFILLING = ("owner", "manager", "fulfilment")
SEE_MONEY = ("owner", "manager", "accountant")
HANDLES_MONEY = ("admin", "finance")
# What may be muted, by template.
_KINDS = {
    "new_order": MailKind.NEW_ORDERS,
    "return_requested": MailKind.RETURNS,
    "product_taken_down": MailKind.PRODUCTS,
    "product_reinstated": MailKind.PRODUCTS,
    "refunded_by_staff": MailKind.REFUNDS,
    "customer_wrote": MailKind.MESSAGES,
}


def notify_of_orders_confirmed(refs: Iterable[tuple[str, str]], *, now: datetime) -> list[str]:
    """Of orders, each named by its owner and its id. To the customers: what was bought. To the vendors: that there is something to do."""
    orders = order_queries.orders_by_ref(refs)
    mails = [_for_customer(f"order_confirmed:{order.id}", order, "order_confirmed", texts.confirmed(order), now=now) for order in orders]
    for part in order_queries.vendor_orders_by_ref((part.vendor_id, part.vendor_order_id) for order in orders for part in order.parts):
        values = texts.new_order(part)
        mails += _for_vendor(f"new_order:{part.id}", part.vendor_id, "new_order", values, now=now, order_id=part.order_id)
    return _store(mails)


def notify_of_shipment_sent(*, vendor_id: str, vendor_order_id: str, shipment_id: str, now: datetime) -> list[str]:
    """To the customer: a parcel is on its way."""
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    order = order_queries.get_order(part.order_owner, part.order_id)
    shipment = next(item for item in part.shipments if item.id == shipment_id)
    values = texts.sent(order, part, shipment, vendor=vendor_queries.get_vendor(vendor_id).name)
    return _store([_for_customer(f"shipment_sent:{shipment_id}", order, "shipment_sent", values, now=now)])


def notify_of_lines_canceled(*, vendor_id: str, vendor_order_id: str, reversal_id: str, now: datetime) -> list[str]:
    """
    To the customer: what will not come and what is refunded. To the vendor, unless it did it itself or sent it already: what not to send.
    """
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    order = order_queries.get_order(part.order_owner, part.order_id)
    reversal = next(item for item in part.reversals if item.id == reversal_id)
    values = texts.canceled(order, part, reversal, vendor=vendor_queries.get_vendor(vendor_id).name)
    mails = [_for_customer(f"lines_canceled:{reversal_id}", order, "lines_canceled", values, now=now)]
    if reversal.by != "vendor" and reversal.cause is ReversalCause.CANCELLATION:
        for_vendor = texts.canceled_for_vendor(part, reversal)
        mails += _for_vendor(f"do_not_send:{reversal_id}", vendor_id, "do_not_send", for_vendor, now=now, order_id=part.order_id)
    return _store(mails)


def notify_of_sale_refunded(*, vendor_id: str, vendor_order_id: str, reversal_id: str, now: datetime) -> list[str]:
    """To the customer: what is refunded of a vendor's part, and why. To the vendor's people who see money, if staff decided on it."""
    part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    order = order_queries.get_order(part.order_owner, part.order_id)
    reversal = next(item for item in part.reversals if item.id == reversal_id)
    values = texts.sale_refunded(order, part, reversal, vendor=vendor_queries.get_vendor(vendor_id).name)
    mails = [_for_customer(f"sale_refunded:{reversal_id}", order, "sale_refunded", values, now=now)]
    if reversal.by == "staff":
        occasion, for_vendor = f"refunded_by_staff:{reversal_id}", texts.refunded_by_staff(part, reversal)
        mails += _for_vendor(occasion, vendor_id, "refunded_by_staff", for_vendor, now=now, roles=SEE_MONEY, order_id=part.order_id)
    return _store(mails)


def notify_of_moderation(*, vendor_id: str, product_id: str, is_taken_down: bool, event_id: str, now: datetime) -> list[str]:
    """To the vendor's people who edit products: staff took one out of the shop, and why, or lets it in again; nothing if that changed."""
    product = catalog_queries.find_product(vendor_id, product_id)
    if product is None or (product.taken_down is not None) != is_taken_down:
        return []
    template = "product_taken_down" if is_taken_down else "product_reinstated"
    values = texts.moderated(product)
    return _store(_for_vendor(f"{template}:{event_id}", vendor_id, template, values, now=now, roles=EDITING))


def notify_of_payout_failed(*, payout_id: str, now: datetime) -> list[str]:
    """To the vendor's people who see money: a payout has failed, once for each attempt. Nothing if it is on its way again by now."""
    payout = payout_queries.get_payout(payout_id)
    if payout.state != PayoutState.FAILED:
        return []
    occasion, values = f"payout_failed:{payout.id}:{payout.attempts}", texts.payout_failed(payout)
    return _store(_for_vendor(occasion, payout.vendor_id, "payout_failed", values, now=now, roles=SEE_MONEY))


def notify_of_debt_exceeded(*, warning_id: str, now: datetime) -> list[str]:
    """To the vendor's people who see money, and to staff who handle it: the vendor owes so much that nothing is paid to it."""
    warning = payout_queries.get_debt_warning(warning_id)
    vendor = vendor_queries.get_vendor(warning.vendor_id)
    occasion, values = f"debt_exceeded:{warning.id}", texts.debt_exceeded(vendor.name, warning.debt, warning.limit)
    mails = list(_for_vendor(occasion, vendor.id, "debt_exceeded", values, now=now, roles=SEE_MONEY))
    for_staff = texts.debt_exceeded(vendor.name, warning.debt, warning.limit, vendor_id=vendor.id)
    return _store([*mails, *_for_staff(occasion, "vendor_in_debt", for_staff, now=now)])


def notify_of_return(*, return_id: str, state: ReturnState, now: datetime) -> list[str]:
    """
    To the customer: that the return is requested, approved (and how to send it), refused (and why) or expired. To the vendor: that there is
    one to decide on, or that one is coming. Of its refund the mail about the money says more.
    """
    if state not in (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.REFUSED, ReturnState.EXPIRED):
        return []
    found = return_queries.get_return(return_id)
    order = order_queries.get_any_order(found.order_id)
    vendor = vendor_queries.get_vendor(found.vendor_id)
    occasion = f"return_{state}:{return_id}"
    mails = [_for_customer(occasion, order, "return_update", texts.return_update(order, found, state, vendor=vendor.name), now=now)]
    if state is ReturnState.REQUESTED or (state is ReturnState.APPROVED and found.is_granted_by_law):
        mails += _for_vendor(occasion, found.vendor_id, "return_requested", texts.return_requested(found), now=now, order_id=order.id)
    return _store(mails)


def notify_of_message(*, message_id: str, order_owner: str, order_id: str, now: datetime) -> list[str]:
    """
    To the vendor's people who fulfil, or to the customer: the other side has written about an order. The text is in the mail, an address
    of the writer is not. Nothing of a message that was erased meanwhile.
    """
    message = next(iter(messaging_queries.messages_by_id([message_id])), None)
    order = order_queries.find_order(order_owner, order_id)
    part = next((part for part in order.parts if message and part.vendor_order_id == message.vendor_order_id), None) if order else None
    if message is None or order is None or part is None:
        return []
    occasion = f"message_sent:{message.id}"
    if message.sender is Side.VENDOR:
        return _store([_for_customer(occasion, order, "vendor_wrote", texts.vendor_wrote(order, message.text, part.vendor_name), now=now)])
    vendor_order = order_queries.get_vendor_order(part.vendor_id, part.vendor_order_id)
    values = texts.customer_wrote(vendor_order, message.text)
    return _store(_for_vendor(occasion, part.vendor_id, "customer_wrote", values, now=now, order_id=order.id))


def notify_of_exchange_due(*, return_id: str, now: datetime) -> list[str]:
    """To the customer: what is wanted instead of a return is to be ordered, and until when that can be done."""
    found = return_queries.get_return(return_id)
    if found.exchange is None or found.exchange.state is not ExchangeState.DUE:
        return []
    order = order_queries.get_any_order(found.order_id)
    return _store([_for_customer(f"exchange_due:{return_id}", order, "exchange_due", texts.exchange_due(order, found), now=now)])


def notify_of_exchange_ended(*, return_id: str, now: datetime) -> list[str]:
    """To the customer: what was wanted instead of a return cannot be had any more, and the refund stays store credit."""
    found = return_queries.get_return(return_id)
    if found.exchange is None or found.exchange.state is not ExchangeState.ENDED:
        return []
    order = order_queries.get_any_order(found.order_id)
    return _store([_for_customer(f"exchange_ended:{return_id}", order, "exchange_ended", texts.exchange_ended(order, found), now=now)])


def notify_of_invoice(*, invoice_id: str, now: datetime) -> list[str]:
    """To the customer: there is an invoice of a vendor, or a credit note. Of commission no customer hears."""
    invoice = invoice_queries.get_invoice(invoice_id)
    if not invoice.order_id:
        return []
    order = order_queries.get_any_order(invoice.order_id)
    values = texts.invoice_issued(order, invoice)
    return _store([_for_customer(f"invoice_issued:{invoice_id}", order, "invoice_issued", values, now=now)])


def notify_of_order_refunded(*, owner: str, order_id: str, amount: Money, reason: str, now: datetime) -> list[str]:
    """To the customer: what was paid for an order that cannot be had goes back, and why."""
    order = order_queries.get_order(owner, order_id)
    values = texts.order_refunded(order, amount, reason=reason)
    return _store([_for_customer(f"order_refunded:{order_id}", order, "order_refunded", values, now=now)])


def notify_of_refund_sent(*, refund_id: str, now: datetime) -> list[str]:
    """To the customer: money is back, now that it is."""
    refund = payment_queries.get_refund(refund_id)
    if (purchase := credit_queries.find_purchase(refund.order_id)) is not None:
        return _store([_gift_card_refunded(purchase, refund, now=now)] if purchase.customer_id else [])
    order = order_queries.get_any_order(refund.order_id)
    values = texts.refund_sent(order, refund.amount, is_settled=refund.state == RefundState.SETTLED)
    return _store([_for_customer(f"refund_sent:{refund_id}", order, "refund_sent", values, now=now)])


def notify_of_refund_failed(*, refund_id: str, now: datetime) -> list[str]:
    """To staff who handle money: a customer is owed what the provider did not refund."""
    refund = payment_queries.get_refund(refund_id)
    if refund.origin == "provider":
        return []
    values = texts.refund_failed(*_number_of(refund.order_id), refund)
    return _store(_for_staff(f"refund_failed:{refund_id}", "refund_failed", values, now=now, order_id=refund.order_id))


def notify_of_dispute(*, dispute_id: str, now: datetime, due: datetime | None = None, is_last: bool = False) -> list[str]:
    """To staff who handle money: a dispute is new, or is ``due`` and still open. Once for each deadline, and once as ``is_last``."""
    dispute = payment_queries.get_dispute(dispute_id)
    if due and dispute.state != DisputeState.OPEN:
        return []
    occasion = f"dispute_due:{dispute_id}:{due:%Y%m%d}{':last' if is_last else ''}" if due else f"dispute_opened:{dispute_id}"
    values = texts.disputed(*_number_of(dispute.order_id), dispute, is_due=due is not None)
    return _store(_for_staff(occasion, "disputed", values, now=now, order_id=dispute.order_id))


def notify_of_provider_skipped(*, provider: str, state: ProviderState, since: datetime, now: datetime) -> list[str]:
    """To staff who handle money: a payment provider's methods are not offered, and why. Once for each time."""
    occasion, values = f"provider_skipped:{provider}:{since:%Y%m%dT%H%M%S}", texts.provider_skipped(provider, state, since)
    return _store(_for_staff(occasion, "provider_skipped", values, now=now))


def notify_of_alert(*, firing_id: str, now: datetime) -> list[str]:
    """
    To the member of staff who made the rule: it fired. Nothing if the rule is gone by now, or the member's access, or, where the mail has
    an amount in it, the role that sees money.
    """
    found = analytics_queries.find_firing(firing_id)
    if found is None:
        return []
    rule, firing = found
    roles = HANDLES_MONEY if rule.currency else ROLES
    people = [member for member in staff_queries.members_with_role(*roles) if member.id == rule.created_by]
    values, occasion = texts.alert_fired(rule, firing), f"alert_fired:{firing_id}"
    return _store([_message(occasion, one.email, one.language, "alert_fired", values, name=one.name, now=now) for one in people])


def notify_of_campaign(*, campaign_id: str, customer_ids: Sequence[str], now: datetime) -> list[str]:
    """To these customers, as far as they agree to marketing by now: the operator's text, and the way to get no more. Once to each."""
    campaign = analytics_queries.get_campaign(campaign_id)
    if campaign.state == CampaignState.CANCELED:
        return []
    contacts = analytics_queries.recipients_of(list(customer_ids))
    occasion = f"{CAMPAIGN}{campaign_id}"
    return _store([_campaign_mail(occasion, campaign, contact, now=now) for contact in contacts])


def _number_of(order_id: str) -> tuple[str, bool]:
    """By which staff find what was paid: an order's number, or the id of a bought gift card; and whether it is the latter."""
    purchase = credit_queries.find_purchase(order_id)
    return (order_queries.get_any_order(order_id).number, False) if purchase is None else (purchase.id, True)


def _gift_card_refunded(purchase: PurchaseView, refund: RefundView, *, now: datetime) -> Message:
    buyer = account_queries.get_customer(purchase.customer_id)
    values = texts.gift_card_refunded(purchase, refund.amount)
    return _message(f"refund_sent:{refund.id}", buyer.email, buyer.language, "gift_card_refunded", values, now=now, name=buyer.name)


def _for_customer(occasion: str, order: Order, template: str, values: texts.ValuesIn, *, now: datetime) -> Message:
    about = {"name": order.recipient, "order_id": order.id}
    return _message(occasion, order.email, order.language, template, values, now=now, **about)


def _for_vendor(
    occasion: str,
    vendor_id: str,
    template: str,
    values: texts.ValuesIn,
    *,
    now: datetime,
    roles: Sequence[str] = FULFILLING,
    order_id: str = "",
) -> Iterator[Message]:
    contacts = account_queries.vendor_contacts(vendor_id, *roles)
    kind = _KINDS.get(template)
    left_out = who_does_without(kind, (contact.id for contact in contacts)) if kind else set()
    for contact in contacts:
        if contact.id in left_out:
            continue
        about = {"name": contact.name, "order_id": order_id}
        yield _message(occasion, contact.email, contact.language, template, values, now=now, **about)


def _for_staff(occasion: str, template: str, values: texts.ValuesIn, *, now: datetime, order_id: str = "") -> Iterator[Message]:
    """To those who handle money."""
    for member in staff_queries.members_with_role(*HANDLES_MONEY):
        about = {"name": member.name, "order_id": order_id}
        yield _message(occasion, member.email, member.language, template, values, now=now, **about)


def _message(
    occasion: str,
    recipient: str,
    reader_language: str,
    template: str,
    values: texts.ValuesIn,
    *,
    name: str,
    order_id: str = "",
    now: datetime,
) -> Message:
    language = mail.language_for(reader_language)
    text = mail.render(f"notifications/{template}", language=language, context={**values(language), "name": name})
    return Message(
        id=new_id("msg", at=now),
        occasion=occasion,
        recipient=recipient,
        order_id=order_id,
        language=text.language,
        subject=text.subject,
        body=text.body,
        created_at=now,
        due_at=now,
    )


def _campaign_mail(occasion: str, campaign: CampaignView, contact: Contact, *, now: datetime) -> Message:
    """In the reader's language, where the operator has written in it; the sentence about the link is in that language, too."""
    language = contact.language if contact.language in campaign.texts else tenancy.current().default_language
    values = texts.campaign(campaign.texts[language], contact.id)
    return _message(occasion, contact.email, language, "campaign", values, name=contact.name, now=now)


def _store(messages: Iterable[Message]) -> list[str]:
    """Keep those that are new. Returns their ids, and not those of messages that an earlier delivery of the event has made."""
    wanted = [message for message in messages if message.recipient]  # of an order whose customer is erased there is nobody to write to
    return [message.id for message in rows.insert_all(wanted, unless_there=True)]
