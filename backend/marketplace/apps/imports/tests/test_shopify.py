"""The format, without a database."""

from __future__ import annotations

import io

import pytest

from marketplace.apps.imports.shopify import columns
from marketplace.apps.imports.shopify.reading import FileRefused, ProductFile
from marketplace.apps.imports.shopify.types import (
    ParsedOption,
    ParsedProduct,
    ParsedTexts,
)
from marketplace.apps.imports.tests.factories import COLUMNS, file_of, further, read, row, variant_cells


def one(*rows: dict[str, str], currency: str = "EUR") -> ParsedProduct:
    (product,), problems = read(file_of(*rows), currency=currency)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return product


def told(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in read(file_of(*rows))[1]]


def test_every_column_of_the_format_is_known():
    assert [name for name in COLUMNS if not columns.is_known(name)] == []
    assert len(COLUMNS) == 46


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


def test_variants_and_images_are_joined_by_handle():
    product = one(
        row(option="Colour", value="Red", image="https://x.example/1.jpg", **{"Variant Image": "https://x.example/9.jpg"}),
        further(value="Blue", image="https://x.example/2.jpg", alt="Blue one", position="1") | variant_cells("50", "0"),
        further(image="https://x.example/3.jpg"),
    )

    assert product.options == [ParsedOption(name={"en": "Colour"}, values=[{"en": "Red"}, {"en": "Blue"}])]
    assert [(variant.option_values, variant.prices, variant.quantity) for variant in product.variants] == [
        ([0], {"EUR": 4299}, 5),
        ([1], {"EUR": 5000}, 0),
    ]
    assert [(image.url[-5:], image.alt, image.variants) for image in product.images] == [
        ("1.jpg", {}, []),
        ("2.jpg", {"en": "Blue one"}, []),
        ("3.jpg", {}, []),
        ("9.jpg", {}, [0]),
    ]
    assert product.rows == 3


def test_a_product_with_default_title_has_no_options():
    assert one(row()).options == []


def test_prices_have_the_digits_of_their_currency():
    assert one(row(price="12.345"), currency="KWD").variants[0].prices == {"KWD": 12345}
    assert told(row(price="12.3456")) == [(2, "Variant Price", "invalid_price")]


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("42,99", "EUR", 4299),
        ("42,9", "EUR", 4290),
        ("1.000,50", "EUR", 100050),
        ("1,299.00", "EUR", 129900),
        ("1.234.567,89", "EUR", 123456789),
        ("1,234,567", "EUR", 123456700),
        ("1 299,00", "EUR", 129900),
        ("1\u00a0299,00", "EUR", 129900),
        ("1\u202f299", "EUR", 129900),
        ("1'299.50", "CHF", 129950),
        ("1.000,500", "KWD", 1000500),
        ("1.250", "KWD", 1250),
        ("0,250", "KWD", 250),
        ("\u0661\u0662\u066b\u0665", "KWD", 12500),
        ("19.9900", "EUR", 1999),
        ("1000", "JPY", 1000),
    ],
)
def test_a_price_is_read_as_its_country_writes_it(text, currency, minor):
    assert one(row(price=text), currency=currency).variants[0].prices == {currency: minor}


@pytest.mark.parametrize(("text", "currency"), [("1.000", "EUR"), ("1,299", "EUR"), ("1,250", "KWD"), ("1.000", "JPY")])
def test_a_price_that_is_one_here_and_a_thousand_there_is_refused(text, currency):
    problems = read(file_of(row(price=text)), currency=currency)[1]

    assert [(problem.row, problem.column, problem.code) for problem in problems] == [(2, "Variant Price", "ambiguous_number")]


@pytest.mark.parametrize("text", ["\u20ac 42.99", "42,99 \u20ac", "$5", "EUR 5", "5 kwd"])
def test_a_price_with_a_currency_is_refused_with_a_word_of_its_own(text):
    assert told(row(price=text)) == [(2, "Variant Price", "currency_in_price")]


