import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from stdnum import bic, ean, iban

from marketplace.apps.demo.domain import DemoCatalogue, DemoProduct, load_demo, sources, writing
from marketplace.apps.demo.domain.pricing import price

ARABIC = re.compile("[\u0621-\u064a]")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TITLE = 90
DESCRIPTIONS = Path(__file__).parents[5] / "config" / "regions"


@pytest.fixture(params=["eu", "mena"])
def catalogue(request: pytest.FixtureRequest) -> DemoCatalogue:
    return load_demo(request.param)


def barcodes(product: DemoProduct) -> set[str]:
    return {variant.barcode for variant in product.variants}


def test_both_regions_together_hold_about_300_products_of_8_vendors_and_60_kinds():
    regions = [load_demo("eu"), load_demo("mena")]

    assert len({vendor.slug for region in regions for vendor in region.vendors}) == 8
    assert [len(region.vendors) for region in regions] == [5, 5]
    assert len(sources.kinds()) >= 60
    assert 280 <= sum(len(kind.models) for kind in sources.kinds().values()) <= 330


def test_an_unknown_region_is_an_error():
    with pytest.raises(KeyError):
        load_demo("asia")


def test_the_same_catalogue_comes_out_of_every_run():
    mug = next(product for product in load_demo("eu").products if product.handle == "alma-mug-in-stoneware")

    assert [mug.gtin, mug.variants[0].sku] == ["2957159418867", "ATN-MUG-ALMA-SAGE-250-ML"]


def test_handles_and_skus_are_unique_and_well_formed(catalogue):
    handles = [product.handle for product in catalogue.products]
    skus = [variant.sku for product in catalogue.products for variant in product.variants]

    assert not [handle for handle, times in Counter(handles).items() if times > 1]
    assert not [sku for sku, times in Counter(skus).items() if times > 1]
    assert all(SLUG.fullmatch(handle) for handle in handles)
    assert all(SLUG.fullmatch(sku.lower()) for sku in skus)


def test_barcodes_are_valid_unique_within_a_vendor_and_of_the_internal_range(catalogue):
    for vendor in catalogue.vendors:
        codes = [variant.barcode for product in catalogue.products if product.vendor == vendor.slug for variant in product.variants]
        assert len(set(codes)) == len(codes)
        assert all(ean.is_valid(code) and len(code) == 13 and code.startswith("2") for code in codes)


def test_some_things_are_offered_by_two_vendors_under_the_same_barcodes_at_different_prices(catalogue):
    by_gtin: dict[str, list[DemoProduct]] = {}
    for product in catalogue.products:
        by_gtin.setdefault(product.gtin, []).append(product)
    pairs = [offers for offers in by_gtin.values() if len(offers) > 1]

    assert len(pairs) >= 3
    for one, other in pairs:
        assert one.vendor != other.vendor
        assert barcodes(one) == barcodes(other)
        assert one.variants[0].prices != other.variants[0].prices


def test_every_product_belongs_to_a_vendor_and_a_leaf_of_the_tree(catalogue):
    parents = {category.parent for category in catalogue.categories}
    leaves = {category.slug for category in catalogue.categories} - parents

    assert {product.category for product in catalogue.products} == leaves
    assert {product.vendor for product in catalogue.products} == {vendor.slug for vendor in catalogue.vendors}


def test_parents_come_before_their_children(catalogue):
    seen: set[str | None] = {None}
    for category in catalogue.categories:
        assert category.parent in seen
        seen.add(category.slug)


def test_prices_are_positive_and_lower_than_before(catalogue):
    for product in catalogue.products:
        for variant in product.variants:
            assert tuple(variant.prices) == catalogue.currencies
            for offer in variant.prices.values():
                assert offer.amount_minor > 0
                assert offer.compare_at_minor is None or offer.compare_at_minor > offer.amount_minor


def test_a_euro_price_becomes_a_price_that_a_shop_in_the_gulf_would_ask():
    assert price(3700, "KWD").amount_minor == 12_500
    assert price(3700, "AED").amount_minor == 15_000
    assert price(3700, "EUR").amount_minor == 3700


