from __future__ import annotations

import pytest
from msgspec import structs

from marketplace.apps.accounts import services as account_services
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.demo import DemoCatalogue, load_demo
from marketplace.apps.imports import demo
from marketplace.apps.imports.demo_people import PASSWORD, STAFF_EMAIL
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import open_blob
from marketplace.testing import NOW

HASH = "argon2$not-to-log-in-with"


def few_products(region: str) -> DemoCatalogue:
    """The region's whole tree and vendors, with two products of each vendor."""
    catalogue = load_demo(region)
    products = [own for vendor in catalogue.vendors for own in [p for p in catalogue.products if p.vendor == vendor.slug][:2]]
    return structs.replace(catalogue, products=tuple(products))


@pytest.mark.parametrize("region", ["eu", "mena"])
def test_an_empty_region_is_filled_with_products_that_can_be_bought(region, request):
    catalogue = few_products(region)

    with tenancy.scope(request.getfixturevalue(region)) as tenant:
        demo.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda done, total: None)

        products = list(catalog_queries.iter_published())
        vendors = {vendor.id: vendor for vendor in vendor_queries.all_vendors()}
        assert len(products) == len(catalogue.products) == 10
        assert all(vendor.is_selling for vendor in vendors.values())
        assert all(set(product.texts) == set(tenant.languages) for product in products)
        assert all(set(variant.prices) == set(tenant.currencies) for product in products for variant in product.variants)
        stock = inventory_queries.find_variants(variant.id for product in products for variant in product.variants)
        assert len(stock) == sum(len(product.variants) for product in products)
        offers = shipping_queries.methods_for(list(vendors), tenant.countries[0], tenant.default_currency)
        assert all(offers[vendor_id] for vendor_id in vendors)
        with open_blob(products[0].images[0].path) as picture:
            assert picture.read()[8:12] == b"WEBP"
        assert not demo.is_to_fill(catalogue)


def test_a_region_with_a_vendor_of_its_own_is_left_alone(tenant):
    make_vendor(name="Real shop")

    assert not demo.is_to_fill(load_demo("eu"))


def test_filling_that_was_cut_off_goes_on_and_repeats_nothing(tenant):
    catalogue = few_products("eu")
    demo.fill(structs.replace(catalogue, products=catalogue.products[:3]), password_hash=HASH, now=NOW, progress=lambda *_: None)
    before = {product.id: product.etag for product in catalog_queries.iter_published()}

    demo.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)

    after = {product.id: product.etag for product in catalog_queries.iter_published()}
    assert len(after) == 10
    assert before.items() <= after.items()


def test_the_demos_password_is_good_enough_for_people():
    assert account_services.new_password_hash(PASSWORD, email=STAFF_EMAIL)