def test_a_compare_at_price_of_zero_is_none_however_it_is_written():
    for text in ("0", "0.00", "0,00"):
        assert told(row(compare_at=text)) == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row(title="")], (2, "Title", "title_missing")),
        ([row(price="")], (2, "Variant Price", "price_missing")),
        ([row(price="0")], (2, "Variant Price", "price_not_positive")),
        ([row(price="1.000.50")], (2, "Variant Price", "invalid_price")),
        ([row(quantity="1.000")], (2, "Variant Inventory Qty", "ambiguous_number")),
        ([row(title="La\x00mp")], (2, "Title", "not_utf8")),
        ([row(price="NaN")], (2, "Variant Price", "invalid_price")),
        ([row(quantity="many")], (2, "Variant Inventory Qty", "not_a_number")),
        ([row(quantity="1e30")], (2, "Variant Inventory Qty", "out_of_range")),
        ([row(published="perhaps")], (2, "Published", "not_true_or_false")),
        ([row(Status="sold")], (2, "Status", "unknown_status")),
        ([row(policy="maybe")], (2, "Variant Inventory Policy", "unknown_policy")),
        ([row(**{"Variant Grams": "-1"})], (2, "Variant Grams", "negative")),
        ([row(**{"Gift Card": "true"})], (2, "Gift Card", "gift_card")),
        ([row(**{"Option2 Value": "M"})], (2, "Option2 Name", "option_name_missing")),
        ([row(option="Size", value="")], (2, "Option1 Value", "option_value_missing")),
        ([row(option="Size", value="S"), further(value="s", price="9")], (3, "Option1 Value", "duplicate_variant")),
        (
            [row(option="Size", value="S", sku="A"), further(value="M", price="9", sku="a")],
            (3, "Variant SKU", "duplicate_sku"),
        ),
        ([row("", title="No name")], (2, "Handle", "missing_handle")),
        ([row("a"), row("b"), row("a")], (4, "Handle", "repeated_handle")),
    ],
)
def test_a_mistake_is_told_by_row_and_column_and_keeps_its_product_out(rows, problem):
    assert told(*rows) == [problem]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row(compare_at="40")], (2, "Variant Compare At Price", "compare_at_not_higher")),
        ([row(quantity="-2")], (2, "Variant Inventory Qty", "quantity_below_zero")),
        ([row(image="picture.jpg")], (2, "Image Src", "image_left_out")),
        ([row(Colour="red")], (1, "Colour", "unknown_column")),
        ([row(Status="Unlisted")], (2, "Status", "unlisted")),
        ([row(**{"": "lost"}), further(**{"": "again"})], (2, "", "nameless_column")),
    ],
)
def test_what_is_only_worth_knowing_keeps_nothing_out(rows, problem):
    products, problems = read(file_of(*rows))

    assert [(found.row, found.column, found.code) for found in problems] == [problem]
    assert problems[0].severity == "notice"
    assert len(products) == 1


def test_bytes_that_are_not_utf8_keep_their_product_out_and_no_other():
    content = file_of(row("good"), row("bad", title="CAFE"), row("last")).replace(b"CAFE", b"Caf\xe9")

    products, problems = read(content)

    assert [product.handle for product in products] == ["good", "last"]
    assert [(problem.row, problem.column, problem.code) for problem in problems] == [(3, "Title", "not_utf8")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"Handle,Title\r\na,b\r\n", "missing_column"),
        (b"Handle,Title,Variant Price,Title\r\n", "repeated_column"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b"\r\n\r\n", "missing_column"),
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
def test_a_quote_without_an_end_is_told_where_it_begins_and_keeps_its_product_out(rest, column):
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


def test_columns_of_markets_and_metafields_are_kept_with_the_product_and_its_variants():
    own = {"Included / Europe": "true", "Price / Europe": "9.00", "Colour (product.metafields.shopify.color-pattern)": "red; blue"}
    content = file_of(row("lamp", option="Size", value="S", **own), further("lamp", value="M", price="8", **{"Price / Europe": "8.00"}))

    products, problems = read(content)

    assert {(problem.row, problem.code, problem.severity) for problem in problems} == {(1, "unknown_column", "notice")}
    assert products[0].attributes == own
    assert [variant.attributes.get("Price / Europe") for variant in products[0].variants] == [None, "8.00"]


def test_the_newer_names_of_the_columns_are_understood():
    names = {"URL handle": "mug", "Title": "Mug", "Description": "Round", "SKU": "M-1", "Price": "9.50", "Option1 name": "Title"}
    newer = {"Option1 value": "Default Title", "Inventory quantity": "3", "Inventory tracker": "shopify", "Charge tax": "TRUE"}
    policy = {"Continue selling when out of stock": "FALSE", "Published on online store": "TRUE", "Status": "Active"}

    (product,), problems = read(file_of({**names, **newer, **policy}, columns=("Vendor",)))

    assert problems == []
    assert (product.handle, product.status, product.variants[0].sku, product.variants[0].quantity) == ("mug", "published", "M-1", 3)


def test_what_the_shop_has_no_field_for_is_kept():
    google = {"Google Shopping / Gender": "Unisex", "Google Shopping / MPN": "A1", "Metal (product.metafields.x.y)": "Gold"}

    product = one(
        row(option="Size", value="S", **google, **{"Variant Tax Code": "P0000000"}),
        further(value="M", price="9", **{"Google Shopping / MPN": "A2"}),
    )

    assert product.attributes == google
    assert product.variants[0].attributes == {"Variant Weight Unit": "kg", "Variant Tax Code": "P0000000"}
    assert product.variants[1].attributes["Google Shopping / MPN"] == "A2"


def test_other_languages_and_currencies_have_columns_of_their_own():
    product = one(row(**{"Title [nl]": "Lampje", "Body (HTML) [nl]": "Mooi", "Variant Price [SEK]": "9"}, price="5"))

    assert product.texts["nl"] == ParsedTexts(title="Lampje", body_html="Mooi", seo_title=None, seo_description=None)
