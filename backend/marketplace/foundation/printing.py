"""Pages of PDF in Latin or Arabic script, from right to left where the language runs so: what every paper of ours is drawn with."""

from __future__ import annotations

import functools
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path

import pymupdf_fonts
import segno
from babel.numbers import format_decimal
from fpdf import FPDF
from fpdf.enums import TextDirection, XPos, YPos
from fpdf.fonts import TTFFont

from marketplace.foundation.texts import is_right_to_left, locale_of
from marketplace.kit.money import Money, digits_of

Cell = tuple  # text, width in mm, side ("start" or "number"), and perhaps a pen: style, size, colour

WIDTH, NAME_WIDTH, LINE = 178, 42, 5.2  # millimetres on A4
INK, SOFT = (28, 32, 44), (104, 112, 128)
BOX = "\N{WHITE VERTICAL RECTANGLE}"  # stands for letters that the font lacks
PRODUCER = "GlobalMarket"
_FONT = "FiraGO"  # Latin, Arabic and more in one family, so that a Dutch name on an Arabic page needs no second one
_STYLES = {"": "figo", "B": "figbo"}
_MARGIN = 16
_RULE = (208, 213, 222)
_QR_WIDTH = 36
_LAST_LATIN = "\u024f"
_VOWEL_MARKS = dict.fromkeys((*range(0x064B, 0x0653), 0x0640, 0x0670))  # Arabic is printed without them, and fpdf would tear words at them
_BOXES = re.compile(f"{BOX}(?:\u200d?{BOX})*")  # parts of one emoji are joined
_REPLACEMENTS = {"Zs": " ", **dict.fromkeys(("Cf", "Mn", "Me", "Sk"), "")}  # by category: blanks, and marks that only change other letters


