"""A file as a whole: its encoding, its header, its rows."""

from __future__ import annotations

import io

import pytest

from marketplace.apps.imports.domain.shopify.reading import MAX_PROBLEMS_OF_PRODUCT, MAX_ROWS, FileRefused, ProductFile
from marketplace.apps.imports.tests.factories import COLUMNS, file_of, further, read, row, variant_cells
from marketplace.kit.tests.steps import assert_linear


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_marks_line_ends_and_separators_make_no_difference(mark, line_end, separator):
    body = 'First "line"\nsecond, line; end'

    products, problems = read(mark + file_of(row(body=body), row("second"), line_end=line_end, separator=separator))

    assert [product.handle for product in products] == ["lamp", "second"]
    assert products[0].texts["en"].body_html == body
    assert problems == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_what_excel_calls_unicode_text_is_read(encoding):
    content = f"\ufeff{file_of(row(title='Kopje café كوب'), separator=chr(9)).decode()}".encode(encoding)

    products, problems = read(content)

    assert (products[0].texts["en"].title, problems) == ("Kopje café كوب", [])


def test_the_line_by_which_excel_names_the_separator_is_no_row():
    products, problems = read(b"sep=;\r\n" + file_of(row(), row("bad", price="x"), separator=";"))

    assert [product.handle for product in products] == ["lamp"]
    assert [problem.row for problem in problems] == [3]


def test_columns_may_stand_in_any_order_and_in_any_case():
    products, problems = read(b' VARIANT PRICE ,title,"HANDLE"\r\n9.50,Lamp,lamp\r\n')

    assert (products[0].handle, products[0].texts["en"].title, products[0].variants[0].prices) == ("lamp", "Lamp", {"EUR": 950})
    assert problems == []


def test_rows_are_counted_as_a_spreadsheet_shows_them():
    content = file_of(row(body="one\ntwo\nthree"), row("bad", price="x"))

    assert [problem.row for problem in read(content)[1]] == [3]


def test_bytes_that_are_not_utf8_keep_their_product_out_and_no_other():
    content = file_of(row("good"), row("bad", title="CAFE"), row("last")).replace(b"CAFE", b"Caf\xe9")

    products, problems = read(content)

    assert [product.handle for product in products] == ["good", "last"]
    assert [(problem.row, problem.column, problem.code) for problem in problems] == [(3, "Title", "not_utf8")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"Title,Variant Price\r\na,9\r\n", "missing_column"),
        (b"Handle,Title,Variant Price,Title\r\n", "repeated_column"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b"\r\n\r\n", "empty_file"),
        (b"\n" * 5000 + file_of(row()), "missing_column"),
        (file_of(row()).decode().encode("utf-16-le"), "not_utf8"),
        (file_of(columns=[*COLUMNS, *(f"c{number}" for number in range(5_000))]), "too_many_columns"),
        (b"x" * 2_000_000, "malformed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not_utf8"),
    ],
)
def test_a_file_that_is_no_product_file_is_refused_with_one_sentence(content, code):
    with pytest.raises(FileRefused) as refused:
        ProductFile(io.BytesIO(content))

    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("rest", "column"),
    [
        (b'"lamp,Lamp\r\nwithout an end', "Handle"),
        (b'lamp,Lamp,"<p>Without an end</p>,Acme\r\nvase,Vase,,,\r\n', "Body (HTML)"),
        (b'first,,,,,,,,"', "Option1 Value"),
    ],
)
def test_a_quote_without_an_end_is_reported_where_it_begins_and_keeps_its_product_out(rest, column):
    products, problems = read(file_of(row("whole"), row("first")) + rest)

    assert [product.handle for product in products if product.handle != "first"] == ["whole"]
    assert [(problem.row, problem.column, problem.code) for problem in problems] == [(4, column, "unclosed_quote")]
    assert len(products) == (1 if rest.startswith(b"first") else 2)
    assert all("\x00" not in problem.handle for problem in problems)


def test_a_row_that_cannot_be_read_keeps_the_product_out_that_it_may_belong_to():
    header = file_of()
    endless = b'lamp,Lamp,"' + b"x" * 1_100_000 + b'"\r\n'
    rest = file_of(further("lamp", image="https://cdn.example/1.jpg"), row("last")).removeprefix(header)

    products, problems = read(file_of(row("first"), row("lamp")) + endless + rest)

    assert [product.handle for product in products] == ["first", "last"]
    assert [(problem.row, problem.code) for problem in problems] == [(4, "malformed")]


def test_separators_at_the_ends_of_lines_are_no_columns():
    assert read(b"Handle,Title,Variant Price,,,\r\nlamp,Lamp,9,,,\r\n")[1] == []


def test_a_row_that_ends_early_has_nothing_in_its_last_columns():
    products, problems = read(b"Handle,Title,Variant Price,Tags,Status\r\nlamp,Lamp,9\r\n")

    assert (problems, products[0].tags, products[0].status) == ([], [], "published")


@pytest.mark.parametrize(
    "before", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2, b"\r\n\r\n", b",,,\r\n", b'"",""\r\n', b"\xef\xbb\xbf\r\n", b" \t\n"]
)
def test_what_says_nothing_before_the_header_is_passed_over(before):
    products, problems = read(before + file_of(row(), row("bad", price="x")))

    assert [product.handle for product in products] == ["lamp"]
    assert [problem.row for problem in problems] == [3 + before.count(b"\n")]


def test_a_product_has_so_many_problems_and_no_more():
    rows = [row("lamp", option="Size", value="0", price="x"), *(further("lamp", value=str(number), price="x") for number in range(1, 900))]

    products, problems = read(file_of(*rows))

    assert (products, len(problems)) == ([], MAX_PROBLEMS_OF_PRODUCT)


def test_a_file_has_so_many_rows_and_no_more():
    short = b"Handle,Title,Variant Price\n"

    with pytest.raises(FileRefused) as refused:
        list(ProductFile(io.BytesIO(short + b"a,b,1\n" * (MAX_ROWS + 1))).groups())

    assert refused.value.problem.code == "too_many_rows_in_file"


@pytest.mark.parametrize("wide", ["x\u200b", "\u0301"])
def test_a_product_of_many_rows_and_values_is_read_in_time_in_proportion(wide):
    def content_of(count):
        rows = (further("lamp", value=f"{number}{wide}") | variant_cells() for number in range(1, count))
        return file_of(row("lamp", option="Size", value="0"), *rows)

    assert_linear(read, content_of, length=50)
