"""
Cells that a spreadsheet would take for a formula. Somebody else may have written the text of a product, and a vendor opens the
export in Excel: there ``=HYPERLINK(...)`` would run. An apostrophe in front makes it text, for every spreadsheet.
"""

from __future__ import annotations

import re

_BEGINS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # with the wide forms, which some editions of Excel take for the narrow ones
_FORMULA = re.compile(rf"'*[{_BEGINS}]")
_QUOTED = re.compile(rf"'+[{_BEGINS}]")


def as_text(cell: str) -> str:
    """The cell as a spreadsheet shows it and runs nothing. One that has the apostrophe already gets another."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_meant(cell: str) -> str:
    """What ``as_text`` was given."""
    return cell[1:] if _QUOTED.match(cell) else cell
