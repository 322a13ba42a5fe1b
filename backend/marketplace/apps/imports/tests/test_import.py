from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import Product, ProductChanges, ProductStatus, ProductTexts, Specification, SpecificationKind
from marketplace.apps.imports import services
from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.queries import exporting
from marketplace.apps.imports.tests.factories import ACTOR, COLUMNS, file_of, further, import_file, many_rows, row, variant_cells
from marketplace.apps.imports.tests.reading import outcomes, problems_of, products_of
from marketplace.apps.imports.types import ImportState
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.ids import ProductId, VendorId
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

REAL_FILES = Path(__file__).resolve().parents[6] / "shared" / "data" / "shopify"
SHIRT = (
    row("shirt", title="Shirt", option="Size", value="S", body="<p>Soft.</p><script>x()</script>", image="https://cdn.example/1.jpg"),
    further("shirt", value="M", image="https://cdn.example/2.jpg", alt="The back") | variant_cells("45", "0"),
    further("shirt", image="https://cdn.example/3.jpg"),
)


@pytest.fixture
def vendor(tenant) -> VendorId:
    return VendorId(make_vendor().id)


def seen(products: dict[str, Product]) -> dict[str, Product]:
    """Without what only the catalogue itself needs to know."""
    return {handle: msgspec.structs.replace(product, imported=None, etag="") for handle, product in products.items()}


def stock_of(product: Product) -> list[tuple[int, bool]]:
    known = inventory_queries.find_variants(variant.id for variant in product.variants)
    return [(known[variant.id].on_hand, known[variant.id].is_tracked) for variant in product.variants]


def export(vendor: str, *, language: str = "en", currency: str = "EUR") -> bytes:
    return b"".join(exporting.export_products(vendor_id=VendorId(vendor), language=language, currency=currency))


def test_a_file_becomes_published_products_with_variants_images_and_stock(vendor):
    view = import_file(vendor, file_of(*SHIRT, row("lamp")))

    shirt = products_of(vendor)["shirt"]
    assert (view.state, view.is_complete, outcomes(view)) == (ImportState.COMPLETED, True, (2, 0, 0, 0))
    assert (shirt.slug, shirt.status, shirt.texts["en"].description_html) == ("shirt", ProductStatus.PUBLISHED, "<p>Soft.</p>")
    assert [(variant.sku, variant.prices) for variant in shirt.variants] == [("shirt-s", {"EUR": 4299}), ("shirt-m", {"EUR": 4500})]
    assert [(image.url[-5], image.alt) for image in shirt.images] == [("1", {}), ("2", {"en": "The back"}), ("3", {})]
    assert stock_of(shirt) == [(5, True), (0, True)]


def test_the_same_file_a_second_time_changes_nothing(vendor):
    content = file_of(*SHIRT, row("lamp"))
    import_file(vendor, content)
    before = products_of(vendor)

    view = import_file(vendor, content)

    assert outcomes(view) == (0, 0, 2, 0)
    assert products_of(vendor) == before


def test_the_same_file_does_not_bring_back_what_was_sold_meanwhile(vendor):
    content = file_of(row(quantity="5"))
    import_file(vendor, content)
    lamp = products_of(vendor)["lamp"]
    adjust_stock(lamp.variants[0].id, change=-2)

    import_file(vendor, content)

    assert stock_of(lamp) == [(3, True)]


def test_a_changed_row_updates_its_product_alone_and_keeps_its_ids(vendor):
    import_file(vendor, file_of(*SHIRT, row("lamp")))
    before = products_of(vendor)

    view = import_file(vendor, file_of(*SHIRT, row("lamp", price="39.99", quantity="7")))

    after = products_of(vendor)
    assert outcomes(view) == (0, 1, 1, 0)
    assert after["shirt"] == before["shirt"]
    assert after["lamp"].variants[0].id == before["lamp"].variants[0].id
    assert after["lamp"].variants[0].prices == {"EUR": 3999}
    assert stock_of(after["lamp"]) == [(7, True)]


