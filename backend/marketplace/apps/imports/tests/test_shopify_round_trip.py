"""Any product that a file can hold comes back from the file as it was."""

from __future__ import annotations

import string
from itertools import product as every_choice

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.specifications import cells_of
from marketplace.apps.imports.domain.shopify.types import (
    ParsedImage,
    ParsedOption,
    ParsedProduct,
    ParsedSpecification,
    ParsedTexts,
    ParsedVariant,
    Texts,
)
from marketplace.apps.imports.domain.shopify.writing import Layout, write
from marketplace.apps.imports.tests.factories import read
from marketplace.kit.plain_text import clean_line

WORD = st.text(st.sampled_from(string.ascii_letters + string.digits + "äßøعكوب「」'\"&;.,-=+@"), min_size=1, max_size=12)
LINES = st.text(st.sampled_from(string.ascii_letters + ' \n,"<>&;é'), max_size=40).map(str.strip)
LINE = LINES.map(clean_line)
LANGUAGES = ("en", "nl")
TEXTS = st.fixed_dictionaries({"en": WORD}, optional={"nl": WORD})
KEPT = st.dictionaries(st.sampled_from(columns.OF_PRODUCT[:13]), WORD, max_size=3)


OPTIONS = st.lists(st.tuples(TEXTS, st.lists(WORD, min_size=1, max_size=3, unique_by=str.casefold)), max_size=2)
VARIANT_KEPT = st.sampled_from([{}, {"Variant Weight Unit": "kg"}, {"Variant Fulfillment Service": "amazon"}])


LABELS = st.lists(WORD, max_size=3, unique_by=str.casefold).map(sorted)
NUMBERS = st.decimals(-(10**6), 10**6, places=3)


@st.composite
def specifications(draw: st.DrawFn, label: str) -> ParsedSpecification:
    kind = draw(st.sampled_from(columns.KINDS))
    name = {"en": label} | draw(st.fixed_dictionaries({}, optional={"nl": WORD}))
    own = {"label": label, "name": name, "kind": kind}
    if kind == "number":
        return ParsedSpecification(**own, number=draw(NUMBERS), unit=draw(st.sampled_from(["", "cm", "°C", "km/h"])))
    return ParsedSpecification(**own, is_so=draw(st.booleans())) if kind == "yes_no" else ParsedSpecification(**own, text=draw(TEXTS))


@st.composite
def variants(draw: st.DrawFn, place: int, choice: list[int]) -> ParsedVariant:
    price, more = draw(st.integers(1, 10**6)), draw(st.integers(0, 999))
    is_tracked = draw(st.booleans())
    sells_on = is_tracked and draw(st.booleans())
    return ParsedVariant(
        row=0,
        sku=f"sku-{place}",
        option_values=choice,
        prices={"EUR": price, "KWD": price * 3},
        compare_at={"EUR": price + more} if more else {},
        barcode=draw(st.sampled_from(["", "4006381333931"])),
        weight_g=draw(st.integers(0, 5000)),
        quantity=draw(st.integers(-9 if sells_on else 0, 99)),
        is_tracked=is_tracked,
        sells_on=sells_on,
        requires_shipping=draw(st.booleans()),
        attributes=draw(VARIANT_KEPT),
    )


@st.composite
def products(draw: st.DrawFn) -> ParsedProduct:
    options = draw(OPTIONS)
    choices = list(every_choice(*(range(len(values)) for _, values in options)))
    texts = {
        language: ParsedTexts(title=title, body_html=draw(LINES), seo_title=draw(LINE), seo_description=draw(LINES))
        for language, title in draw(TEXTS).items()
    }
    urls = draw(st.lists(st.integers(1, 99).map("https://cdn.example/{}.jpg".format), max_size=4, unique=True))
    return ParsedProduct(
        handle=draw(WORD),
        row=0,
        rows=0,
        columns=frozenset(),
        texts=texts,
        brand=draw(LINE),
        product_type=draw(LINE),
        category=draw(LINE),
        tags=draw(st.lists(WORD.filter(lambda word: "," not in word), max_size=3, unique=True)),
        status=draw(st.sampled_from(["published", "draft", "archived"])),
        tax_class=draw(st.sampled_from(["standard", "reduced", "zero"])),
        options=[ParsedOption(name=name, values=[{"en": value} for value in values]) for name, values in options],
        variants=[draw(variants(place, list(choice))) for place, choice in enumerate(choices)],
        images=[
            ParsedImage(url=url, alt=draw(st.sampled_from([{}, {"en": "Front"}])), variants=[] if place else [0])
            for place, url in enumerate(urls)
        ],
        countries=draw(st.sampled_from([[], ["NL", "BE"]])),
        attributes=draw(KEPT),
        specifications=[draw(specifications(label)) for label in draw(LABELS)],
    )


def bare(product: ParsedProduct) -> ParsedProduct:
    """Without what it has only as a row of a file with others: places, and columns of specifications that it has not."""
    own = [structs.replace(variant, row=0) for variant in product.variants]
    said = [one for one in product.specifications if any(one.text.values()) or one.number is not None or one.is_so is not None]
    said = [structs.replace(one, name=filled(one.name), text=filled(one.text)) for one in said]
    return structs.replace(product, row=0, rows=0, columns=frozenset(), variants=own, specifications=said)


def filled(texts: Texts) -> Texts:
    return {language: text for language, text in texts.items() if text}


def is_readable(product: ParsedProduct) -> bool:
    """One variant whose only option says what products without options say cannot be distinguished from those."""
    names = [option.name["en"].lower() for option in product.options]
    return "title" not in names


@settings(max_examples=150, deadline=None)
@given(st.lists(products().filter(is_readable), min_size=1, max_size=4, unique_by=lambda product: product.handle.casefold()))
def test_what_is_written_reads_the_same(written):
    said = [column for product in written for one in product.specifications for column, _ in cells_of(one, "en")]
    more = {"other_languages": ("nl",), "other_currencies": ("KWD",), "specifications": tuple(dict.fromkeys(said))}
    layout = Layout("en", "EUR", **more)

    read_again, problems = read("".join(write(written, layout)).encode())

    assert problems == []
    assert [bare(product) for product in read_again] == written