def test_variants_agree_with_options_and_images(catalogue):
    for product in catalogue.products:
        assert 1 <= len(product.variants) <= 9, product.handle
        assert len({variant.option_values for variant in product.variants}) == len(product.variants)
        for variant in product.variants:
            assert len(variant.option_values) == len(product.options)
            assert all(
                key in [value.key for value in option.values] for key, option in zip(variant.option_values, product.options, strict=True)
            )
            assert 0 <= variant.image < len(product.images)
            assert variant.weight_g > 0
            assert variant.stock >= 0


def test_every_text_exists_in_every_language_of_the_region(catalogue):
    languages = set(catalogue.languages)
    named = [*catalogue.categories, *(option for product in catalogue.products for option in product.options)]
    values = [value for product in catalogue.products for option in product.options for value in option.values]
    alts = [image.alt for product in catalogue.products for image in product.images]

    for texts in [*(item.names for item in [*named, *values]), *alts, *(v.descriptions for v in catalogue.vendors)]:
        assert set(texts) == languages
        assert all(text.strip() for text in texts.values())


def test_descriptions_differ_between_languages_and_are_short_clean_html(catalogue):
    for product in catalogue.products:
        texts = product.texts.values()
        assert set(product.texts) == set(catalogue.languages)
        assert len({text.description_html for text in texts}) == len(texts)
        assert len({text.seo_description for text in texts}) == len(texts)
        for text in texts:
            assert set(re.findall(r"</?(\w+)", text.description_html)) <= {"p", "ul", "li"}
            assert "{" not in text.description_html + text.title
            assert 0 < len(text.title) <= LONGEST_TITLE
            assert 0 < len(text.seo_title) <= LONGEST_TITLE
            assert 40 <= len(text.seo_description) <= writing.SEO_DESCRIPTION_LENGTH


def test_titles_differ_within_a_region_for_one_vendor(catalogue):
    for language in catalogue.languages:
        titles = Counter((product.vendor, product.texts[language].title) for product in catalogue.products)
        assert not [title for title, times in titles.items() if times > 1]


def test_arabic_texts_are_written_in_arabic_letters_and_others_are_not():
    for product in load_demo("mena").products:
        arabic = product.texts["ar"]
        assert ARABIC.search(arabic.title)
        assert len(ARABIC.findall(arabic.description_html)) > 100
        assert not ARABIC.search(product.texts["en"].description_html + product.texts["fr"].description_html)


@pytest.mark.parametrize("region", ["eu", "mena", "africa"])
def test_every_vendor_has_an_account_to_which_its_region_pays(region):
    description = tomllib.loads((DESCRIPTIONS / f"{region}.toml").read_text())
    for vendor in load_demo(region).vendors:
        country = vendor.bic[4:6] if vendor.bic else vendor.account[:2]
        assert iban.is_valid(vendor.account) or (bic.is_valid(vendor.bic) and vendor.account.isdecimal()), vendor.slug
        assert country in description["countries"] or description["default_currency"] == "EUR", vendor.slug


def test_food_and_books_have_the_reduced_tax_class(catalogue):
    reduced = {product.category for product in catalogue.products if product.tax_class == "reduced"}

    assert {"coffee", "tea", "cookbooks", "picture-books"} <= reduced
    assert not {"mugs-and-cups", "audio", "notebooks"} & reduced


def test_measures_are_written_as_each_language_writes_them():
    assert writing.measures("0.9 l") == {"en": "0.9 l", "nl": "0,9 l", "de": "0,9 l", "fr": "0,9 l", "ar": "0.9 لتر"}
    assert writing.measure("30 x 50 cm", "ar") == "30 × 50 سم"
    assert writing.measure("XL", "de") == "XL"


def test_a_file_with_an_unknown_key_is_refused_by_name(tmp_path):
    path = tmp_path / "vendors.yaml"
    path.write_text("[{slug: a, code: A, name: A, descriptions: {}, places: {}, colour: red}]")

    with pytest.raises(ValueError, match=r"vendors\.yaml: .*colour"):
        sources.read(path, tuple[sources.Vendor, ...])