def test_a_file_brings_back_what_was_edited_since(vendor):
    import_file(vendor, file_of(row()))
    lamp = products_of(vendor)["lamp"]
    changes = ProductChanges(brand="Other", texts={"nl": ProductTexts(title="Lampje")})
    catalog_services.edit_product(vendor_id=vendor, product_id=ProductId(lamp.id), changes=changes, etag=lamp.etag, now=NOW)

    view = import_file(vendor, file_of(row()))

    again = products_of(vendor)["lamp"]
    assert outcomes(view) == (0, 1, 0, 0)
    assert (again.brand, again.texts["nl"].title) == ("", "Lampje")


def test_good_products_go_in_and_bad_ones_are_reported_by_row_and_column(vendor):
    view = import_file(vendor, file_of(row("good"), row("bad", price="cheap"), row("other")))

    assert set(products_of(vendor)) == {"good", "other"}
    assert (outcomes(view), view.is_complete, view.counts.rows_refused) == ((2, 0, 0, 1), False, 1)
    assert problems_of(view) == [(3, "Variant Price", "invalid_price")]


def test_what_the_region_does_not_allow_is_reported_like_a_mistake_in_the_file(vendor):
    view = import_file(vendor, file_of(row("far", Countries="KW"), columns=("Handle",)))

    assert problems_of(view) == [(2, "Countries", "unknown_country")]
    assert products_of(vendor) == {}


def test_a_dry_run_reports_the_same_and_stores_nothing(vendor):
    content = file_of(*SHIRT, row("bad", title=""))

    view = import_file(vendor, content, is_dry_run=True)

    assert (outcomes(view), problems_of(view)) == ((1, 0, 0, 1), [(5, "Title", "title_missing")])
    assert products_of(vendor) == {}


def test_types_become_categories_by_slug_or_name_in_any_language(vendor):
    mugs = make_category("mugs", names={"en": "Mugs", "nl": "Bekers"})

    view = import_file(vendor, file_of(row("one", type="bekers"), row("two", type="Chairs")))

    found = products_of(vendor)
    assert (found["one"].category_id, found["two"].category_id, found["two"].product_type) == (mugs.id, None, "Chairs")
    assert problems_of(view) == [(3, "Type", "unknown_category")]
    assert view.is_complete


def test_products_that_are_not_tracked_are_sold_without_counting_and_those_sold_on_are_counted(vendor):
    import_file(vendor, file_of(row("one", tracker=""), row("two", policy="continue"), row("three", policy="deny")))

    found = products_of(vendor)
    known = inventory_queries.find_variants(product.variants[0].id for product in found.values())
    assert [stock_of(found[handle]) for handle in ("one", "two", "three")] == [[(5, False)], [(5, True)], [(5, True)]]
    assert [known[found[handle].variants[0].id].is_limited for handle in ("one", "two", "three")] == [False, False, True]


def test_the_own_export_of_what_was_sold_on_below_zero_changes_nothing(vendor):
    import_file(vendor, file_of(row("mug", policy="continue")))
    (mug,) = products_of(vendor).values()
    adjust_stock(mug.variants[0].id, change=-7)

    again = import_file(vendor, export(vendor))

    assert outcomes(again) == (0, 0, 1, 0)
    assert stock_of(mug) == [(-2, True)]


def test_a_file_without_quantities_leaves_the_stock_as_it_is(vendor):
    """As of a shop with several locations."""
    columns = [name for name in COLUMNS if name != "Variant Inventory Qty"]
    rows = [{name: text for name, text in one.items() if name in columns} for one in (row("lamp"), row("vase", tracker=""))]
    import_file(vendor, file_of(row("lamp"), row("vase")))

    view = import_file(vendor, file_of(*rows, columns=columns))

    found = products_of(vendor)
    assert [stock_of(found[handle]) for handle in ("lamp", "vase")] == [[(5, True)], [(5, False)]]
    assert (view.is_complete, outcomes(view)) == (True, (0, 1, 1, 0))


def test_an_unlisted_product_is_kept_as_a_draft(vendor):
    view = import_file(vendor, file_of(row("lamp", Status="unlisted")))

    assert products_of(vendor)["lamp"].status == ProductStatus.DRAFT
    assert view.is_complete


def test_two_vendors_with_one_handle_get_two_slugs(vendor):
    other = make_vendor().id

    import_file(vendor, file_of(row()))
    import_file(other, file_of(row()))

    assert [products_of(one)["lamp"].slug for one in (vendor, other)] == ["lamp", "lamp-2"]


