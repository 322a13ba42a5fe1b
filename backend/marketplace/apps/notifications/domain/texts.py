"""What the mails say: values for their texts, from orders, in the language of the mail. Pure but for the links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from babel.numbers import format_decimal

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.types import Address
from marketplace.apps.analytics.types import AlertFiringView, AlertRuleView, CampaignText
from marketplace.apps.catalog.types import Product
from marketplace.apps.credit.types import PurchaseView
from marketplace.apps.invoices.types import CREDITS, InvoiceView
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.types import (
    LineQuantity,
    Order,
    Reversal,
    ReversalCause,
    ReversedLine,
    Shipment,
    VendorOrder,
    VendorOrderState,
)
from marketplace.apps.payments.types import DisputeView, ProviderState, RefundView
from marketplace.apps.payouts.types import PayoutDetail
from marketplace.apps.pricing.types import QuotePart, TenderKind
from marketplace.apps.returns.types import ReturnState, ReturnView
from marketplace.foundation import tenancy
from marketplace.foundation.mail import web_url
from marketplace.foundation.texts import amount, day, locale_of, moment
from marketplace.kit.money import Money, total

Values = Mapping[str, Any]
ValuesIn = Callable[[str], Values]  # by the language in which the mail is written


def confirmed(order: Order) -> ValuesIn:
    """
    All parts with their lines, what delivery costs, the total, the VAT in it and what paid it; and the parts that could not be sold any
    more.
    """

    def values(language: str) -> Values:
        quote = order.quote
        lines = {line.line_id: line for line in quote.lines}
        refunds = {part.vendor_id: part.refunded for part in order.parts if part.closed_reason}
        parts = [
            {
                "vendor": part.vendor_name,
                "lines": [_priced_line(lines[line_id], language) for line_id in part.line_ids],
                "shipping_name": part.shipping_name,
                "shipping": amount(part.shipping, language),
                "is_sold": part.vendor_id not in refunds,
                "refund": amount(refunds[part.vendor_id], language) if refunds.get(part.vendor_id) else "",
            }
            for part in quote.parts
        ]
        sold = [part for part in quote.parts if part.vendor_id not in refunds]
        return {
            **_about(order),
            "parts": [part for part in parts if part["is_sold"]],
            "unsold": [part for part in parts if not part["is_sold"]],
            "total": amount(total((part.total for part in sold), quote.currency), language),
            "tax": amount(total((part.tax for part in sold), quote.currency), language),
            "tenders": _tenders(sold, language),
            "charged": amount(total((part.amount_due for part in sold), quote.currency), language),
            "is_cash": order.payment_status == "due_on_delivery",
            "address": _address(order.shipping_address),
        }

    return values


def sent(order: Order, part: VendorOrder, shipment: Shipment, *, vendor: str) -> ValuesIn:
    """The parcel, who carries it, and whether more is to come from this vendor."""
    return lambda language: {
        **_about(order),
        "vendor": vendor,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url,
        "lines": _lines_of(part, shipment.lines),
        "is_more_to_come": any(line.unsent for line in part.lines),
    }


def canceled(order: Order, part: VendorOrder, reversal: Reversal, *, vendor: str) -> ValuesIn:
    """
    What will not come, why, what is refunded (empty when nothing was paid for it), and what is not, since the customer's bank has it.
    """
    refund = reversal.refund
    return lambda language: {
        **_about(order),
        "vendor": vendor,
        "lines": _lines_of(part, reversal.lines),
        "is_by_customer": reversal.by == "customer",
        "is_undelivered": reversal.cause is ReversalCause.FAILED_DELIVERY,
        "reason": reversal.reason,
        "refund": amount(refund, language) if refund else "",
        "withheld": amount(reversal.withheld, language) if reversal.withheld else "",
        "to_pay": amount(part.amount_to_collect, language) if part.amount_to_collect else "",
    }


def sale_refunded(order: Order, part: VendorOrder, reversal: Reversal, *, vendor: str) -> ValuesIn:
    """What is refunded of what was delivered, why, and what is not, since the customer's bank has it."""
    return lambda language: {
        **_about(order),
        "vendor": vendor,
        **_refunded(part, reversal, language),
        "is_returned": reversal.cause is ReversalCause.RETURN,
        "is_cash": part.settles_on_delivery,
        "is_store_credit": reversal.as_store_credit,
        "withheld": amount(reversal.withheld, language) if reversal.withheld else "",
    }


def refunded_by_staff(part: VendorOrder, reversal: Reversal) -> ValuesIn:
    """For the vendor: what the marketplace has refunded of its order."""
    return lambda language: {**_about_part(part), **_refunded(part, reversal, language)}


def invoice_issued(order: Order, invoice: InvoiceView) -> ValuesIn:
    """For a customer: an invoice of a vendor, or a credit note."""
    return lambda language: {
        **_about(order),
        "invoice": invoice.number,
        "vendor": invoice.seller_name,
        "amount": amount(invoice.total, language),
        "is_credit": invoice.kind in CREDITS,
    }


