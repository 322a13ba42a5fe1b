"""An invoice or a credit note as PDF. The same paper gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain import hybrid
from marketplace.apps.invoices.domain.labels import labels, line_title
from marketplace.apps.invoices.domain.saudi_qr import has_saudi_qr, qr_text
from marketplace.apps.invoices.domain.structured import as_cii, has_structured_form
from marketplace.apps.invoices.types import CREDITS, OF_COMMISSION, InvoiceKind, IssuedInvoice, Party
from marketplace.foundation.printing import LINE, SOFT, WIDTH, Sheet, amount_text
from marketplace.foundation.texts import day
from marketplace.kit.money import Money

_COLUMNS = (("item", 66), ("quantity", 18), ("rate", 24), ("net", 24), ("vat", 20), ("gross", 26))
_NUMBERS = ("quantity", "rate", "net", "vat", "gross")


def as_pdf(invoice: IssuedInvoice) -> bytes:
    """In the customer's language; amounts in the currency's own digits. With the structured form inside, where EN 16931 can say it."""
    sheet = _InvoiceSheet(invoice)
    sheet.add_page()
    sheet.draw_head()
    sheet.draw_lines()
    sheet.draw_taxes()
    sheet.draw_notes()
    if has_saudi_qr(invoice):
        sheet.draw_qr(qr_text(invoice))
    if sheet.is_hybrid:
        title = f"{sheet.words[invoice.content.kind]} {invoice.number}"
        hybrid.attach(sheet, as_cii(invoice), title=title, author=invoice.content.seller.name, made_at=invoice.issued_at)
    return bytes(sheet.output())


class _InvoiceSheet(Sheet):
    def __init__(self, invoice: IssuedInvoice) -> None:
        self.invoice, self.content = invoice, invoice.content
        self.words = labels(invoice.content.language)
        self.is_hybrid = has_structured_form(invoice.content)
        super().__init__(
            language=invoice.content.language,
            title=f"{self.words[invoice.content.kind]} {invoice.number}",
            author=invoice.content.seller.name,
            footer_text=f"{invoice.content.seller.name} · {invoice.number}",
            made_at=invoice.issued_at,
            standard=hybrid.STANDARD if self.is_hybrid else None,
        )

    def draw_head(self) -> None:
        content, words = self.content, self.words
        self.pen("B", 20)
        self.row([(words[content.kind], WIDTH, "start")], height=11)
        self.ln(2)
        corrected = f"{content.corrects}, {self._day(content.corrects_issued_at)}" if content.corrects_issued_at else ""
        facts = {
            "number": self.invoice.number,
            "issued_at": self._day(self.invoice.issued_at),
            "supplied_at": self._day(content.supplied_at) if content.kind is InvoiceKind.INVOICE else "",
            "period": self._period(),
            "corrects": corrected,
            "reason": words.get(f"reason.{content.reason}", ""),
            "order": content.order_number,
        }
        for name, value in facts.items():
            self.fact(words[name], value)
        self.ln(3)
        for name, party in (("seller", content.seller), ("buyer", content.buyer)):
            self._party(words[name], party)
        if content.delivered_to is not None and content.delivered_to != content.buyer.address:
            self._address(words["delivered_to"], [content.delivered_to.name, *_lines_of(content.delivered_to)])
        self.ln(2)

    def draw_lines(self) -> None:
        self._heads()
        for line in self.content.lines:
            if self.will_page_break(2 * LINE):
                self.add_page()
                self._heads()
            self.pen("", 8.5)
            quantity = str(line.quantity) if line.quantity else ""
            amounts = [self._amount(amount) for amount in (line.net, line.tax, line.gross)]
            self._cells(
                [
                    line_title(line, self.words, "" if self.has_letters(line.title) else line.sku),
                    quantity,
                    _percent(line.tax_rate_bp),
                    *amounts,
                ]
            )
            if line.sku:
                self.pen("", 7.5, SOFT)
                self.row([(f"{self.words['sku']} {line.sku}", WIDTH, "start")], height=4)
        self.rule()
        self.pen("B", 11)
        name = self.words["credited" if self.content.kind in CREDITS else "total"]
        self.row([(name, 132, "start"), (f"{self._amount(self.content.total)} {self.content.currency}", 46, "number")], height=8)
        self.ln(3)

    def draw_taxes(self) -> None:
        self.heading(self.words["by_rate"])
        for tax in self.content.taxes:
            cells = [_percent(tax.rate_bp), "", "", *map(self._amount, (tax.base, tax.tax, tax.base + tax.tax))]
            self._cells(cells)
        self.ln(3)

    def draw_notes(self) -> None:
        self.pen("", 8.5, SOFT)
        if self.content.is_reverse_charge:
            self.paragraph(self.words["reverse_charge"])
        if self.content.kind in OF_COMMISSION:
            self.paragraph(self.words["is_settled"])
            return
        if self.content.kind is InvoiceKind.INVOICE:
            self.paragraph(self.words["is_paid"])
        self.paragraph(f"{self.words['issued_by']} {self.content.marketplace}.")

    def _party(self, name: str, party: Party) -> None:
        self._address(name, [party.name, *_lines_of(party.address)])
        self.fact(self.words["registration"], party.registration_number)
        self.fact(self.words["vat_number"], party.vat_number)

    def _address(self, name: str, lines: Sequence[str]) -> None:
        for index, line in enumerate(lines):
            self.fact("" if index else name, line)

    def _heads(self) -> None:
        self.pen("B", 8, SOFT)
        self._cells([self.words[name] for name, _ in _COLUMNS])
        self.rule()

    def _cells(self, texts: Sequence[str]) -> None:
        sides = ["number" if name in _NUMBERS else "start" for name, _ in _COLUMNS]
        self.row([(text, width, side) for text, (_, width), side in zip(texts, _COLUMNS, sides, strict=True)])

    def _amount(self, amount: Money) -> str:
        return amount_text(amount, self.language)

    def _period(self) -> str:
        start, end = self.content.period_start, self.content.supplied_at
        return f"{self._day(start)} – {self._day(end)}" if start is not None else ""

    def _day(self, at: datetime) -> str:
        return day(at, self.language, self.content.timezone)


def _lines_of(address: Address | None) -> Iterator[str]:
    """The lines of an address that are filled, without its name."""
    if address is None:
        return
    town = f"{address.postcode} {address.city}".strip()
    yield from filter(None, (address.company, address.line1, address.line2, address.area, town, address.region, address.country))


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:g} %"
