"""What the mails say: values for their texts, from orders, in the reader's language. Pure but for the links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.queries import Order, VendorOrder
from marketplace.apps.orders.types import Cancellation, LineQuantity, Shipment
from marketplace.foundation.mail import web_url
from marketplace.foundation.texts import amount
from marketplace.kit.money import Money

Values = Mapping[str, Any]

ValuesIn = Callable[[str], Values]  # by language: a vendor's people may read different ones


def confirmed(order: Order) -> Values:
    """All parts with their lines, what delivery costs, the total and the VAT in it."""
    quote, language = order.quote, order.language
    lines = {line.line_id: line for line in quote.lines}
    parts = [
        {
            "vendor": part.vendor_name,
            "lines": [_line(lines[line_id], lines[line_id].quantity, language, price=lines[line_id].total) for line_id in part.line_ids],
            "shipping_name": part.shipping_name,
            "shipping": amount(part.shipping, language),
        }
        for part in quote.parts
    ]
    return {
        **_about(order),
        "parts": parts,
        "total": amount(quote.total, language),
        "tax": amount(quote.tax_total, language),
        "is_cash": order.payment_state == "cash_on_delivery",
        "address": _address(order.shipping_address),
    }


def sent(order: Order, part: VendorOrder, shipment: Shipment, *, vendor: str) -> Values:
    """The parcel, who carries it, and whether more is to come from this vendor."""
    return {
        **_about(order),
        "vendor": vendor,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url,
        "lines": _pieces(part, shipment.lines, order.language),
        "is_more_to_come": any(line.unsent for line in part.lines),
    }


def canceled(order: Order, part: VendorOrder, cancellation: Cancellation, *, vendor: str) -> Values:
    """What will not come, why, and what is given back (empty when nothing was paid for it)."""
    refund = cancellation.refund
    return {
        **_about(order),
        "vendor": vendor,
        "lines": _pieces(part, cancellation.lines, order.language),
        "is_by_customer": cancellation.by == "customer",
        "reason": cancellation.reason,
        "refund": amount(refund, order.language) if refund else "",
    }


def new_order(part: VendorOrder) -> ValuesIn:
    """For the vendor: its own part, and nothing of the others'."""

    def values(language: str) -> Values:
        whole = [LineQuantity(line.line_id, line.quantity) for line in part.lines]
        return {
            **_about_part(part),
            "lines": _pieces(part, whole, language),
            "total": amount(part.total, language),
            "shipping_name": part.shipping_name,
            "is_cash": part.is_cash,
            "address": _address(part.shipping_address),
        }

    return values


def canceled_for_vendor(part: VendorOrder, cancellation: Cancellation) -> ValuesIn:
    """For the vendor: what not to send any more."""
    return lambda language: {
        **_about_part(part),
        "lines": _pieces(part, cancellation.lines, language),
        "reason": cancellation.reason,
        "is_all": part.state == "canceled",
    }


def _about(order: Order) -> dict[str, Any]:
    secret = {} if order.customer_id else {"token": order_services.order_token(order.checkout_id)}
    return {
        "number": order.number,
        "name": order.shipping_address.name,
        "url": web_url(f"/orders/{order.id}", **secret),
    }


def _about_part(part: VendorOrder) -> dict[str, Any]:
    return {"number": part.number, "url": web_url(f"/orders/{part.id}", app="vendor")}


def _pieces(part: VendorOrder, pieces: Iterable[LineQuantity], language: str) -> list[dict[str, Any]]:
    lines = {line.line_id: line for line in part.lines}
    return [_line(lines[item.line_id], item.quantity, language) for item in pieces]


def _line(line: Any, quantity: int, language: str, *, price: Money | None = None) -> dict[str, Any]:
    options = f" ({line.option_text})" if line.option_text else ""
    return {
        "quantity": quantity,
        "title": f"{line.title}{options}",
        "sku": line.sku,
        "price": amount(price, language) if price is not None else "",
    }


def _address(address: Address) -> list[str]:
    """The lines of a label."""
    place = f"{address.postcode} {address.city}".strip()
    lines = (address.name, address.company, address.line1, address.line2, address.area, place, address.region, address.landmark)
    return [line for line in (*lines, address.country) if line]
