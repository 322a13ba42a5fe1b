from __future__ import annotations

import json
from io import StringIO

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from msgspec import structs

from marketplace.apps.accounts import services as account_services
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.demo import DemoCatalogue, load_demo
from marketplace.apps.catalog.types import Product, ProductChanges, ProductTexts
from marketplace.apps.imports import demo, demo_pictures
from marketplace.apps.imports.demo_people import PASSWORD, STAFF_EMAIL
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import open_blob
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.ids import ProductId, VendorId
from marketplace.testing import NOW

LATER = {"imported": None, "updated_at": NOW, "etag": ""}  # what a second write changes anyway
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


def drawn(catalogue: DemoCatalogue) -> dict[str, Product]:
    """The products once every picture is drawn, by handle."""
    while demo_pictures.draw_next(catalogue, now=NOW):
        pass
    return {product.handle: product for product in catalog_queries.iter_published()}


def test_pictures_are_drawn_afterwards_until_none_is_missing(tenant):
    catalogue = few_products("eu")
    demo.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)
    before = {product.handle: product for product in catalog_queries.iter_published()}
    assert not any(product.images for product in before.values())
    assert demo_pictures.are_missing(catalogue)

    after = drawn(catalogue)

    assert not demo_pictures.are_missing(catalogue)
    assert {handle: structs.replace(product, images=[], **LATER) for handle, product in after.items()} == {
        handle: structs.replace(product, **LATER) for handle, product in before.items()
    }
    for told in catalogue.products:
        images = after[told.handle].images
        assert [image.alt for image in images] == [spec.alt for spec in told.images]
        for image in images:
            with open_blob(image.path) as large, open_blob(image.small_path) as small:
                assert large.read()[8:12] == small.read()[8:12] == b"WEBP"


def test_a_product_that_its_vendor_has_changed_is_not_drawn_over(tenant):
    catalogue = few_products("eu")
    demo.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)
    own = next(catalog_queries.iter_published())
    changes = ProductChanges(texts={"en": ProductTexts(title="A lamp of ours")})
    catalog_services.edit_product(vendor_id=VendorId(own.vendor_id), product_id=ProductId(own.id), changes=changes, etag=own.etag, now=NOW)

    after = drawn(catalogue)

    assert after[own.handle].texts["en"].title == "A lamp of ours"
    assert [handle for handle, product in after.items() if not product.images] == [own.handle]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_draw_the_same_pictures_once(tenant):
    catalogue = few_products("eu")
    demo.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)

    outcomes = at_once(2, lambda _: drawn(catalogue))

    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert all(len(product.images) == len({image.id for image in product.images}) > 0 for product in drawn(catalogue).values())


def test_the_command_fills_the_regions_and_sends_the_drawing_to_the_worker(eu, mena):
    call_command("seed_demo", stdout=StringIO(), stderr=StringIO())

    queue = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    sent = [json.loads(item)["headers"] for item in queue.lrange("gm-celery:celery", 0, -1)]
    assert {headers["tenant"] for headers in sent if headers["task"].endswith("draw_demo_pictures")} == {"eu", "mena"}
