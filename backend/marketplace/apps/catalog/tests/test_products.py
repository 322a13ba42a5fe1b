from __future__ import annotations

import pytest
from msgspec import structs

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.errors import ProductIncomplete, SlugTaken
from marketplace.apps.catalog.services import slugs
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import (
    ImageInput,
    Product,
    ProductChanges,
    ProductOption,
    ProductRef,
    ProductStatus,
    ProductTexts,
    VariantInput,
)
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation.documents.errors import DocumentNotFound, StaleDocument
from marketplace.kit.errors import InvalidInput
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

TWENTY = Money(2000, "EUR")


@pytest.fixture
def vendor(tenant) -> VendorId:
    return VendorId(make_vendor().id)


def edit(product: Product, changes: ProductChanges, *, etag: str | None = None) -> Product:
    return services.edit_product(
        vendor_id=product.vendor_id, product_id=ProductId(product.id), changes=changes, etag=etag or product.etag, now=NOW
    )


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> set[tuple[str, str]]:
    return {(error.field, error.code) for error in refused.value.errors}


def test_a_new_product_is_a_draft_with_a_slug_of_its_title(vendor):
    product = make_product(vendor=vendor, title="Blue Mug, large", is_published=False)

    assert (product.status, product.slug, product.handle) == (ProductStatus.DRAFT, "blue-mug-large", "blue-mug-large")
    assert product.variants[0].sku == "blue-mug-large"
    assert queries.find_product_by_slug("blue-mug-large") == product


def test_a_slug_is_unique_over_vendors(vendor):
    first = make_product(vendor=vendor, title="Mug")
    second = make_product(vendor=make_vendor().id, title="Mug")

    assert (first.slug, second.slug) == ("mug", "mug-2")
    with pytest.raises(SlugTaken):
        edit(second, ProductChanges(slug="mug"))


def test_an_old_slug_keeps_leading_to_the_product(vendor):
    product = make_product(vendor=vendor, title="Mug")

    edit(product, ProductChanges(slug="large-mug"))

    assert [queries.find_product_by_slug(slug).slug for slug in ("mug", "large-mug")] == ["large-mug", "large-mug"]


def test_a_title_in_arabic_alone_gives_an_arabic_slug(vendor):
    product = make_product(vendor=vendor, texts={"en": ProductTexts(title="كوب أزرق")}, is_published=False)

    assert product.slug == "كوب-أزرق"


def test_descriptions_are_made_safe(vendor):
    body = '<p onclick="x()">Good <a href="javascript:x()">link</a></p><script>bad()</script><style>p{}</style>'

    product = make_product(vendor=vendor, texts={"en": ProductTexts(title="Mug", description_html=body)})

    assert product.texts["en"].description_html == '<p>Good <a rel="nofollow noopener">link</a></p>'


def test_an_edit_with_an_old_etag_is_refused(vendor):
    product = make_product(vendor=vendor)
    edit(product, ProductChanges(brand="Alma"))

    with pytest.raises(StaleDocument):
        edit(product, ProductChanges(brand="Bela"))

    assert queries.get_product(vendor, product.id).brand == "Alma"


def test_an_edit_changes_only_what_it_names(vendor):
    product = make_product(vendor=vendor, brand="Alma", tags=["cup"])

    edited = edit(product, ProductChanges(texts={"nl": ProductTexts(title="Beker")}))

    assert {language: texts.title for language, texts in edited.texts.items()} == {"en": product.texts["en"].title, "nl": "Beker"}
    assert structs.replace(edited, texts=product.texts, etag=product.etag, updated_at=product.updated_at) == product


