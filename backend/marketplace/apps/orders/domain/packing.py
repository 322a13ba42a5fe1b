"""What a vendor prints to pack parcels: a slip for each order, in its customer's language, and one list to fetch the units by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

import msgspec
from django.utils.translation import pgettext_lazy

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders.types import VendorOrder, VendorOrderLine
from marketplace.foundation.printing import LINE, NAME_WIDTH, SOFT, WIDTH, Sheet
from marketplace.foundation.texts import day, in_language, is_right_to_left

_LABELS = {
    "slip": pgettext_lazy("packing", "Packing slip"),
    "pick_list": pgettext_lazy("packing", "Pick list"),
    "order": pgettext_lazy("packing", "Order"),
    "orders": pgettext_lazy("packing", "Orders"),
    "placed": pgettext_lazy("packing", "Ordered on"),
    "ship_to": pgettext_lazy("packing", "Ship to"),
    "phone": pgettext_lazy("packing", "Telephone"),
    "delivery": pgettext_lazy("packing", "Delivery"),
    "note": pgettext_lazy("packing", "Note"),
    "item": pgettext_lazy("packing", "Item"),
    "sku": pgettext_lazy("packing", "SKU"),
    "units": pgettext_lazy("packing", "Units"),
    "nothing": pgettext_lazy("packing", "Nothing is left to send."),
}
_SLIP = (("item", 108), ("sku", 48), ("units", 22))
_GAP = 1.8  # millimetres between the lines of a table
_PICK = (("sku", 44), ("item", 76), ("units", 18), ("orders", 40))


class Picked(msgspec.Struct, kw_only=True, frozen=True):
    """The units of a variant that are to be fetched, and the orders they are for."""

    sku: str
    title: str
    units: int
    numbers: list[str]


def as_packing_slips(orders: Sequence[VendorOrder], *, vendor_name: str, language: str, timezone: str, now: datetime) -> bytes:
    """
    As PDF, each order on pages of its own. A slip has what is still to be sent, or all that was sold once nothing is.

    ``language`` is that of the file; days are those of ``timezone``.
    """
    sheet = _Slips(vendor_name=vendor_name, language=language, timezone=timezone, made_at=now)
    for order in orders:
        sheet.draw(order)
    return bytes(sheet.output())


def as_pick_list(orders: Sequence[VendorOrder], *, vendor_name: str, language: str, now: datetime) -> bytes:
    """As PDF: a row for each variant of which something is still to be sent, in the order of their SKUs."""
    words = _words(language)
    sheet = Sheet(language=language, title=words["pick_list"], author=vendor_name, footer_text=vendor_name, made_at=now)
    sheet.add_page()
    sheet.pen("B", 20)
    sheet.row([(words["pick_list"], WIDTH, "start")], height=11)
    sheet.pen("", 10, SOFT)
    sheet.row([(vendor_name, WIDTH, "start")], height=8)
    rows = picked_from(orders)
    if not rows:
        sheet.paragraph(words["nothing"])
        return bytes(sheet.output())
    _draw_head(sheet, _PICK, words)
    for row in rows:
        _draw_line(sheet, _PICK, [row.sku, row.title, str(row.units), ", ".join(row.numbers)], words)
    return bytes(sheet.output())


def picked_from(orders: Sequence[VendorOrder]) -> list[Picked]:
    """What is still to be sent of these orders, by variant."""
    found: dict[str, Picked] = {}
    for order in orders:
        for line in order.lines:
            if line.unsent:
                before = found.get(line.variant_id)
                numbers = [*(before.numbers if before else []), order.number]
                units = line.unsent + (before.units if before else 0)
                found[line.variant_id] = Picked(sku=line.sku, title=_title(line), units=units, numbers=numbers)
    return sorted(found.values(), key=lambda picked: (picked.sku, picked.title))


class _Slips(Sheet):
    def __init__(self, *, vendor_name: str, language: str, timezone: str, made_at: datetime) -> None:
        self.vendor_name, self.timezone = vendor_name, timezone
        title = in_language(_LABELS["slip"], language)
        super().__init__(language=language, title=title, author=vendor_name, footer_text="", made_at=made_at)

    def footer(self) -> None:
        """Without a page's number: it would count the pages of other orders."""
        self.set_y(-13)
        self.pen("", 8, SOFT)
        self.row([(self.footer_text, WIDTH, "start")])

    def draw(self, order: VendorOrder) -> None:
        self.add_page()  # ends the page before, whose footer is that of its own order
        words = _words(order.language)
        self.language, self.is_rtl = order.language, is_right_to_left(order.language)
        self.footer_text = f"{self.vendor_name} · {order.number}"
        self.pen("", 10, SOFT)
        self.row([(self.vendor_name, WIDTH, "start")])
        self.pen("B", 20)
        self.row([(words["slip"], WIDTH, "start")], height=11)
        self.ln(2)
        self._draw_facts(order, words)
        self.ln(4)
        _draw_head(self, _SLIP, words)
        for line, units in _units_on_slip(order):
            _draw_line(self, _SLIP, [_title(line), line.sku, str(units)], words)

    def _draw_facts(self, order: VendorOrder, words: Mapping[str, str]) -> None:
        self.fact(words["order"], order.number)
        self.fact(words["placed"], day(order.created_at, order.language, self.timezone))
        self._draw_lines(words["ship_to"], "\n".join(_lines_of(order.shipping_address)))
        if order.shipping_address is not None:
            self.fact(words["phone"], order.shipping_address.phone)
        self.fact(words["delivery"], order.shipping_name)
        self._draw_lines(words["note"], order.note)

    def _draw_lines(self, name: str, text: str) -> None:
        """A fact of as many lines as it takes: an address or a note that is cut would send a parcel wrong."""
        self.pen("", 9.5)
        for place, line in enumerate(self.lines_of(text, WIDTH - NAME_WIDTH)):
            self.fact("" if place else name, line)


