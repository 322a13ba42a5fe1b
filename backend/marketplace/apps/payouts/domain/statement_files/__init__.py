"""A payout's report as CSV, XLSX and PDF: three forms of one ``Statement``."""

from __future__ import annotations

from collections.abc import Callable

from marketplace.apps.payouts.domain.statement_files.csv_file import as_csv
from marketplace.apps.payouts.domain.statement_files.xlsx_file import as_xlsx
from marketplace.apps.payouts.types import Statement


def _as_pdf(statement: Statement, language: str) -> bytes:
    from marketplace.apps.payouts.domain.statement_files.pdf_file import (
        as_pdf,  # reads fonts: a third of a second that most processes never need
    )

    return as_pdf(statement, language)


# By the ending of the address: the content type, and what makes the file in a language.
FILES: dict[str, tuple[str, Callable[[Statement, str], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "pdf": ("application/pdf", _as_pdf),
}
