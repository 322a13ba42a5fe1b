"""Files that name a part: of the columns, of the variants, of the pictures. What they do not name stays."""

from __future__ import annotations

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import Product, ProductChanges, ProductTexts, TaxClass
from marketplace.apps.imports import queries
from marketplace.apps.imports.tests.factories import file_of, further, import_file, row, variant_cells
from marketplace.apps.imports.types import ImportView, MissingVariants
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

SHIRT = (
    row("shirt", title="Shirt", option="Size", value="S", sku="S1", price="20", compare_at="30", image="https://cdn.example/1.jpg")
    | {"Option2 Name": "Colour", "Option2 Value": "Red", "Variant Grams": "100", "Variant Image": "https://cdn.example/1.jpg"},
    further("shirt", value="M", sku="M1", image="https://cdn.example/2.jpg") | variant_cells("21") | {"Option2 Value": "Red"},
    further("shirt", value="L", sku="L1") | variant_cells("22") | {"Option2 Value": "Blue"},
)


@pytest.fixture
def vendor(tenant) -> VendorId:
    vendor_id = VendorId(make_vendor().id)
    import_file(vendor_id, file_of(*SHIRT))
    return vendor_id


def lines(*text: str) -> bytes:
    return ("\r\n".join(text) + "\r\n").encode()


def shirt(vendor: str) -> Product:
    return catalog_queries.find_by_handles(vendor, ["shirt"])["shirt"]


def facts(product: Product) -> list[tuple[str, str, int]]:
    return [(variant.sku, product.option_text(variant, "en"), variant.prices["EUR"]) for variant in product.variants]


def reported(view: ImportView) -> list[tuple[int, str, str]]:
    page = queries.list_problems(view.id, vendor_id=view.vendor_id, language="en", page=PageRequest(100))
    return [(problem.row, problem.column, problem.code) for problem in page.items]


def stock(product: Product) -> list[int]:
    known = inventory_queries.find_variants(variant.id for variant in product.variants)
    return [known[variant.id].on_hand for variant in product.variants]


WHOLE = [("S1", "S / Red", 2000), ("M1", "M / Red", 2100), ("L1", "L / Blue", 2200)]


def test_a_price_list_by_sku_sets_prices_and_nothing_else(vendor):
    before = shirt(vendor)

    view = import_file(vendor, lines("Handle,Variant SKU,Variant Price", "shirt,S1,19.00", "shirt,M1,19.50", "shirt,L1,19.60"))

    after = shirt(vendor)
    assert (view.counts.updated, reported(view)) == (1, [])
    assert facts(after) == [("S1", "S / Red", 1900), ("M1", "M / Red", 1950), ("L1", "L / Blue", 1960)]
    assert (after.texts, after.options, after.images, after.status) == (before.texts, before.options, before.images, before.status)
    assert [(one.id, one.weight_g, one.compare_at) for one in after.variants] == [
        (one.id, one.weight_g, one.compare_at) for one in before.variants
    ]
    assert stock(after) == [5, 5, 5]


def test_a_price_list_of_one_row_leaves_the_other_variants_and_says_so(vendor):
    view = import_file(vendor, lines("Handle,Title,Variant SKU,Variant Price", "shirt,Shirt,M1,19.00"))

    assert facts(shirt(vendor)) == [WHOLE[0], ("M1", "M / Red", 1900), WHOLE[2]]
    assert (reported(view), view.counts.variants_removed) == ([(2, "Variant SKU", "variants_left_out")], 0)


def test_a_stock_list_sets_stock_and_nothing_else(vendor):
    before = shirt(vendor)

    view = import_file(vendor, lines("Handle,Variant SKU,Variant Inventory Qty", "shirt,L1,9", "shirt,S1,7"))

    assert (stock(shirt(vendor)), view.counts.updated) == ([7, 5, 9], 1)
    assert (shirt(vendor).variants, shirt(vendor).options) == (before.variants, before.options)


def test_a_file_of_one_option_finds_variants_by_it_where_it_can(vendor):
    good = import_file(vendor, lines("Handle,Option1 Value,Variant Price", "shirt,L,18.00"))
    unclear = import_file(vendor, lines("Handle,Option2 Value,Variant Price", "shirt,Red,17.00"))
    unknown = import_file(vendor, lines("Handle,Variant SKU,Variant Price", "shirt,XL1,17.00"))

    assert facts(shirt(vendor)) == [*WHOLE[:2], ("L1", "L / Blue", 1800)]
    assert (good.counts.updated, unclear.counts.refused, unknown.counts.refused) == (1, 1, 1)
    assert reported(unclear)[0] == (2, "Variant SKU", "variant_unknown")
    assert (2, "Option1 Value", "option_value_missing") in reported(unknown)


def test_a_whole_file_without_a_variant_keeps_it_unless_it_is_to_be_deleted(vendor):
    kept = import_file(vendor, file_of(*SHIRT[:2]))
    assert (facts(shirt(vendor)), reported(kept)) == (WHOLE, [(2, "Variant SKU", "variants_left_out")])

    deleted = import_file(vendor, file_of(*SHIRT[:2]), missing_variants=MissingVariants.DELETE)

    assert facts(shirt(vendor)) == WHOLE[:2]
    assert [option.values for option in shirt(vendor).options] == [[{"en": "S"}, {"en": "M"}], [{"en": "Red"}]]
    assert (reported(deleted), deleted.counts.variants_removed) == ([(2, "Variant SKU", "variants_removed")], 1)


