"""A statement as PDF, in Latin or Arabic script, from right to left where the language runs so."""

from __future__ import annotations

import functools
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import msgspec
import pymupdf_fonts
from babel.numbers import format_decimal
from fpdf import FPDF
from fpdf.enums import TextDirection, XPos, YPos
from fpdf.fonts import TTFFont

from marketplace.apps.payouts.domain.statement_files.dates import date_text, period_text
from marketplace.apps.payouts.domain.statement_files.labels import item_text, labels
from marketplace.apps.payouts.types import STATEMENT_AMOUNTS, Statement, StatementLine
from marketplace.foundation.texts import is_right_to_left, locale_of
from marketplace.kit.money import Money, digits_of

_FONT = "FiraGO"  # Latin, Arabic and more in one family, so that a Dutch name on an Arabic page needs no second one
_STYLES = {"": "figo", "B": "figbo"}
_MARGIN, _WIDTH, _LINE = 16, 178, 5.2  # millimetres on A4
_COLUMNS = (("date", 22), ("what", 40), ("order", 36), ("item", 52), ("amount", 28))
_LAST_LATIN = "\u024f"
_VOWEL_MARKS = dict.fromkeys((*range(0x064B, 0x0653), 0x0640, 0x0670))  # Arabic is printed without them, and fpdf would tear words at them
_BOX = "\N{WHITE VERTICAL RECTANGLE}"
_BOXES = re.compile(f"{_BOX}(?:\u200d?{_BOX})*")  # parts of one emoji are joined
_REPLACEMENTS = {"Zs": " ", **dict.fromkeys(("Cf", "Mn", "Me", "Sk"), "")}  # by category: blanks, and marks that only change other letters
_INK, _SOFT, _RULE = (28, 32, 44), (104, 112, 128), (208, 213, 222)


def as_pdf(statement: Statement, language: str) -> bytes:
    """One table of sums, one of lines; amounts in the currency's own digits."""
    sheet = _Sheet(statement, language)
    sheet.add_page()
    sheet.draw_head()
    sheet.draw_amounts()
    sheet.draw_lines()
    return bytes(sheet.output())