@pytest.mark.parametrize("state", ["pending", "suspended", "closed"])
def test_a_vendor_that_is_not_approved_imports_nothing(tenant, state):
    vendor = make_vendor(state=state)

    with pytest.raises(VendorStateForbids):
        import_file(vendor.id, file_of(row()))

    assert not ImportJob.objects.exists()


def test_an_import_that_was_cut_off_goes_on_and_counts_nothing_twice(vendor):
    content = file_of(*many_rows(500), row("bad", price=""))
    started = services.start_import(
        vendor_id=vendor, filename="x.csv", file=io.BytesIO(content), currency="EUR", language="en", is_dry_run=False, actor=ACTOR, now=NOW
    )

    class Killed(Exception):
        pass

    def kill(view) -> None:
        raise Killed

    cuts = 0
    while True:
        try:
            view = services.run_import(import_id=started.id, now=NOW, progress=kill)
            break
        except Killed:
            cuts += 1

    assert cuts == 4
    assert outcomes(view) == (300, 0, 0, 1)
    assert (view.counts.rows_done, view.counts.rows_total) == (501, 501)
    assert len(products_of(vendor)) == 300


def test_an_import_killed_between_documents_and_report_reports_what_it_did(vendor):
    content = file_of(row("one"), row("two"))
    first = import_file(vendor, content)
    ImportJob.objects.filter(pk=first.id).update(state="running", groups_done=0, created=0, rows_done=0, rows_refused=0)

    view = services.run_import(import_id=first.id, now=NOW)

    assert outcomes(view) == (2, 0, 0, 0)


def test_an_export_imports_to_the_same_catalogue(vendor):
    make_category("mugs")
    lamp = row("lamp", type="Mugs", tags="a, b", **{"Google Shopping / Gender": "Unisex"})
    import_file(vendor, file_of(*SHIRT, lamp, row("third", type="None such", tracker="")))
    make_product(vendor=vendor, texts={"nl": ProductTexts(title="Kom"), "fr": ProductTexts(title="Bol")}, sizes=["S", "M"], stock=4)
    oak = Specification(name={"en": "Wood", "nl": "Hout"}, kind=SpecificationKind.CHOICE, text={"en": "Oak", "nl": "Eiken"})
    width = Specification(name={"en": "Width [cm]"}, kind=SpecificationKind.NUMBER, number=Decimal("-1.125"), unit="cm")
    make_product(vendor=vendor, title="Table", specifications=[width, oak], stock=4)
    before = products_of(vendor)

    same = import_file(vendor, export(vendor))
    other = make_vendor().id
    import_file(other, export(vendor))

    assert outcomes(same) == (0, 0, 5, 0)
    assert seen(products_of(vendor)) == seen(before)
    assert sorted(export(other).splitlines()) == sorted(export(vendor).splitlines())  # a file's order is that of the ids


@pytest.mark.parametrize("title", ["قهوة", "Kaffee für dich", "咖啡", "كوب 12", "Æble/øl"])
def test_an_own_export_finds_the_products_again_whatever_their_script(vendor, title):
    for _ in range(2):
        make_product(vendor=vendor, texts={"en": ProductTexts(title=title)}, stock=3)

    first, second = import_file(vendor, export(vendor)), import_file(vendor, export(vendor))

    assert outcomes(first) == outcomes(second) == (0, 0, 2, 0)


def test_an_own_export_changes_nothing_though_the_stock_was_sold_since_it_was_imported(vendor):
    import_file(vendor, file_of(*SHIRT, row("lamp", quantity="9")))
    lamp = products_of(vendor)["lamp"]
    adjust_stock(lamp.variants[0].id, change=-2)

    dry = import_file(vendor, export(vendor), is_dry_run=True)
    real = import_file(vendor, export(vendor))

    assert outcomes(dry) == outcomes(real) == (0, 0, 2, 0)
    assert stock_of(lamp) == [(7, True)]


def test_a_dry_run_reports_stock_that_would_change(vendor):
    import_file(vendor, file_of(row("lamp", quantity="9")))

    dry = import_file(vendor, file_of(row("lamp", quantity="8")), is_dry_run=True)
    real = import_file(vendor, file_of(row("lamp", quantity="8")))

    assert outcomes(dry) == outcomes(real) == (0, 1, 0, 0)


