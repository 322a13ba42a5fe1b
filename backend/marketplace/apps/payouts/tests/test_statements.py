import csv
import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.statements import FILES, statement_of
from marketplace.apps.payouts.statements.content import StatementDoesNotAddUp
from marketplace.apps.payouts.statements.csv_file import as_cell_text
from marketplace.apps.payouts.statements.labels import labels
from marketplace.apps.payouts.statements.pdf_file import amount_text
from marketplace.apps.payouts.tests.factories import (
    LATER,
    a_correction,
    a_payable_vendor,
    a_refund,
    a_run,
    a_sale,
    payout_of,
)
from marketplace.apps.payouts.types import FIGURE_OF, FIGURES
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(params=[("eu", "NL", "EUR", "nl"), ("mena", "KW", "KWD", "ar")], ids=["euro", "dinar"])
def paid(request, eu, mena):
    """A payout of every kind of row, its currency's digits, and a language."""
    region, country, currency, language = request.param
    with tenancy.scope(mena if region == "mena" else eu):
        vendor = a_payable_vendor(country=country, currency=currency)
        for minor in (33_333, 10_001, 99_999):
            order = a_sale(vendor.id, minor, fee=minor // 7, vat=minor // 33, shipping=495, currency=currency)
        a_refund(vendor.id, 3_333, vendor_order=order, currency=currency)
        a_correction(vendor.id, -17, currency=currency)
        yield payout_of(a_run(currency=currency), vendor.id), language


def ledger_sum(payout):
    account = f"vendor:{payout.vendor_id}"
    rows = FinancialTransaction.objects.exclude(type="payout").filter(vendor_id=payout.vendor_id)
    return sum(row.amount_minor if row.destination == account else -row.amount_minor for row in rows)


def file(payout, ending, language):
    return FILES[ending][1](statement_of(payout), language)


def sheet_numbers(content, sheet, column):
    """The numbers of one column of a worksheet, as they are stored."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    cells = [cell for cell in root.iter(f"{SHEET}c") if re.fullmatch(rf"{column}\d+", cell.get("r")) and cell.get("t") != "s"]
    return [Decimal(cell.find(f"{SHEET}v").text) for cell in cells]


def test_the_statement_adds_up_to_the_payout_and_to_the_books(paid):
    payout, _ = paid

    statement = statement_of(payout)

    assert sum(line.amount.minor for line in statement.lines) == payout.amount_minor == ledger_sum(payout)
    assert sum(getattr(statement.figures, name).minor for name in FIGURES) == payout.amount_minor


def test_the_csv_file_adds_up_to_the_minor_unit(paid):
    payout, language = paid

    rows = list(csv.DictReader(io.StringIO(file(payout, "csv", language).decode("utf-8-sig"))))

    assert sum(Decimal(row["amount"]) for row in rows) == payout.amount.decimal()
    assert {row["currency"] for row in rows} == {payout.currency}
    assert {len(row["amount"].partition(".")[2]) for row in rows} == {3 if payout.currency == "KWD" else 2}


def test_the_workbook_adds_up_to_the_minor_unit(paid):
    payout, language = paid

    content = file(payout, "xlsx", language)

    *lines, total = sheet_numbers(content, 2, "G")
    assert sum(lines) == total == payout.amount.decimal()
    *figures, amount = sheet_numbers(content, 1, "B")
    assert sum(figures) == amount == payout.amount.decimal()


def test_the_pdf_shows_every_amount_and_adds_up(paid):
    payout, language = paid
    statement = statement_of(payout)

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file(payout, "pdf", language))).pages)

    number = r"-?[\d.,]+[.,]\d\d\d" if payout.currency == "KWD" else r"-?[\d.,]+[.,]\d\d"
    shown = [found.strip() for found in re.findall(number, text)]
    wanted = [getattr(statement.figures, name) for name in FIGURES] + [line.amount for line in statement.lines] + [statement.amount] * 2
    assert sorted(shown) == sorted(amount_text(amount, language) for amount in wanted)


def test_arabic_and_dutch_words_survive_in_the_pdf(paid):
    payout, language = paid

    text = PdfReader(io.BytesIO(file(payout, "pdf", language))).pages[0].extract_text()

    assert labels(language)["statement"] in text or labels(language)["statement"][::-1] in text


def test_all_languages_have_all_words():
    wanted = {f"type.{kind}" for kind in FIGURE_OF} | set(FIGURES)

    for language in ("en", "nl", "de", "fr", "ar"):
        assert labels(language).keys() == labels("en").keys() >= wanted


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_a_title_cannot_become_a_formula(title):
    assert as_cell_text(title) == f"'{title}"


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (Money(-123_450, "EUR"), "nl", "-1.234,50"),
        (Money(1_234_567, "KWD"), "ar", "1,234.567"),
        (Money(1_234_567, "KWD"), "fr", "1\u202f234,567"),
        (Money(5, "JPY"), "en", "5"),
    ],
)
def test_amounts_have_their_currencys_digits(amount, language, text):
    assert amount_text(amount, language).replace("\u200e", "") == text


def test_a_statement_that_does_not_add_up_is_not_told(tenant):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = VendorPayout.objects.get(pk=payout_of(a_run(now=LATER), vendor.id).pk)
    payout.amount_minor += 1

    with pytest.raises(StatementDoesNotAddUp):
        statement_of(payout)
