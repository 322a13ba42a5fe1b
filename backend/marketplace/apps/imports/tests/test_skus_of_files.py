"""A SKU is a single product's of its vendor, and a single variant's of its product. Real files repeat them."""

from __future__ import annotations

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.models import ProductSku
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.imports.tests.factories import file_of, further, import_file, many_rows, row, variant_cells
from marketplace.apps.imports.tests.test_partial_files import reported
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.ids import VendorId

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def vendor(tenant) -> VendorId:
    return VendorId(make_vendor().id)


def skus(vendor: str) -> dict[str, list[str]]:
    return {product.handle: [variant.sku for variant in product.variants] for product in catalog_queries.iter_products_of(vendor)}


def test_a_sku_of_several_variants_stays_with_the_first_and_the_others_get_their_own(vendor):
    content = file_of(row("tee", option="Talla", value="S", sku="M-1202"), further("tee", value="M", sku="m-1202") | variant_cells())

    first, second = import_file(vendor, content), import_file(vendor, content)

    assert (first.counts.created, second.counts.unchanged) == (1, 1)
    assert skus(vendor) == {"tee": ["M-1202", "tee-m"]}
    assert reported(first) == [(3, "Variant SKU", "repeated_sku")]


def test_a_sku_of_several_products_stays_with_the_first_and_the_others_get_their_own(vendor):
    content = file_of(row("one", sku="SAME"), row("two", sku="same"), row("three", sku="\uff33AME"))

    first, second = import_file(vendor, content), import_file(vendor, content)

    assert (first.counts.created, second.counts.unchanged) == (3, 3)
    assert skus(vendor) == {"one": ["SAME"], "two": ["two"], "three": ["three"]}
    assert reported(first) == [(3, "Variant SKU", "repeated_sku"), (4, "Variant SKU", "repeated_sku")]


def test_products_in_other_batches_and_of_the_api_hold_theirs_too(vendor):
    made = make_product(vendor=vendor, title="Mug")
    import_file(vendor, file_of(row("early", sku="E1")))

    import_file(vendor, file_of(row("late", sku="e1"), row("other", sku=made.variants[0].sku.upper())))

    assert skus(vendor) == {"mug": ["mug"], "early": ["E1"], "late": ["late"], "other": ["other"]}


def test_a_sku_that_is_made_is_none_that_another_product_has(vendor):
    import_file(vendor, file_of(row("one", sku="lamp-s")))

    import_file(vendor, file_of(row("lamp", option="Size", value="S"), row("lamp-s")))

    assert skus(vendor) == {"one": ["lamp-s"], "lamp": ["lamp-s-2"], "lamp-s": ["lamp-s-3"]}


def test_a_sku_moves_to_another_product_within_a_file(vendor):
    import_file(vendor, file_of(row("one", sku="A"), row("two", sku="B")))

    view = import_file(vendor, file_of(row("one", sku="C"), row("two", sku="A")))

    assert (skus(vendor), reported(view)) == ({"one": ["C"], "two": ["A"]}, [])
    assert sorted(ProductSku.objects.values_list("sku", flat=True)) == ["a", "c"]


def test_other_vendors_have_skus_of_their_own(vendor):
    other = VendorId(make_vendor().id)

    import_file(vendor, file_of(row("one", sku="A")))
    import_file(other, file_of(row("one", sku="A")))

    assert skus(vendor) == skus(other) == {"one": ["A"]}


def test_skus_cost_a_few_queries_a_batch(vendor, django_assert_max_num_queries):
    content = file_of(*many_rows(150))

    with django_assert_max_num_queries(60):
        import_file(vendor, content)