def test_a_variant_keeps_its_id_through_edits_and_a_new_one_gets_its_own(vendor):
    product = make_product(vendor=vendor, title="Shirt", sizes=["S"])
    old = product.variants[0]
    sizes = [ProductOption(name={"en": "Size"}, values=[{"en": "S"}, {"en": "M"}])]
    variants = [
        VariantInput(option_values=[1], prices=[TWENTY]),
        VariantInput(id=old.id, option_values=[0], prices=[TWENTY]),
    ]

    edited = edit(product, ProductChanges(options=sizes, variants=variants))

    assert [variant.sku for variant in edited.variants] == ["shirt-m", "shirt-s"]
    assert edited.variants[1].id == old.id != edited.variants[0].id
    assert edited.option_text(edited.variants[0], "en") == "M"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (ProductChanges(texts={"en": None}), ("texts", "required")),
        (ProductChanges(texts={"ja": ProductTexts(title="カップ")}), ("texts.ja", "unknown_language")),
        (ProductChanges(texts={"en": ProductTexts(title=" ")}), ("texts.en.title", "required")),
        (ProductChanges(variants=[]), ("variants", "wrong_number")),
        (ProductChanges(variants=[VariantInput(prices=[Money(0, "EUR")])]), ("variants.0.prices", "out_of_range")),
        (ProductChanges(variants=[VariantInput(prices=[Money(9, "KWD")])]), ("variants.0.prices", "unknown_currency")),
        (
            ProductChanges(variants=[VariantInput(prices=[TWENTY], compare_at=[TWENTY])]),
            ("variants.0.compare_at", "not_higher"),
        ),
        (
            ProductChanges(variants=[VariantInput(prices=[TWENTY], option_values=[0])]),
            ("variants.0.option_values", "invalid"),
        ),
        (
            ProductChanges(variants=[VariantInput(prices=[TWENTY], sku="a"), VariantInput(prices=[TWENTY], sku="A")]),
            ("variants.0.sku", "repeated"),
        ),
        (ProductChanges(variants=[VariantInput(id="var_x", prices=[TWENTY])]), ("variants.0.id", "unknown_variant")),  # type: ignore[arg-type]
        (ProductChanges(images=[ImageInput(url="ftp://x/y.png")]), ("images.0.url", "invalid")),
        (ProductChanges(images=[ImageInput(id="img_x")]), ("images.0.id", "unknown_image")),
        (ProductChanges(countries=["KW"]), ("countries", "unknown_country")),
        (ProductChanges(category_id="cat_x"), ("category_id", "unknown_category")),  # type: ignore[arg-type]
        (ProductChanges(slug="No Slug"), ("slug", "invalid")),
        (
            ProductChanges(images=[ImageInput(url="https://x.example/" + "y" * 1900 + str(n), alt={"en": "z" * 3000}) for n in range(240)]),
            ("texts", "too_large"),
        ),
        (ProductChanges(tags=["red, blue"]), ("tags.0", "invalid")),
    ],
)
def test_what_may_not_be_stored_is_refused_by_field(vendor, changes, fault):
    product = make_product(vendor=vendor, is_published=False)

    with pytest.raises(InvalidInput) as refused:
        edit(product, changes)

    assert fault in codes(refused)
    assert queries.get_product(vendor, product.id) == product


def test_a_vendor_that_is_not_approved_publishes_nothing():
    vendor = VendorId(make_vendor(state="pending").id)
    product = make_product(vendor=vendor, is_published=False)

    with pytest.raises(VendorNotSelling):
        services.publish_product(vendor_id=vendor, product_id=ProductId(product.id), now=NOW)


def test_a_product_without_a_price_cannot_be_published(vendor):
    product = make_product(vendor=vendor, is_published=False)
    edit(product, ProductChanges(variants=[VariantInput(prices=[])]))

    with pytest.raises(ProductIncomplete):
        services.publish_product(vendor_id=vendor, product_id=ProductId(product.id), now=NOW)


def test_publishing_twice_is_publishing_once(vendor):
    product = make_product(vendor=vendor)

    again = services.publish_product(vendor_id=vendor, product_id=ProductId(product.id), now=NOW)

    assert (again.status, again.etag) == (ProductStatus.PUBLISHED, product.etag)


def test_an_archived_product_is_kept_but_no_longer_published(vendor):
    product = make_product(vendor=vendor)

    services.archive_product(vendor_id=vendor, product_id=ProductId(product.id), now=NOW)

    assert queries.get_product(vendor, product.id).status == ProductStatus.ARCHIVED
    assert list(queries.iter_published()) == []


def test_listings_of_one_gtin_share_a_group(vendor):
    product = make_product(vendor=vendor, barcode="4006381333931")
    other = make_product(vendor=make_vendor().id, barcode="4006381333931")
    unlike = make_product(vendor=vendor, barcode="4006381333948")

    assert product.group_id == other.group_id == "gtin:04006381333931"
    assert unlike.group_id == "gtin:04006381333948"


def test_products_are_read_over_vendors_in_one_call_and_listed_by_status(vendor):
    mug = make_product(vendor=vendor)
    draft = make_product(vendor=vendor, is_published=False)
    foreign = make_product(vendor=make_vendor().id)

    found = queries.get_products([ProductRef(p.vendor_id, ProductId(p.id)) for p in (mug, foreign)])
    drafts = queries.list_products(vendor, status=ProductStatus.DRAFT, page=PageRequest())

    assert set(found) == {mug.id, foreign.id}
    assert [product.id for product in drafts.items] == [draft.id]


def test_another_vendors_product_is_not_there(vendor):
    product = make_product(vendor=make_vendor().id)

    with pytest.raises(DocumentNotFound):
        queries.get_product(vendor, product.id)


def test_the_slug_of_a_product_that_never_came_can_be_taken_after_a_while(vendor):
    lost = ProductId("prod_01KJ0000000000000000000000")
    slugs.claim_first(["mug"], product_id=lost, vendor_id=vendor, now=NOW - slugs.CLAIM_LIFE)

    product = make_product(vendor=vendor, title="Mug")

    assert product.slug == "mug"
    assert queries.find_product_by_slug("mug") == product


def test_a_category_and_its_path_are_kept_with_the_product(vendor):
    home = make_category("home")
    mugs = make_category("mugs", parent=home)

    product = make_product(vendor=vendor, category=mugs)

    assert (product.category_id, product.category_path) == (mugs.id, [home.id, mugs.id])