def _units_on_slip(order: VendorOrder) -> list[tuple[VendorOrderLine, int]]:
    unsent = [(line, line.unsent) for line in order.lines if line.unsent]
    return unsent or [(line, line.quantity - line.canceled) for line in order.lines if line.quantity > line.canceled]


def _lines_of(address: Address | None) -> Iterator[str]:
    """None once the customer has had it erased."""
    if address is None:
        return
    town = f"{address.postcode} {address.city}".strip()
    street = (address.name, address.company, address.line1, address.line2, address.area, address.landmark)
    yield from filter(None, (*street, town, address.region, address.country))


def _title(line: VendorOrderLine) -> str:
    """The options have a line of their own: they distinguish the variants of a product."""
    return f"{line.title}\n{line.option_text}" if line.option_text else line.title


def _words(language: str) -> Mapping[str, str]:
    return {name: in_language(text, language) for name, text in _LABELS.items()}


def _draw_head(sheet: Sheet, columns: Sequence[tuple[str, int]], words: Mapping[str, str]) -> None:
    sheet.pen("B", 8, SOFT)
    _draw_cells(sheet, columns, [words[name] for name, _ in columns])
    sheet.rule()


def _draw_line(sheet: Sheet, columns: Sequence[tuple[str, int]], texts: Sequence[str], words: Mapping[str, str]) -> None:
    """A line of the table, as high as its longest cell; on another page, under another head, if this one has no room for it."""
    sheet.pen("", 9.5)
    rows = list(zip_longest(*(sheet.lines_of(text, width) for text, (_, width) in zip(texts, columns, strict=True)), fillvalue=""))
    if sheet.will_page_break((len(rows) + 1) * LINE):
        sheet.add_page()
        _draw_head(sheet, columns, words)
        sheet.pen("", 9.5)
    for row in rows:
        _draw_cells(sheet, columns, row)
    sheet.ln(_GAP)


def _draw_cells(sheet: Sheet, columns: Sequence[tuple[str, int]], texts: Sequence[str]) -> None:
    sheet.row([(text, width, "number" if name == "units" else "start") for text, (name, width) in zip(texts, columns, strict=True)])
