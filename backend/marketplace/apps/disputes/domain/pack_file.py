"""The evidence in a dispute as PDF. It is in English: who reads it works for a payment provider or a bank."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.apps.accounts.types import Address
from marketplace.apps.disputes.types import EvidencePack
from marketplace.apps.invoices.types import InvoiceView
from marketplace.apps.messaging.types import Side
from marketplace.apps.orders.types import OrderDetail
from marketplace.foundation.printing import SOFT, WIDTH, Sheet, amount_text
from marketplace.kit.money import Money

LANGUAGE = "en"
MOST_TEXT = 4_000  # characters of one mail or message


def as_pdf(pack: EvidencePack) -> bytes:
    """
    One section each: the dispute, the payment, the order, its delivery, what customer and vendors wrote, its invoices, the mails. Times are
    the region's.
    """
    sheet = _PackSheet(pack)
    sheet.add_page()
    sheet.draw_dispute()
    if pack.order is not None:
        sheet.draw_order(pack.order)
        sheet.draw_delivery(pack.order)
        sheet.draw_conversation(pack.order)
    sheet.draw_invoices()
    sheet.draw_messages()
    return bytes(sheet.output())


class _PackSheet(Sheet):
    def __init__(self, pack: EvidencePack) -> None:
        self.pack, self.zone = pack, ZoneInfo(pack.timezone)
        name = pack.order.number if pack.order else pack.dispute.id
        super().__init__(
            language=LANGUAGE,
            title=f"Evidence {name}",
            author=pack.marketplace,
            footer_text=f"{pack.marketplace} · {name} · {pack.dispute.id}",
            made_at=pack.made_at,
        )

    def draw_dispute(self) -> None:
        dispute = self.pack.dispute
        self.pen("", 10, SOFT)
        self.row([(self.pack.marketplace, WIDTH, "start")])
        self.pen("B", 20)
        self.row([("Evidence in a dispute", WIDTH, "start")], height=11)
        self.ln(2)
        self.fact("Disputed", self._amount(dispute.amount))
        self.fact("Reason given", dispute.reason)
        self.fact("Opened", self._time(dispute.opened_at))
        for capture in self.pack.captures:
            self.fact("Charged", f"{self._amount(capture.amount)}, {self._time(capture.captured_at)}")
            self.fact("Charge", capture.reference)
        if self.pack.note:
            self.ln(2)
            self.heading("Statement")
            for line in self.pack.note.splitlines():
                self.paragraph(line)
        self.ln(3)

    def draw_order(self, order: OrderDetail) -> None:
        self.heading(f"Order {order.number}")
        self.fact("Placed", self._time(order.placed_at))
        self.fact("Paid", self._time(order.paid_at) if order.paid_at else "")
        self.fact("Customer", order.email)
        self.fact("Delivered to", _address(order.shipping_address))
        self.fact("Billed to", _address(order.billing_address))
        self.fact("Customer's note", order.note)
        self.ln(1)
        for line in order.quote.lines:
            self.pen("", 9)
            self.row([(f"{line.quantity} × {line.title}", 142, "start"), (self._amount(line.total), 36, "number")])
        self.rule()
        self.row([("Total with delivery", 142, "start"), (self._amount(order.total), 36, "number")])
        self.row([("Refunded", 142, "start"), (self._amount(order.refunded), 36, "number")])
        self.ln(2)
        for entry in order.timeline:
            self.fact(self._time(entry.at), f"{entry.kind.replace('_', ' ')} {entry.detail}".strip())
        self.ln(3)

    def draw_delivery(self, order: OrderDetail) -> None:
        self.heading("Delivery")
        shipments = [(part, shipment) for part in order.parts for shipment in part.shipments]
        if not shipments:
            self.paragraph("Nothing was sent yet.")
        for part, shipment in shipments:
            self.fact("Sold by", part.vendor_name)
            self.fact("Carrier", shipment.carrier)
            self.fact("Tracking number", shipment.tracking_number)
            self.fact("Tracking page", shipment.tracking_url)
            self.fact("Sent", self._time(shipment.shipped_at))
            self.fact("Delivered", self._time(shipment.delivered_at) if shipment.delivered_at else "")
            self.fact("Not delivered", shipment.failure or "")
            self.rule()
        self.ln(3)

    def draw_conversation(self, order: OrderDetail) -> None:
        if not self.pack.conversation:
            return
        vendors = {part.vendor_order_id: part.vendor_name for part in order.parts}
        self.heading("Written on the marketplace")
        for message in self.pack.conversation:
            vendor = vendors.get(message.vendor_order_id, "The seller")
            writer, reader = ("The customer", vendor) if message.sender is Side.CUSTOMER else (vendor, "the customer")
            self.fact(self._time(message.sent_at), f"{writer} to {reader}")
            self.pen("", 8.5)
            for line in message.text[:MOST_TEXT].splitlines():
                self.paragraph(line, height=4.4)
            self.ln(2)
        self.ln(1)

    def draw_invoices(self) -> None:
        for invoice in self.pack.invoices:
            self.heading(f"{invoice.kind.value.replace('_', ' ').capitalize()} {invoice.number}")
            self._draw_invoice(invoice)
            self.ln(3)

    def _draw_invoice(self, invoice: InvoiceView) -> None:
        self.fact("Issued", self._time(invoice.issued_at))
        self.fact("Seller", invoice.seller_name)
        self.fact("Buyer", invoice.buyer_name)
        self.fact("Corrects", invoice.corrects)
        for line in invoice.lines:
            self.pen("", 9)
            self.row([(f"{line.quantity} × {line.title}", 142, "start"), (self._amount(line.gross), 36, "number")])
        self.rule()
        self.row([("Total", 142, "start"), (self._amount(invoice.total), 36, "number")])
        self.row([("of which VAT", 142, "start"), (self._amount(invoice.tax), 36, "number")])

    def draw_messages(self) -> None:
        for detail in self.pack.messages:
            message = detail.message
            self.heading(f"Mail: {message.subject}")
            self.fact("To", message.recipient)
            self.fact("Sent", self._time(message.sent_at) if message.sent_at else "not yet")
            self.pen("", 8.5)
            for line in detail.body[:MOST_TEXT].splitlines():
                self.paragraph(line, height=4.4)
            self.ln(3)

    def _time(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M %Z}"

    def _amount(self, amount: Money) -> str:
        return f"{amount_text(amount, LANGUAGE)} {amount.currency}"


def _address(address: Address | None) -> str:
    if address is None:
        return ""
    parts = (address.name, address.line1, address.line2, address.area, f"{address.postcode} {address.city}".strip(), address.country)
    return ", ".join(part for part in parts if part)
