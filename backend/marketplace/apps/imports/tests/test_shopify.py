"""A product's cells, without a database."""

from __future__ import annotations

import pytest

from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.types import (
    ParsedOption,
    ParsedTexts,
)
from marketplace.apps.imports.tests.factories import COLUMNS, file_of, further, read, read_one, reported, row, variant_cells


def test_every_column_of_the_format_is_known():
    assert [name for name in COLUMNS if not columns.is_known(name)] == []
    assert len(COLUMNS) == 46


def test_variants_and_images_are_joined_by_handle():
    product = read_one(
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
    assert read_one(row()).options == []


def test_prices_have_the_digits_of_their_currency():
    assert read_one(row(price="12.345"), currency="KWD").variants[0].prices == {"KWD": 12345}
    assert reported(row(price="12.3456")) == [(2, "Variant Price", "invalid_price")]


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
    assert read_one(row(price=text), currency=currency).variants[0].prices == {currency: minor}


@pytest.mark.parametrize(("text", "currency"), [("1.000", "EUR"), ("1,299", "EUR"), ("1,250", "KWD"), ("1.000", "JPY")])
def test_a_price_that_is_one_here_and_a_thousand_there_is_refused(text, currency):
    problems = read(file_of(row(price=text)), currency=currency)[1]

    assert [(problem.row, problem.column, problem.code) for problem in problems] == [(2, "Variant Price", "ambiguous_number")]


@pytest.mark.parametrize("text", ["\u20ac 42.99", "42,99 \u20ac", "$5", "EUR 5", "5 kwd"])
def test_a_price_with_a_currency_is_refused_with_a_word_of_its_own(text):
    assert reported(row(price=text)) == [(2, "Variant Price", "currency_in_price")]


def test_a_compare_at_price_of_zero_is_none_however_it_is_written():
    for text in ("0", "0.00", "0,00"):
        assert reported(row(compare_at=text)) == []


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
        ([row(quantity="1e30")], (2, "Variant Inventory Qty", "not_a_number")),
        ([row(quantity="9" * 12)], (2, "Variant Inventory Qty", "out_of_range")),
        ([row(quantity="2.5")], (2, "Variant Inventory Qty", "not_whole")),
        ([row(quantity="1_0")], (2, "Variant Inventory Qty", "not_a_number")),
        ([row(**{"Variant Grams": "1e999999"})], (2, "Variant Grams", "not_a_number")),
        ([row(**{"Image Position": "1.5"}, image="https://x.example/1.jpg")], (2, "Image Position", "not_whole")),
        ([row(price="1_0")], (2, "Variant Price", "invalid_price")),
        ([row(price="1e999999")], (2, "Variant Price", "invalid_price")),
        ([row(price="1E+3")], (2, "Variant Price", "invalid_price")),
        ([row(compare_at="1_000")], (2, "Variant Compare At Price", "invalid_price")),
        ([row(published="perhaps")], (2, "Published", "not_true_or_false")),
        ([row(Status="sold")], (2, "Status", "unknown_status")),
        ([row(policy="maybe")], (2, "Variant Inventory Policy", "unknown_policy")),
        ([row(**{"Variant Grams": "-1"})], (2, "Variant Grams", "negative")),
        ([row(**{"Gift Card": "true"})], (2, "Gift Card", "gift_card")),
        ([row(**{"Option2 Value": "M"})], (2, "Option2 Name", "option_name_missing")),
        ([row(option="Size", value="")], (2, "Option1 Value", "option_value_missing")),
        ([row(option="Size", value="S"), further(value="s", price="9")], (3, "Option1 Value", "duplicate_variant")),
        ([row("", title="No name")], (2, "Handle", "missing_handle")),
        ([row("a"), row("b"), row("a")], (4, "Handle", "repeated_handle")),
    ],
)
def test_a_mistake_is_reported_by_row_and_column_and_keeps_its_product_out(rows, problem):
    assert reported(*rows) == [problem]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row(compare_at="40")], (2, "Variant Compare At Price", "compare_at_not_higher")),
        ([row(quantity="-2")], (2, "Variant Inventory Qty", "quantity_below_zero")),
        ([row(image="picture.jpg")], (2, "Image Src", "image_left_out")),
        ([row(image="https://")], (2, "Image Src", "image_left_out")),
        ([row(**{"Variant Barcode": "8.71234E+12"})], (2, "Variant Barcode", "barcode_left_out")),
        ([row(**{"Variant Barcode": "4006381333932"})], (2, "Variant Barcode", "barcode_left_out")),
        ([row(**{"Variant Barcode": "4" * 300})], (2, "Variant Barcode", "barcode_left_out")),
        ([row(**{"Variant Grams": "0.25"})], (2, "Variant Grams", "weight_rounded")),
        (
            [row(option="Size", value="S", sku="A"), further(value="M", price="9", sku="a")],
            (3, "Variant SKU", "repeated_sku"),
        ),
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

    product = read_one(
        row(option="Size", value="S", **google, **{"Variant Tax Code": "P0000000"}),
        further(value="M", price="9", **{"Google Shopping / MPN": "A2"}),
    )

    assert product.attributes == google
    assert product.variants[0].attributes == {"Variant Weight Unit": "kg", "Variant Tax Code": "P0000000"}
    assert product.variants[1].attributes["Google Shopping / MPN"] == "A2"


