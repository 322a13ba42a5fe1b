"""
Text in CSV files that no spreadsheet takes for a formula (OWASP, "CSV Injection").

Others write the titles and names in a file that another person opens in Excel: there ``=HYPERLINK(...)`` would run. An apostrophe in front
makes it text. Excel of many countries parts cells at ``;`` whatever the file says, others at tabs and line breaks, so what follows
one of these is taken for the beginning of a cell, too.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # with the full-width forms, which some editions of Excel take for the narrow ones
# The blanks between a beginning and its sign are none of the beginnings, so that each is looked at once: linear in the text.
_BLANKS = " '\u00a0\u3000"
_FORMULA = re.compile(rf"(^|[;\t\r\n])(?=[{_BLANKS}]*[{_SIGNS}])")
_QUOTED = re.compile(rf"(^|[;\t\r\n])'(?=[{_BLANKS}]*[{_SIGNS}])")


def as_text(cell: str) -> str:
    """The cell as a spreadsheet shows it and runs nothing. One that has the apostrophe already gets another."""
    return _FORMULA.sub(r"\1'", cell)


def as_meant(cell: str) -> str:
    """What ``as_text`` was given."""
    return _QUOTED.sub(r"\1", cell)
