"""A statement as a workbook: a summary whose total is a formula over the lines, and the lines."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from marketplace.apps.payouts.domain.statement_files.dates import date_form, local, period_text
from marketplace.apps.payouts.domain.statement_files.labels import item_text, labels
from marketplace.apps.payouts.types import STATEMENT_AMOUNTS, Statement
from marketplace.foundation.texts import is_right_to_left
from marketplace.kit.money import digits_of

_WIDTHS = (14, 26, 26, 20, 18, 44, 16)


def as_xlsx(statement: Statement, language: str) -> bytes:
    """Amounts are numbers in the currency's own digits; they can be summed as they are. Times are the region's, which the head says."""
    output = io.BytesIO()
    words = labels(language)
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": statement.period_end})  # so that the same report is the same file
        digits = digits_of(statement.currency)
        number = "#,##0" + ("." + "0" * digits if digits else "")
        formats = {
            "money": book.add_format({"num_format": number}),
            "total": book.add_format({"num_format": number, "bold": True, "top": 1}),
            "bold": book.add_format({"bold": True}),
            "title": book.add_format({"bold": True, "font_size": 16}),
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": f"{date_form(language)} hh:mm", "align": "left"}),
        }
        summary, lines = book.add_worksheet(words["summary"]), book.add_worksheet(words["transactions"])
        for sheet in (summary, lines):
            if is_right_to_left(language):
                sheet.right_to_left()
        _write_lines(lines, statement, words, formats)
        _write_summary(summary, statement, language, words, formats)
    return output.getvalue()


def _write_summary(sheet: Any, statement: Statement, language: str, words: Mapping[str, str], formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 44)
    sheet.write_string(0, 0, words["statement"], formats["title"])
    period = period_text(statement.period_start, statement.period_end, statement.timezone, language)
    facts = [
        (words["payout"], statement.payout_id),
        (words["vendor"], f"{statement.vendor.name} ({statement.vendor.legal_name})"),
        (words["period"], period),
        (words["account"], statement.masked_account),
        (words["state"], words[f"state.{statement.state}"]),
    ]
    for row, (name, value) in enumerate(facts, start=2):
        sheet.write_string(row, 0, name, formats["bold"])
        sheet.write_string(row, 1, value)
    first = 3 + len(facts)
    for row, name in enumerate(STATEMENT_AMOUNTS, start=first):
        sheet.write_string(row, 0, words[name])
        sheet.write_number(row, 1, getattr(statement.amounts, name).decimal(), formats["money"])
    row = first + len(STATEMENT_AMOUNTS)
    sheet.write_string(row, 0, f"{words['paid_out']} ({statement.currency})", formats["bold"])
    sheet.write_formula(row, 1, f"=SUM(B{first + 1}:B{row})", formats["total"], statement.amount.decimal())


def _write_lines(sheet: Any, statement: Statement, words: Mapping[str, str], formats: Mapping[str, Any]) -> None:
    date = f"{words['date']} ({statement.timezone})"
    heads = ("#", date, *(words[name] for name in ("what", "order", "sku", "item", "amount")))
    for column, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, formats["head"])
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(statement.lines, start=1):
        sheet.write_number(row, 0, line.transaction_id)
        sheet.write_datetime(row, 1, local(line.occurred_at, statement.timezone).replace(tzinfo=None), formats["date"])
        for column, text in enumerate((words[f"type.{line.type}"], line.order_number, line.sku, item_text(line, words)), start=2):
            sheet.write_string(row, column, text)  # a cell of type string: no program takes it for a formula
        sheet.write_number(row, 6, line.amount.decimal(), formats["money"])
    last = len(statement.lines) + 1
    sheet.write_string(last, 5, words["paid_out"], formats["bold"])
    sheet.write_formula(last, 6, f"=SUM(G2:G{last})", formats["total"], statement.amount.decimal())