class Sheet(FPDF):
    """
    A4 pages of rows of cells. The same content gives the same bytes: ``made_at`` is the only time in the file.

    ``standard`` is a form of PDF that the file is to keep (``PDF/A-3U``). ``footer_text`` stands on each page, with its number.
    """

    def __init__(self, *, language: str, title: str, author: str, footer_text: str, made_at: datetime, standard: str | None = None) -> None:
        super().__init__(format="A4", enforce_compliance=standard)
        self.language, self.footer_text = language, footer_text
        self.is_rtl = is_right_to_left(language)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=18)
        self.letters = _add_fonts(self)
        self.set_title(title)
        self.set_author(author)
        self.set_producer(PRODUCER)
        self.set_creator(PRODUCER)
        self.set_lang(language)
        self.set_creation_date(made_at)

    def footer(self) -> None:
        self.set_y(-13)
        self.pen("", 8, SOFT)
        self.row([(self.footer_text, 160, "start"), (f"{self.page_no()} / {{nb}}", 18, "number")], height=LINE)

    def pen(self, style: str, size: float, color: tuple[int, int, int] = INK) -> None:
        self.set_font(_FONT, style, size)
        self.set_text_color(*color)

    def heading(self, text: str) -> None:
        self.pen("B", 12)
        self.row([(text, WIDTH, "start")], height=8)
        self.pen("", 9.5)

    def fact(self, name: str, value: str) -> None:
        """A name and its value on one row; nothing where there is no value."""
        if value:
            self.row([(name, NAME_WIDTH, "start", "", 9.5, SOFT), (value, WIDTH - NAME_WIDTH, "start", "", 9.5, INK)], height=5.6)

    def rule(self) -> None:
        self.set_draw_color(*_RULE)
        self.line(_MARGIN, self.get_y() + 0.6, _MARGIN + WIDTH, self.get_y() + 0.6)
        self.ln(1.6)

    def row(self, cells: Sequence[Cell], *, height: float = LINE) -> None:
        """Cells in reading order: from the right on a page of a language that runs so."""
        for text, width, side, *pen in list(reversed(cells)) if self.is_rtl else cells:
            if pen:
                self.pen(*pen)
            align = "R" if side == "number" or self.is_rtl else "L"
            # Plain Latin text needs no shaping, which would take most of the time of a long paper.
            shown = self.shown(text)
            self.set_text_shaping(max(shown, default="") > _LAST_LATIN, direction=_direction(shown))
            shown = shown if side == "number" else self._fitted(shown, width)
            self.cell(width, height, shown, align=align, new_x=XPos.RIGHT, new_y=YPos.TOP)
        self.ln(height)

    def paragraph(self, text: str, *, height: float = LINE) -> None:
        """Text of several lines, broken between words."""
        for line in self.lines_of(" ".join(text.split()), WIDTH):
            self.row([(line, WIDTH, "start")], height=height)

    def lines_of(self, text: str, width: float) -> list[str]:
        """
        The text in lines that a cell of ``width`` mm has room for with the present pen. Its own line breaks are kept.

        Lines are broken between words; a word that no line has room for is broken where the line ends.
        """
        return [line for own in text.splitlines() for line in self._wrapped(own, width)]

    def _wrapped(self, text: str, width: float) -> Iterator[str]:
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and not self._has_room(longer, width):
                yield line
                longer = word
            line = longer
            while not self._has_room(line, width):
                most = next(end for end in range(1, len(line)) if not self._has_room(line[: end + 1], width))
                yield line[:most]
                line = line[most:]
        if line:
            yield line

    def _has_room(self, text: str, width: float) -> bool:
        return len(text) <= 1 or self.get_string_width(self.shown(text)) <= width - 2

    def draw_qr(self, text: str) -> None:
        """A QR code at the side where lines begin, 36 mm wide with the white border that readers need."""
        modules = list(segno.make_qr(text, error="m").matrix_iter(border=4))
        size = _QR_WIDTH / len(modules)
        if self.will_page_break(_QR_WIDTH):
            self.add_page()
        left, top = (_MARGIN + WIDTH - _QR_WIDTH if self.is_rtl else _MARGIN), self.get_y()
        self.set_fill_color(0, 0, 0)
        for row, line in enumerate(modules):
            for column, is_dark in enumerate(line):
                if is_dark:
                    self.rect(left + column * size, top + row * size, size, size, style="F")
        self.set_y(top + _QR_WIDTH)

    def shown(self, text: str) -> str:
        """The text as it can be printed: a box stands for each run of letters that the font lacks."""
        return _printable(text.translate(_VOWEL_MARKS), self.letters)

    def has_letters(self, text: str) -> bool:
        """Whether anything of the text can be read when it is printed."""
        return bool(self.shown(text).replace(BOX, "").strip())

    def _fitted(self, text: str, width: float) -> str:
        widest = len(text) * self.font_size  # no letter is wider than high
        if widest <= width - 2 or self.get_string_width(text) <= width - 2:
            return text
        while text and self.get_string_width(text + "…") > width - 2:
            text = text[:-1]
        return text.rstrip() + "…"


def amount_text(amount: Money, language: str) -> str:
    """Such as ``1.234,50`` in Dutch; always with Latin digits and all decimals of the currency."""
    digits = digits_of(amount.currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(amount.decimal(), format=pattern, locale=language, numbering_system="latn")


def has_letters_of(language: str) -> bool:
    """Whether the font has the letters of a language: those in which it writes its own name."""
    name = locale_of(language).get_language_name(language) or ""
    return BOX not in _printable(name, _add_fonts(FPDF()))


def _printable(text: str, letters: Set[str]) -> str:
    """With a box for each run of letters that the font does not have (emoji, Chinese): a gap would look as if nothing were meant."""
    if max(text, default="") <= _LAST_LATIN:
        return text
    return _BOXES.sub(
        BOX, "".join(letter if letter in letters else _REPLACEMENTS.get(unicodedata.category(letter), BOX) for letter in text)
    )


def _direction(text: str) -> TextDirection:
    """As the first letter runs, whatever the page does: a Dutch name keeps its apostrophe in front, an amount its sign."""
    first = next((letter for letter in text if unicodedata.bidirectional(letter) in ("L", "R", "AL")), "")
    return TextDirection.RTL if unicodedata.bidirectional(first or "1") in ("R", "AL") else TextDirection.LTR


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