def amount_text(amount: Money, language: str) -> str:
    """Such as ``1.234,50`` in Dutch; always with Latin digits and all decimals of the currency."""
    digits = digits_of(amount.currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(amount.decimal(), format=pattern, locale=language, numbering_system="latn")


def has_letters_of(language: str) -> bool:
    """Whether the font has the letters of a language: those in which it writes its own name."""
    name = locale_of(language).get_language_name(language) or ""
    return _BOX not in _printable(name, _add_fonts(FPDF()))


class _Sheet(FPDF):
    def __init__(self, statement: Statement, language: str) -> None:
        super().__init__(format="A4")
        self.statement, self.language, self.words = statement, language, labels(language)
        self.is_rtl = is_right_to_left(language)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=18)
        self.letters = _add_fonts(self)
        self.set_title(f"{self.words['statement']} {statement.payout_id}")
        self.set_author(statement.marketplace)
        self.set_lang(language)
        self.set_creation_date(statement.period_end)

    def footer(self) -> None:
        self.set_y(-13)
        self._pen("", 8, _SOFT)
        page = f"{self.page_no()} / {{nb}}"
        self._row([(f"{self.statement.marketplace} · {self.statement.payout_id}", 160, "start"), (page, 18, "number")], height=_LINE)

    def draw_head(self) -> None:
        statement, words = self.statement, self.words
        self._pen("", 10, _SOFT)
        self._row([(statement.marketplace, _WIDTH, "start")])
        self._pen("B", 20)
        self._row([(words["statement"], _WIDTH, "start")], height=11)
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
            if value:
                self._row([(name, 42, "start", "", 9.5, _SOFT), (value, _WIDTH - 42, "start", "", 9.5, _INK)], height=5.6)
        self.ln(5)

    def draw_amounts(self) -> None:
        self._title(self.words["summary"])
        for name in STATEMENT_AMOUNTS:
            amount: Money = getattr(self.statement.amounts, name)
            self._row([(self.words[name], 142, "start"), (amount_text(amount, self.language), 36, "number")], height=6)
        self._rule()
        self._pen("B", 11)
        total = f"{amount_text(self.statement.amount, self.language)} {self.statement.currency}"
        self._row([(self.words["paid_out"], 142, "start"), (total, 36, "number")], height=8)
        self.ln(5)

    def draw_lines(self) -> None:
        self._title(self.words["transactions"])
        self._heads()
        for line in self.statement.lines:
            if self.will_page_break(_LINE):
                self.add_page()
                self._heads()
            self._pen("", 8)
            texts = (
                date_text(line.occurred_at, self.statement.timezone, self.language),
                self.words[f"type.{line.type}"],
                line.order_number,
                self._item(line),
                amount_text(line.amount, self.language),
            )
            self._row(self._cells(texts))
        self._rule()
        self._pen("B", 8.5)
        self._row([(self.words["paid_out"], 150, "start"), (amount_text(self.statement.amount, self.language), 28, "number")], height=6.5)

    def _item(self, line: StatementLine) -> str:
        """The product's title, or its SKU where the font has none of the title's letters."""
        has_letters = self._shown(line.title).replace(_BOX, "").strip()
        return item_text(line if has_letters else msgspec.structs.replace(line, title=line.sku), self.words)

    def _heads(self) -> None:
        self._pen("B", 8, _SOFT)
        self._row(self._cells([self.words[name] for name, _ in _COLUMNS]))
        self._rule()

    def _cells(self, texts: Sequence[str]) -> list[tuple[str, float, str]]:
        return [(text, width, "number" if name == "amount" else "start") for text, (name, width) in zip(texts, _COLUMNS, strict=True)]

    def _title(self, text: str) -> None:
        self._pen("B", 12)
        self._row([(text, _WIDTH, "start")], height=8)
        self._pen("", 9.5)

    def _rule(self) -> None:
        self.set_draw_color(*_RULE)
        self.line(_MARGIN, self.get_y() + 0.6, _MARGIN + _WIDTH, self.get_y() + 0.6)
        self.ln(1.6)

    def _row(self, cells: Sequence[tuple], *, height: float = _LINE) -> None:
        """Cells in reading order: from the right on a page of a language that runs so."""
        for text, width, side, *pen in list(reversed(cells)) if self.is_rtl else cells:
            if pen:
                self._pen(*pen)
            align = "R" if side == "number" or self.is_rtl else "L"
            # Plain Latin text needs no shaping, which would take most of the time of a long statement.
            shown = self._shown(text)
            self.set_text_shaping(max(shown, default="") > _LAST_LATIN, direction=_direction(shown))
            shown = shown if side == "number" else self._fitted(shown, width)
            self.cell(width, height, shown, align=align, new_x=XPos.RIGHT, new_y=YPos.TOP)
        self.ln(height)

    def _shown(self, text: str) -> str:
        return _printable(text.translate(_VOWEL_MARKS), self.letters)

    def _fitted(self, text: str, width: float) -> str:
        widest = len(text) * self.font_size  # no letter is wider than high
        if widest <= width - 2 or self.get_string_width(text) <= width - 2:
            return text
        while text and self.get_string_width(text + "…") > width - 2:
            text = text[:-1]
        return text.rstrip() + "…"

    def _pen(self, style: str, size: float, color: tuple[int, int, int] = _INK) -> None:
        self.set_font(_FONT, style, size)
        self.set_text_color(*color)


def _printable(text: str, letters: Set[str]) -> str:
    """With a box for each run of letters that the font does not have (emoji, Chinese): a gap would look as if nothing were meant."""
    if max(text, default="") <= _LAST_LATIN:
        return text
    return _BOXES.sub(
        _BOX, "".join(letter if letter in letters else _REPLACEMENTS.get(unicodedata.category(letter), _BOX) for letter in text)
    )


def _direction(text: str) -> TextDirection:
    """As the first letter runs, whatever the page does: a Dutch name keeps its apostrophe in front, an amount its sign."""
    first = next((letter for letter in text if unicodedata.bidirectional(letter) in ("L", "R", "AL")), "")
    return TextDirection.RTL if unicodedata.bidirectional(first or "1") in ("R", "AL") else TextDirection.LTR


def _address(statement: Statement) -> Sequence[str]:
    address = statement.vendor.address
    if address is None:
        return [statement.vendor.country]
    return [address.line1, address.line2, address.area, f"{address.postcode} {address.city}".strip(), address.region, address.country]


def _add_fonts(sheet: FPDF) -> Set[str]:
    """Returns the letters that every style has."""
    for style, path in _font_files().items():
        sheet.add_font(_FONT, style, path)
    return frozenset.intersection(*(frozenset(map(chr, font.cmap)) for font in sheet.fonts.values() if isinstance(font, TTFFont)))


@functools.cache
def _font_files() -> Mapping[str, Path]:
    """The fonts as files, which is how fpdf wants them: once for each process."""
    folder = Path(tempfile.mkdtemp(prefix="globalmarket-fonts-"))
    files = {}
    for style, name in _STYLES.items():
        files[style] = folder / f"{name}.ttf"
        files[style].write_bytes(pymupdf_fonts.myfont(name))
    return files