def test_other_languages_and_currencies_have_columns_of_their_own():
    product = read_one(row(**{"Title [nl]": "Lampje", "Body (HTML) [nl]": "Mooi", "Variant Price [SEK]": "9"}, price="5"))

    assert product.texts["nl"] == ParsedTexts(title="Lampje", body_html="Mooi", seo_title=None, seo_description=None)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("TRUE", "WAHR", "VRAI", "WAAR", "صحيح", "yes", "Ja", "\u200eWAHR\u00a0"), "published"),
        (("FALSE", "FALSCH", "FAUX", "ONWAAR", "خطأ", "no", "Nein"), "draft"),
    ],
)
def test_true_and_false_are_read_as_excel_writes_them_in_every_language(words, status):
    for word in words:
        assert read_one(row(published=word)).status == status


def test_the_policy_is_read_as_excel_writes_it():
    assert [read_one(row(policy=word)).variants[0].sells_on for word in ("continue", "WAHR", "deny", "FAUX")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "grams"), [("0.25", 1), ("0,25", 1), ("0", 0), ("250.4", 250), ("250.5", 251), ("٢٥٠", 250), ("۲۵۰", 250), ("２５０", 250)]
)
def test_a_weight_is_read_in_whole_grams_and_never_becomes_nothing(text, grams):
    assert read_one(row(**{"Variant Grams": text})).variants[0].weight_g == grams


@pytest.mark.parametrize("text", ["5", "5.0", "5,00", "٥", "۵", "５"])
def test_a_quantity_is_read_in_the_digits_of_every_script(text):
    assert read_one(row(quantity=text)).variants[0].quantity == 5


@pytest.mark.parametrize(
    "text",
    ["4006381333931", "'4006381333931", "4006381333931.0", "4 006381 333931", '="4006381333931"', "\u200e4006381333931", "٤٠٠٦٣٨١٣٣٣٩٣١"],
)
def test_a_barcode_is_read_as_programs_write_it(text):
    assert read_one(row(**{"Variant Barcode": text})).variants[0].barcode == "4006381333931"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("//cdn.example/x.jpg", "https://cdn.example/x.jpg"),
        ("https://cdn.example/my cup.jpg", "https://cdn.example/my%20cup.jpg"),
        ("HTTPS://cdn.example/x.jpg", "HTTPS://cdn.example/x.jpg"),
        ("\ufeffhttps://cdn.example/x.jpg\u200b", "https://cdn.example/x.jpg"),
    ],
)
def test_an_address_of_a_picture_is_read_as_a_browser_reads_it(text, url):
    assert [image.url for image in read_one(row(image=text)).images] == [url]


def test_what_nobody_can_see_is_no_part_of_a_name():
    header = file_of().replace(b"Variant Price", "Variant\u00a0Price\u200b".encode()).replace(b"Handle", "\ufeffHandle".encode())
    rows = file_of(
        row("caf\u00e9", title="\u200fLamp\u202e two\u00a0 words\u200b", option="Size", value="S", sku="\uff21-1\u200b"),
        further("cafe\u0301\u200b", value="M") | variant_cells(),
    ).removeprefix(file_of())

    (product,), problems = read(header + rows)

    assert problems == []
    assert (product.handle, product.texts["en"].title) == ("caf\u00e9", "Lamp two words")
    assert [variant.sku for variant in product.variants] == ["A-1", ""]


def test_a_title_that_nobody_can_see_is_none():
    assert reported(row(title="\u200f\u200b")) == [(2, "Title", "title_missing")]
