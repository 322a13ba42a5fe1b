"""Reading a payout report in each of its forms, with no help of the program that wrote it. Amounts come back in minor units."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

from amounts import DIGITS
from narration import Stopped
from pypdf import PdfReader

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_amounts(content: bytes, currency: str) -> list[int]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [_minor(row["amount"], currency) for row in rows]


def xlsx_amounts(content: bytes, currency: str) -> list[int]:
    """The numbers of the last column of the sheet of lines, without the sum below them."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet2.xml"))
    cells = [cell for cell in sheet.iter(f"{_SHEET}c") if re.fullmatch(r"G\d+", cell.get("r", "")) and cell.get("t") != "s"]
    return [_minor(cell.findtext(f"{_SHEET}v") or "", currency) for cell in cells if cell.find(f"{_SHEET}f") is None]


def xlsx_total(content: bytes, currency: str) -> int:
    """What the sum below the lines says."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet2.xml"))
    totals = [cell for cell in sheet.iter(f"{_SHEET}c") if cell.get("r", "").startswith("G") and cell.find(f"{_SHEET}f") is not None]
    if len(totals) != 1:
        raise Stopped(f"The workbook has {len(totals)} sums under its lines.")
    return _minor(totals[0].findtext(f"{_SHEET}v") or "", currency)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def bank_transfers(content: bytes) -> dict[str, int]:
    """Of an ISO 20022 pain.001: cents by IBAN. :raises Stopped: if its own control sum differs"""
    root = ElementTree.fromstring(content)
    space = root.tag.partition("}")[0] + "}"
    found: dict[str, int] = {}
    for transfer in root.iter(f"{space}CdtTrfTxInf"):
        account = transfer.findtext(f"{space}CdtrAcct/{space}Id/{space}IBAN") or ""
        found[account] = found.get(account, 0) + _minor(transfer.findtext(f"{space}Amt/{space}InstdAmt") or "", "EUR")
    control = _minor(next(root.iter(f"{space}CtrlSum")).text or "", "EUR")
    if control != sum(found.values()):
        raise Stopped(f"The transfer file says {control} cents in sum and holds {sum(found.values())}.")
    return found


def csv_transfers(content: bytes, currency: str) -> dict[str, int]:
    """Minor units by account."""
    found: dict[str, int] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        found[row["account"]] = found.get(row["account"], 0) + _minor(row["amount"], currency)
    return found


def _minor(text: str, currency: str) -> int:
    scaled = Decimal(text).scaleb(DIGITS[currency])
    rounded = scaled.quantize(Decimal(1))
    if abs(scaled - rounded) > Decimal("0.0001"):
        raise Stopped(f"{text} has more digits than {currency}.")
    return int(rounded)