def test_a_dry_run_reports_what_would_be_removed(vendor):
    view = import_file(vendor, file_of(SHIRT[0]), missing_variants=MissingVariants.DELETE, is_dry_run=True)

    assert (view.counts.variants_removed, view.missing_variants, facts(shirt(vendor))) == (2, "delete", WHOLE)


def test_a_new_variant_comes_behind_those_that_stay(vendor):
    import_file(
        vendor,
        file_of(row("shirt", title="Shirt", option="Size", value="XL", sku="X1") | {"Option2 Name": "Colour", "Option2 Value": "Red"}),
    )

    assert facts(shirt(vendor)) == [*WHOLE, ("X1", "XL / Red", 4299)]
    assert [value["en"] for value in shirt(vendor).options[0].values] == ["S", "M", "L", "XL"]


def test_other_options_are_refused_while_variants_stay_that_have_the_old_ones(vendor):
    content = file_of(row("shirt", title="Shirt", option="Size", value="S", sku="S1"))

    kept = import_file(vendor, content)
    assert (reported(kept), facts(shirt(vendor))) == ([(2, "Option1 Name", "options_of_left_out_variants")], WHOLE)

    import_file(vendor, content, missing_variants=MissingVariants.DELETE)
    assert facts(shirt(vendor)) == [("S1", "S", 4299)]


def test_columns_that_the_file_lacks_leave_what_is_stored(vendor):
    stored = shirt(vendor)
    changes = ProductChanges(
        brand="Alma", tags=["a"], tax_class=TaxClass.REDUCED, texts={"nl": ProductTexts(title="Hemd", description_html="<p>N</p>")}
    )
    catalog_services.edit_product(vendor_id=vendor, product_id=ProductId(stored.id), changes=changes, etag=stored.etag, now=NOW)

    import_file(vendor, lines("Handle,Body (HTML),Body (HTML) [nl],SEO Title,Variant Taxable", "shirt,<p>New</p>,<p>Nieuw</p>,Seo,true"))

    after = shirt(vendor)
    assert (after.brand, after.tags, after.tax_class) == ("Alma", ["a"], TaxClass.REDUCED)
    assert after.texts["en"] == ProductTexts(title="Shirt", description_html="<p>New</p>", seo_title="Seo")
    assert after.texts["nl"] == ProductTexts(title="Hemd", description_html="<p>Nieuw</p>")
    assert facts(after) == WHOLE


def test_pictures_of_variants_that_the_file_leaves_out_stay(vendor):
    import_file(vendor, file_of(SHIRT[1] | {"Title": "Shirt", "Option1 Name": "Size", "Option2 Name": "Colour"}))

    after = shirt(vendor)
    assert [(image.url[-5], image.variant_ids) for image in after.images] == [("1", [after.variants[0].id]), ("2", [])]


def test_a_file_without_pictures_of_variants_leaves_which_picture_is_whose(vendor):
    columns = [name for name in SHIRT[0] if name != "Variant Image"]
    rows = [{name: text for name, text in one.items() if name != "Variant Image"} for one in SHIRT]

    import_file(vendor, file_of(*rows, columns=columns))

    assert [image.variant_ids for image in shirt(vendor).images] == [[shirt(vendor).variants[0].id], []]


def test_a_compare_at_price_that_the_new_price_reaches_goes_and_is_reported(vendor):
    view = import_file(vendor, lines("Handle,Variant SKU,Variant Price", "shirt,S1,35.00"))

    assert shirt(vendor).variants[0].compare_at == {}
    assert (2, "Variant Compare At Price", "compare_at_not_higher") in reported(view)


def test_compare_at_prices_alone_are_set_and_removed(vendor):
    import_file(vendor, lines("Handle,Variant SKU,Variant Compare At Price", "shirt,S1,", "shirt,M1,40.00", "shirt,L1,0"))

    assert [variant.compare_at for variant in shirt(vendor).variants] == [{}, {"EUR": 4000}, {}]


def test_a_new_product_needs_a_title_and_prices_whatever_columns_there_are(vendor):
    view = import_file(vendor, lines("Handle,Variant SKU,Variant Inventory Qty", "vase,V1,9"))

    assert (view.counts.refused, reported(view)) == (1, [(2, "Variant Price", "price_missing")])


def test_a_barcode_that_cannot_be_read_leaves_the_one_that_is_stored(vendor):
    import_file(vendor, lines("Handle,Variant SKU,Variant Barcode", "shirt,S1,4006381333931"))

    view = import_file(vendor, lines("Handle,Variant SKU,Variant Barcode", "shirt,S1,4.00638E+12"))

    assert shirt(vendor).variants[0].barcode == "4006381333931"
    assert (2, "Variant Barcode", "barcode_left_out") in reported(view)


def test_options_whose_columns_are_empty_are_none_though_the_file_lacks_the_third(vendor):
    empty = {"Option1 Name": "", "Option1 Value": "", "Option2 Name": "", "Option2 Value": ""}
    lamp = {"Handle": "lamp", "Title": "Lamp", **empty, "Variant SKU": "lamp", "Variant Price": "9.00", "Status": "active"}

    view = import_file(vendor, file_of(lamp))

    assert (view.counts.created, view.counts.errors) == (1, 0)
