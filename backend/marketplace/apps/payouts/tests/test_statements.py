import csv
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import msgspec
import pytest
from pypdf import PdfReader

from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.domain.statement_files.labels import labels
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.queries.statements import StatementDoesNotAddUp
from marketplace.apps.payouts.tests.factories import (
    LATER,
    a_correction,
    a_payable_vendor,
    a_refund,
    a_run,
    a_sale,
    payout_of,
)
from marketplace.apps.payouts.types import STATEMENT_AMOUNT_OF, STATEMENT_AMOUNTS
from marketplace.foundation import tenancy
from marketplace.foundation.printing import amount_text, has_letters_of
from marketplace.kit.money import Money
from marketplace.kit.spreadsheets import as_text

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize(
    ("language", "has_letters"),
    [(code, True) for code in ("en", "nl", "de", "fr", "ar", "el", "uk", "th", "vi")] + [(code, False) for code in ("ja", "zh", "ko")],
)
def test_it_is_known_of_which_languages_the_pdf_has_the_letters(language, has_letters):
    assert has_letters_of(language) is has_letters


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
    return FILES[ending][1](statement_of(payout.as_detail()), language)


def sheet_numbers(content, sheet, column):
    """The numbers of one column of a worksheet, as they are stored."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    cells = [cell for cell in root.iter(f"{SHEET}c") if re.fullmatch(rf"{column}\d+", cell.get("r")) and cell.get("t") != "s"]
    return [Decimal(cell.find(f"{SHEET}v").text) for cell in cells]


def test_the_statement_adds_up_to_the_payout_and_to_the_books(paid):
    payout, _ = paid

    statement = statement_of(payout.as_detail())

    assert sum(line.amount.minor for line in statement.lines) == payout.amount_minor == ledger_sum(payout)
    assert sum(getattr(statement.amounts, name).minor for name in STATEMENT_AMOUNTS) == payout.amount_minor


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
    *amounts, amount = sheet_numbers(content, 1, "B")
    assert sum(amounts) == amount == payout.amount.decimal()


def test_the_pdf_shows_every_amount_and_adds_up(paid):
    payout, language = paid
    statement = statement_of(payout.as_detail())

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file(payout, "pdf", language))).pages)

    number = r"-?[\d.,]+[.,]\d\d\d" if payout.currency == "KWD" else r"-?[\d.,]+[.,]\d\d"
    shown = [found.strip() for found in re.findall(number, text)]
    wanted = (
        [getattr(statement.amounts, name) for name in STATEMENT_AMOUNTS]
        + [line.amount for line in statement.lines]
        + [statement.amount] * 2
    )
    assert sorted(shown) == sorted(amount_text(amount, language) for amount in wanted)


def test_arabic_and_dutch_words_survive_in_the_pdf(paid):
    payout, language = paid

    text = PdfReader(io.BytesIO(file(payout, "pdf", language))).pages[0].extract_text()

    assert labels(language)["statement"] in text or labels(language)["statement"][::-1] in text


def test_all_languages_have_all_words():
    wanted = {f"type.{kind}" for kind in STATEMENT_AMOUNT_OF} | set(STATEMENT_AMOUNTS)

    for language in ("en", "nl", "de", "fr", "ar"):
        assert labels(language).keys() == labels("en").keys() >= wanted


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_a_title_cannot_become_a_formula(title):
    assert as_text(title) == f"'{title}"


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


def test_a_statement_that_does_not_add_up_is_refused(tenant):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = VendorPayout.objects.get(pk=payout_of(a_run(now=LATER), vendor.id).pk)
    payout.amount_minor += 1

    with pytest.raises(StatementDoesNotAddUp):
        statement_of(payout.as_detail())


LATE = datetime(2026, 12, 15, 23, 15, tzinfo=UTC)  # 00:15 of the 16th in Amsterdam


@pytest.fixture
def late(eu):
    """A statement of a sale at 23:15 UTC, with lines as orders would fill them in."""
    with tenancy.scope(eu):
        vendor = a_payable_vendor()
        a_sale(vendor.id, 10_000, fee=0, now=LATE, payable_at=LATE)
        statement = statement_of(payout_of(a_run(now=LATE + timedelta(days=20)), vendor.id).as_detail())
        (line,) = statement.lines

        def with_line(**change):
            return msgspec.structs.replace(statement, lines=[msgspec.structs.replace(line, **change)])

        yield with_line


def pdf_text(statement, language):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(FILES["pdf"][1](statement, language))).pages)


def sheet_cells(content, sheet):
    """The texts of a worksheet by their cells, all of them stored as strings."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ["".join(node.itertext()) for node in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")]
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    cells = root.iter(f"{SHEET}c")
    return {cell.get("r"): shared[int(cell.find(f"{SHEET}v").text)] for cell in cells if cell.get("t") == "s"}


@pytest.mark.parametrize(
    ("language", "day"), [("de", "16.12.2026"), ("nl", "16-12-2026"), ("en", "16/12/2026"), ("fr", "16/12/2026"), ("ar", "16/12/2026")]
)
def test_all_papers_tell_the_same_day_in_the_regions_time_and_the_readers_form(late, language, day):
    statement = late()

    assert day in pdf_text(statement, language)
    assert "Europe/Amsterdam" in pdf_text(statement, language)
    workbook = FILES["xlsx"][1](statement, language)
    assert sheet_cells(workbook, 2)["B1"] == f"{labels(language)['date']} (Europe/Amsterdam)"
    (moment, *_) = sheet_numbers(workbook, 2, "B")
    minutes = round(float(moment) * 24 * 60)
    assert datetime(1899, 12, 30, tzinfo=UTC) + timedelta(minutes=minutes) == datetime(2026, 12, 16, 0, 15, tzinfo=UTC)
    (period,) = [text for text in sheet_cells(workbook, 1).values() if "Europe/Amsterdam" in text]
    assert period.startswith(day)
    row = next(csv.DictReader(io.StringIO(FILES["csv"][1](statement, language).decode("utf-8-sig"))))
    assert row["occurred_at"] == "2026-12-16T00:15:00+01:00"
    assert statement.timezone == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Tasse \N{TEACUP WITHOUT HANDLE} blau", "Tasse \N{WHITE VERTICAL RECTANGLE} blau"),
        ("茶碗", "SKU-1"),
        ("\N{WOMAN}\u200d\N{ROCKET}", "SKU-1"),
        ("", "SKU-1"),
        ("Čaj ☕️ Łódź", "Čaj \N{WHITE VERTICAL RECTANGLE} Łódź"),
    ],
)
def test_what_the_font_cannot_write_is_a_box_or_the_sku(late, title, shown):
    assert shown in pdf_text(late(title=title, sku="SKU-1"), "de")


@pytest.mark.parametrize("sku", ["-40C", "=1+1", "+49", "@home"])
def test_a_workbook_shows_a_sku_as_it_is(late, sku):
    workbook = FILES["xlsx"][1](late(sku=sku), "nl")

    assert sheet_cells(workbook, 2)["E2"] == sku
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet2.xml").split(b"<row")[2]