def order_refunded(order: Order, paid: Money, *, reason: str) -> ValuesIn:
    """What was paid for an order that cannot be had; ``reason`` is a code that the text turns into a sentence."""
    return lambda language: {**_about(order), "amount": amount(paid, language), "reason": reason}


def refund_sent(order: Order, refunded: Money, *, is_settled: bool) -> ValuesIn:
    """What is back with the customer; ``is_settled``: by another way than the payment's."""
    return lambda language: {**_about(order), "amount": amount(refunded, language), "is_settled": is_settled}


def gift_card_refunded(purchase: PurchaseView, refunded: Money) -> ValuesIn:
    """For who bought a gift card: it has ended, and what is back."""
    return lambda language: {"recipient": purchase.recipient_email, "amount": amount(refunded, language)}


def refund_failed(number: str, is_gift_card: bool, refund: RefundView) -> ValuesIn:
    """For staff: what a customer is owed, and the provider's code for why."""
    return lambda language: {
        "number": number,
        "amount": amount(refund.amount, language),
        "is_gift_card": is_gift_card,
        "code": refund.failure_code,
        "url": web_url(f"/refunds/{refund.id}", app="admin"),
    }


def disputed(number: str, is_gift_card: bool, dispute: DisputeView, *, is_due: bool) -> ValuesIn:
    """For staff: what the customer's bank took back, why, and until when evidence helps; ``is_due``: it is nearly too late."""
    until = f"{dispute.respond_by:%Y-%m-%d %H:%M} UTC" if dispute.respond_by else ""
    return lambda language: {
        "number": number,
        "amount": amount(dispute.amount, language),
        "reason": dispute.reason,
        "is_gift_card": is_gift_card,
        "respond_by": until,
        "is_due": is_due,
        "url": web_url(f"/disputes/{dispute.id}", app="admin"),
    }


def provider_skipped(provider: str, state: ProviderState, since: datetime) -> ValuesIn:
    """For staff: whose methods are not offered, and whether it is our key."""
    is_key = state == ProviderState.KEY_REFUSED
    return lambda language: {"provider": provider, "is_key": is_key, "since": f"{since:%Y-%m-%d %H:%M} UTC"}


def alert_fired(rule: AlertRuleView, firing: AlertFiringView) -> ValuesIn:
    """For the member of staff who made the rule."""

    def values(language: str) -> Values:
        def written(value: int) -> str:
            return amount(Money(value, rule.currency), language) if rule.currency else format_decimal(value, locale=locale_of(language))

        return {
            "alert": rule.name,
            "hours": rule.window_h,
            "until": moment(firing.until, language, tenancy.current().timezone),
            "value": written(firing.value),
            "threshold": written(firing.threshold),
            "url": web_url(f"/reports/alerts/{rule.id}", app="admin"),
        }

    return values


def campaign(text: CampaignText, customer_id: str) -> ValuesIn:
    """The operator's own words, and the link that takes consent to them back."""
    url = web_url("/unsubscribe", token=account_services.unsubscribe_token(customer_id))
    return lambda language: {"subject": text.subject, "body": text.body, "url": url}


def new_order(part: VendorOrder) -> ValuesIn:
    """For the vendor: its own part, and nothing of the others'."""

    def values(language: str) -> Values:
        whole = [LineQuantity(line.line_id, line.quantity) for line in part.lines]
        return {
            **_about_part(part),
            "lines": _lines_of(part, whole),
            "total": amount(part.total, language),
            "shipping_name": part.shipping_name,
            "is_cash": part.settles_on_delivery,
            "address": _address(part.shipping_address),
        }

    return values


def canceled_for_vendor(part: VendorOrder, reversal: Reversal) -> ValuesIn:
    """For the vendor: what not to send any more."""
    return lambda language: {
        **_about_part(part),
        "lines": _lines_of(part, reversal.lines),
        "reason": reversal.reason,
        "is_all": part.state == VendorOrderState.CANCELED,
        "to_collect": amount(part.amount_to_collect, language) if part.amount_to_collect else "",
    }


def payout_failed(payout: PayoutDetail) -> ValuesIn:
    """For the vendor: how much did not arrive, and where it was sent to."""
    return lambda language: {
        "amount": amount(payout.amount, language),
        "account": payout.masked_account,
        "url": web_url("/payout-account", app="vendor"),
    }


def return_update(order: Order, found: ReturnView, state: ReturnState, *, vendor: str) -> ValuesIn:
    """What is to be returned and how that stands; of a withdrawal also who declared it, and when."""
    zone = tenancy.current().timezone
    return lambda language: {
        **_about(order),
        "vendor": vendor,
        "state": state.value,
        "is_withdrawal": found.is_granted_by_law,
        "declared_by": found.declared_by or order.recipient,
        "declared_at": moment(found.requested_at, language, zone),
        "lines": [{"quantity": line.quantity, "title": line.title} for line in found.lines],
        "instructions": found.instructions,
        "send_until": day(found.send_until, language, zone) if found.send_until else "",
        "reason": found.decision,
        "wants_store_credit": found.as_store_credit,
    }