def test_an_own_export_of_a_product_made_here_does_not_bring_back_what_was_sold_meanwhile(vendor):
    made = make_product(vendor=vendor, stock=4)
    content = export(vendor)
    import_file(vendor, content)
    adjust_stock(made.variants[0].id, change=-1)

    view = import_file(vendor, content)

    assert (outcomes(view), stock_of(made)) == ((0, 0, 1, 0), [(3, True)])


def test_a_file_of_a_header_alone_goes_in_and_is_reported(vendor):
    """An export of an empty catalogue is one."""
    view = import_file(vendor, export(vendor))

    assert (view.state, view.is_complete, view.counts.notices) == (ImportState.COMPLETED, True, 1)
    assert problems_of(view) == [(1, "", "no_rows")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"title": "x" * 300}, "Title"),
        ({"Title [nl]": "x" * 300}, "Title [nl]"),
        ({"SEO Title": "x" * 300}, "SEO Title"),
        ({"type": "x" * 300}, "Type"),
        ({"Vendor": "x" * 300}, "Vendor"),
        ({"tags": "x" * 300}, "Tags"),
        ({"option": "x" * 300, "value": "S"}, "Option1 Name"),
        ({"sku": "x" * 300}, "Variant SKU"),
    ],
)
def test_what_the_catalogue_forbids_is_reported_at_its_column(vendor, cells, column):
    view = import_file(vendor, file_of(row("lamp", **cells)))

    assert {(row, name) for row, name, _ in problems_of(view)} >= {(2, column)}
    assert products_of(vendor) == {}


def test_a_cell_that_a_spreadsheet_would_run_leaves_as_text_and_comes_back_as_it_was(vendor):
    import_file(vendor, file_of(row("lamp", title="=HYPERLINK(1)", tags="@home", sku="-A1", **{"=1+1": "+1"})))
    before = products_of(vendor)

    content = export(vendor).decode("utf-8-sig")
    same = import_file(vendor, export(vendor))

    lines = list(csv.reader(io.StringIO(content)))
    assert [cell for line in lines for cell in line if cell[:1] in ("=", "+", "-", "@")] == []
    assert {"'=HYPERLINK(1)", "'@home", "'-A1", "'+1", "'=1+1"} <= {cell for line in lines for cell in line}
    assert outcomes(same) == (0, 0, 1, 0)
    assert products_of(vendor) == before


def test_a_file_without_a_header_is_refused_as_a_whole(vendor):
    view = import_file(vendor, b"a,b,c\r\n1,2,3\r\n")

    assert (view.state, problems_of(view)) == (ImportState.FAILED, [(1, "", "missing_column")])


@pytest.mark.skipif(not REAL_FILES.is_dir(), reason="only where the real files lie next to the repository")
@pytest.mark.parametrize(("name", "products"), [("apparel.csv", 20), ("jewelery.csv", 20)])
def test_real_files_go_in_whole_and_come_out_the_same(vendor, name, products):
    content = (REAL_FILES / name).read_bytes()

    view = import_file(vendor, content)
    again = import_file(vendor, content)
    exported = import_file(vendor, export(vendor))

    assert view.is_complete, problems_of(view)
    assert outcomes(view) == (products, 0, 0, 0)
    assert outcomes(again) == outcomes(exported) == (0, 0, products, 0)


def test_handles_that_make_the_same_slug_get_one_each(vendor):
    import_file(vendor, file_of(row("Lamp!"), row("lamp"), row("???")))

    slugs = sorted(product.slug for product in products_of(vendor).values())
    assert slugs[:2] == ["lamp", "lamp-2"]
    assert slugs[2].startswith("product-")


def test_option_values_that_no_sku_can_tell_apart_get_numbers(vendor):
    content = file_of(row(option="Strength", value="+"), further(value="++") | variant_cells(), further(value="-") | variant_cells())

    first, second = import_file(vendor, content), import_file(vendor, content)

    assert (outcomes(first), outcomes(second)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert [variant.sku for variant in products_of(vendor)["lamp"].variants] == ["lamp", "lamp-2", "lamp-3"]
