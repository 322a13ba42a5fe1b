from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from celery.signals import before_task_publish
from django.core.management import call_command
from msgspec import structs

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.domain.addresses import check_address
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import Product, ProductChanges, ProductTexts
from marketplace.apps.demo.domain import DemoCatalogue, load_demo
from marketplace.apps.demo.services import filling, pictures
from marketplace.apps.demo.services.people import PASSWORD, staff_email
from marketplace.apps.demo.tasks import draw_demo_pictures
from marketplace.apps.imports.queries import exporting
from marketplace.apps.imports.tests.factories import import_file
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.invoices import queries as invoice_queries
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
        filling.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda done, total: None)

        products = list(catalog_queries.iter_published())
        vendors = {vendor.id: vendor for vendor in vendor_queries.all_vendors()}
        assert len(products) == len(catalogue.products) == 10
        assert all(vendor.is_selling for vendor in vendors.values())
        assert all(vendor.address is not None and check_address(vendor.address) == [] for vendor in vendors.values())
        assert all(invoice_queries.get_status(vendor_id, language="en").missing == [] for vendor_id in vendors)
        assert all(set(product.texts) == set(tenant.languages) for product in products)
        assert all(set(variant.prices) == set(tenant.currencies) for product in products for variant in product.variants)
        stock = inventory_queries.find_variants(variant.id for product in products for variant in product.variants)
        assert len(stock) == sum(len(product.variants) for product in products)
        offers = shipping_queries.methods_for(list(vendors), tenant.countries[0], tenant.default_currency)
        assert all(offers[vendor_id] for vendor_id in vendors)
        assert not filling.is_to_fill(catalogue)


def test_a_region_with_a_vendor_of_its_own_is_left_alone(tenant):
    make_vendor(name="Real shop")

    assert not filling.is_to_fill(load_demo("eu"))


def test_filling_that_was_cut_off_goes_on_and_repeats_nothing(tenant):
    catalogue = few_products("eu")
    filling.fill(structs.replace(catalogue, products=catalogue.products[:3]), password_hash=HASH, now=NOW, progress=lambda *_: None)
    before = {product.id: product.etag for product in catalog_queries.iter_published()}

    filling.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)

    after = {product.id: product.etag for product in catalog_queries.iter_published()}
    assert len(after) == 10
    assert before.items() <= after.items()


def test_the_demos_password_is_good_enough_for_people():
    assert account_services.new_password_hash(PASSWORD, email=staff_email("admin"), names=[])


def drawn(catalogue: DemoCatalogue) -> dict[str, Product]:
    """The products once every picture is drawn, by handle."""
    while pictures.draw_next(catalogue, now=NOW):
        pass
    return {product.handle: product for product in catalog_queries.iter_published()}


def test_pictures_are_drawn_afterwards_until_none_is_missing(tenant):
    catalogue = few_products("eu")
    filling.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)
    before = {product.handle: product for product in catalog_queries.iter_published()}
    assert not any(product.images for product in before.values())
    assert pictures.are_missing(catalogue)

    after = drawn(catalogue)

    assert not pictures.are_missing(catalogue)
    assert {handle: structs.replace(product, images=[], **LATER) for handle, product in after.items()} == {
        handle: structs.replace(product, **LATER) for handle, product in before.items()
    }
    for product in catalogue.products:
        images = after[product.handle].images
        assert [image.alt for image in images] == [spec.alt for spec in product.images]
        for image in images:
            with open_blob(image.path) as large, open_blob(image.small_path) as small:
                assert large.read()[8:12] == small.read()[8:12] == b"WEBP"
            assert image.widths == [160, 320, 640, 800]
            assert image.preview.startswith("data:image/webp;base64,")


@pytest.mark.parametrize("region", ["eu", "mena"])
def test_a_demo_vendors_own_export_changes_nothing(region, request):
    with tenancy.scope(request.getfixturevalue(region)) as tenant:
        filling.fill(few_products(region), password_hash=HASH, now=NOW, progress=lambda *_: None)
        for vendor in vendor_queries.all_vendors():
            words = {"language": tenant.default_language, "currency": tenant.default_currency}
            content = b"".join(exporting.export_products(vendor_id=VendorId(vendor.id), **words))

            views = [import_file(vendor.id, content, **words, is_dry_run=is_dry_run) for is_dry_run in (True, False, False)]

            for counts in (view.counts for view in views):
                assert (counts.created, counts.updated, counts.unchanged, counts.refused) == (0, 0, 2, 0)


def test_a_product_that_its_vendor_has_changed_is_not_drawn_over(tenant):
    catalogue = few_products("eu")
    filling.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)
    own = next(catalog_queries.iter_published())
    changes = ProductChanges(texts={"en": ProductTexts(title="A lamp of ours")})
    catalog_services.edit_product(vendor_id=VendorId(own.vendor_id), product_id=ProductId(own.id), changes=changes, etag=own.etag, now=NOW)

    after = drawn(catalogue)

    assert after[own.handle].texts["en"].title == "A lamp of ours"
    assert [handle for handle, product in after.items() if not product.images] == [own.handle]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_draw_the_same_pictures_once(tenant):
    catalogue = few_products("eu")
    filling.fill(catalogue, password_hash=HASH, now=NOW, progress=lambda *_: None)

    outcomes = at_once(2, lambda _: drawn(catalogue))

    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert all(len(product.images) == len({image.id for image in product.images}) > 0 for product in drawn(catalogue).values())


@pytest.fixture
def sent() -> Iterator[list[tuple[str, str]]]:
    """The tasks that are put into the queue: name and tenant."""
    found: list[tuple[str, str]] = []

    def note(sender: str, headers: dict[str, str], **_: object) -> None:
        found.append((sender.rpartition(".")[2], headers["tenant"]))

    before_task_publish.connect(note, weak=False)
    yield found
    before_task_publish.disconnect(note)


def test_the_command_fills_the_regions_and_sends_the_drawing_to_the_worker(eu, mena, sent):
    call_command("seed_demo", stdout=StringIO(), stderr=StringIO())

    assert sent == [("draw_demo_pictures", "eu"), ("draw_demo_pictures", "mena")]


def test_the_worker_draws_and_sends_itself_again_until_nothing_is_left(tenant, sent):
    draw_demo_pictures.apply()
    assert sent == []

    filling.fill(few_products("eu"), password_hash=HASH, now=NOW, progress=lambda *_: None)
    draw_demo_pictures.apply()

    assert sent == [("draw_demo_pictures", "eu")]
    assert any(product.images for product in catalog_queries.iter_published())