def exchange_due(order: Order, found: ReturnView) -> ValuesIn:
    """What the customer wants instead of what came back, and until when the difference can be paid."""
    zone = tenancy.current().timezone
    until = found.exchange.until if found.exchange else None
    about = exchange_ended(order, found)
    return lambda language: {**about(language), "until": day(until, language, zone) if until else ""}


def exchange_ended(order: Order, found: ReturnView) -> ValuesIn:
    """What the customer wanted instead of what came back."""
    wanted = [line for line in found.lines if line.exchange_for and line.accepted]
    return lambda language: {
        **_about(order),
        "lines": [{"quantity": line.accepted, "title": line.title, "instead": line.exchange_title} for line in wanted],
    }


def return_requested(found: ReturnView) -> ValuesIn:
    """For the vendor: what the customer wants to return, why, and whether there is anything to decide."""
    return lambda language: {
        "number": found.order_number,
        "url": web_url(f"/returns/{found.id}", app="vendor"),
        "lines": [{"quantity": line.quantity, "title": line.title, "sku": line.sku} for line in found.lines],
        "is_granted": found.is_granted_by_law,
        "reason_code": found.reason.value,
        "reason": found.comment,
    }


def customer_wrote(part: VendorOrder, text: str) -> ValuesIn:
    """For the vendor: what the customer wrote about an order."""
    return lambda language: {**_about_part(part), "text": _quoted(text)}


def vendor_wrote(order: Order, text: str, vendor: str) -> ValuesIn:
    """For the customer: what a vendor wrote about the order."""
    return lambda language: {**_about(order), "text": _quoted(text), "vendor": vendor}


def _quoted(text: str) -> str:
    """Marked in each line, so that nothing that a stranger wrote is taken for the marketplace's own words."""
    return "\n".join(f"> {line}" for line in text.splitlines())


def debt_exceeded(vendor: str, debt: Money, limit: Money, *, vendor_id: str = "") -> ValuesIn:
    """What a vendor owes, and the limit above which it is paid nothing; for staff with ``vendor_id``, for the vendor without."""
    url = web_url(f"/vendors/{vendor_id}", app="admin") if vendor_id else web_url("/balance", app="vendor")
    return lambda language: {"vendor": vendor, "debt": amount(debt, language), "limit": amount(limit, language), "url": url}


def moderated(product: Product) -> ValuesIn:
    """Which product staff took out of the shop or let in again, and the reason of the former."""
    return lambda language: {
        "title": product.text_in(language)[0].title,
        "reason": product.taken_down.reason if product.taken_down else "",
        "url": web_url(f"/products/{product.id}", app="vendor"),
    }


def _about(order: Order) -> dict[str, Any]:
    secret = {} if order.customer_id else {"token": order_services.order_token(order.id)}
    return {
        "number": order.number,
        "url": web_url(f"/orders/{order.id}", **secret),
    }


def _about_part(part: VendorOrder) -> dict[str, Any]:
    return {"number": part.number, "url": web_url(f"/orders/{part.id}", app="vendor")}


def _refunded(part: VendorOrder, reversal: Reversal, language: str) -> dict[str, Any]:
    lines = {line.line_id: line for line in part.lines}
    return {
        "lines": [{**_line(lines[item.line_id], item.quantity), "price": amount(item.price, language)} for item in reversal.lines],
        "shipping": amount(reversal.shipping, language) if reversal.shipping else "",
        "refund": amount(reversal.refund, language) if reversal.refund else "",
        "reason_code": reversal.reason_code.value if reversal.reason_code is not None else "",
        "reason": reversal.reason,
    }


def _tenders(sold: Iterable[QuotePart], language: str) -> list[dict[str, str]]:
    """What gift cards and store credit paid of these parts, by kind and in the order in which they pay."""
    paid: dict[TenderKind, Money] = {}
    for tender in (tender for part in sold for tender in part.tenders):
        paid[tender.kind] = paid.get(tender.kind, Money.zero(tender.amount.currency)) + tender.amount
    return [{"kind": kind.value, "amount": amount(paid[kind], language)} for kind in TenderKind if kind in paid]


def _lines_of(part: VendorOrder, quantities: Iterable[LineQuantity | ReversedLine]) -> list[dict[str, Any]]:
    lines = {line.line_id: line for line in part.lines}
    return [_line(lines[item.line_id], item.quantity) for item in quantities]


def _priced_line(line: Any, language: str) -> dict[str, Any]:
    return {**_line(line, line.quantity), "price": amount(line.total, language)}


def _line(line: Any, quantity: int) -> dict[str, Any]:
    options = f" ({line.option_text})" if line.option_text else ""
    return {"quantity": quantity, "title": f"{line.title}{options}", "sku": line.sku}


def _address(address: Address | None) -> list[str]:
    """The lines of a label; none where nothing is sent."""
    if address is None:
        return []
    place = f"{address.postcode} {address.city}".strip()
    lines = (address.name, address.company, address.line1, address.line2, address.area, place, address.region, address.landmark)
    return [line for line in (*lines, address.country) if line]
