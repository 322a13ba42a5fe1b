"""A statement as PDF."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marketplace.apps.payouts.domain.statement_files.dates import date_text, period_text
from marketplace.apps.payouts.domain.statement_files.labels import item_text, labels
from marketplace.apps.payouts.types import STATEMENT_AMOUNTS, Statement, StatementLine
from marketplace.foundation.printing import LINE, SOFT, WIDTH, Sheet, amount_text
from marketplace.kit.money import Money

_COLUMNS = (("date", 22), ("what", 40), ("order", 36), ("item", 52), ("amount", 28))


def as_pdf(statement: Statement, language: str) -> bytes:
    """One table of sums, one of lines; amounts in the currency's own digits."""
    sheet = _StatementSheet(statement, language)
    sheet.add_page()
    sheet.draw_head()
    sheet.draw_amounts()
    sheet.draw_lines()
    return bytes(sheet.output())


class _StatementSheet(Sheet):
    def __init__(self, statement: Statement, language: str) -> None:
        self.statement, self.words = statement, labels(language)
        super().__init__(
            language=language,
            title=f"{self.words['statement']} {statement.payout_id}",
            author=statement.marketplace,
            footer_text=f"{statement.marketplace} · {statement.payout_id}",
            made_at=statement.period_end,
        )

    def draw_head(self) -> None:
        statement, words = self.statement, self.words
        self.pen("", 10, SOFT)
        self.row([(statement.marketplace, WIDTH, "start")])
        self.pen("B", 20)
        self.row([(words["statement"], WIDTH, "start")], height=11)
        self.ln(3)
        vendor = statement.vendor
        facts = [
            (words["payout"], statement.payout_id),
            (words["vendor"], vendor.name),
            ("", vendor.legal_name if vendor.legal_name != vendor.name else ""),
            ("", ", ".join(filter(None, _address(statement)))),
            (words["registration"], vendor.registration_number),
            (words["vat_number"], vendor.vat_number),
            (words["period"], period_text(statement.period_start, statement.period_end, statement.timezone, self.language)),
            (words["account"], statement.masked_account),
            (words["reference"], statement.bank_reference),
            (words["state"], words[f"state.{statement.state}"]),
        ]
        for name, value in facts:
            self.fact(name, value)
        self.ln(5)

    def draw_amounts(self) -> None:
        self.heading(self.words["summary"])
        for name in STATEMENT_AMOUNTS:
            amount: Money = getattr(self.statement.amounts, name)
            self.row([(self.words[name], 142, "start"), (amount_text(amount, self.language), 36, "number")], height=6)
        self.rule()
        self.pen("B", 11)
        total = f"{amount_text(self.statement.amount, self.language)} {self.statement.currency}"
        self.row([(self.words["paid_out"], 142, "start"), (total, 36, "number")], height=8)
        self.ln(5)

    def draw_lines(self) -> None:
        self.heading(self.words["transactions"])
        self._heads()
        for line in self.statement.lines:
            if self.will_page_break(LINE):
                self.add_page()
                self._heads()
            self.pen("", 8)
            texts = (
                date_text(line.occurred_at, self.statement.timezone, self.language),
                self.words[f"type.{line.type}"],
                line.order_number,
                self._item(line),
                amount_text(line.amount, self.language),
            )
            self.row(self._cells(texts))
        self.rule()
        self.pen("B", 8.5)
        self.row([(self.words["paid_out"], 150, "start"), (amount_text(self.statement.amount, self.language), 28, "number")], height=6.5)

    def _item(self, line: StatementLine) -> str:
        """The product's title, or its SKU where the font has none of the title's letters."""
        return item_text(line if self.has_letters(line.title) else msgspec.structs.replace(line, title=line.sku), self.words)

    def _heads(self) -> None:
        self.pen("B", 8, SOFT)
        self.row(self._cells([self.words[name] for name, _ in _COLUMNS]))
        self.rule()

    def _cells(self, texts: Sequence[str]) -> list[tuple[str, float, str]]:
        return [(text, width, "number" if name == "amount" else "start") for text, (name, width) in zip(texts, _COLUMNS, strict=True)]


def _address(statement: Statement) -> Sequence[str]:
    address = statement.vendor.address
    if address is None:
        return [statement.vendor.country]
    return [address.line1, address.line2, address.area, f"{address.postcode} {address.city}".strip(), address.region, address.country]
