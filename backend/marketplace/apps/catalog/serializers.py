"""Shapes of the catalogue's endpoints for vendors and staff; nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.catalog.domain.terms import TermKind
from marketplace.apps.catalog.queries import sources_of
from marketplace.apps.catalog.queries.search import ListingState
from marketplace.apps.catalog.types import (
    MAX_BODY,
    MAX_SPECIFICATIONS,
    MAX_TITLE,
    MAX_VARIANTS,
    CategoryView,
    Image,
    ImageInput,
    ImageState,
    Product,
    ProductChanges,
    ProductOption,
    ProductStatus,
    ProductTexts,
    Specification,
    SpecificationKind,
    TakeDown,
    TaxClass,
    Texts,
    VariantInput,
)
from marketplace.foundation.blobs import public_url
from marketplace.foundation.blobs.pictures import PictureSource
from marketplace.foundation.mail.links import web_url
from marketplace.foundation.rest.fields import (
    BlockField,
    CodeField,
    IdField,
    LanguagesField,
    LineField,
    MoneyField,
    SortField,
    UploadField,
    WebAddressField,
    invalid,
)
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.ids import is_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

MAX_NAMED = 100  # products that a list names by id


class ProductTextsInput(StrictSerializer):
    title = LineField(max_length=MAX_TITLE)
    description_html = BlockField(max_length=MAX_BODY, required=False, allow_blank=True)
    seo_title = LineField(max_length=MAX_TITLE, required=False, allow_blank=True)
    seo_description = LineField(max_length=1000, required=False, allow_blank=True)


class OptionInput(StrictSerializer):
    name = LanguagesField()
    values = serializers.ListField(child=LanguagesField(), min_length=1, max_length=MAX_VARIANTS)


class VariantInputSerializer(StrictSerializer):
    id = IdField(prefix="var", required=False)
    sku = CodeField(max_length=255, required=False, allow_blank=True)
    barcode = CodeField(max_length=255, required=False, allow_blank=True)
    option_values = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=MAX_VARIANTS), required=False)
    prices = serializers.ListField(child=MoneyField(), allow_empty=True)
    compare_at = serializers.ListField(child=MoneyField(), required=False)
    weight_g = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False)
    requires_shipping = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class ImageInputSerializer(StrictSerializer):
    id = IdField(prefix="img", required=False)
    url = WebAddressField(max_length=2000, required=False)
    alt = LanguagesField(required=False)
    variant_ids = serializers.ListField(child=IdField(prefix="var"), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("id" in attrs) == ("url" in attrs):
            raise invalid(Text("Give an id of an image that is there, or the url of a new one"), "invalid")
        return attrs


class SpecificationInput(StrictSerializer):
    """A name, and the value of its kind: ``text`` of ``text`` and ``choice``, ``number`` and ``unit``, or ``is_so`` of ``yes_no``."""

    name = LanguagesField()
    kind = serializers.ChoiceField([item.value for item in SpecificationKind])
    text = LanguagesField(required=False)
    number = serializers.DecimalField(max_digits=19, decimal_places=6, required=False, allow_null=True)
    unit = LineField(max_length=20, required=False, allow_blank=True)
    is_so = serializers.BooleanField(required=False, allow_null=True)


class EditProduct(StrictSerializer):
    """What an edit changes; what is left out stays. Lists are replaced whole; a variant without ``id`` is a new one."""

    slug = LineField(max_length=150, required=False)
    texts = LanguagesField(child=ProductTextsInput(allow_null=True), required=False, help_text="`null` removes a language.")
    brand = LineField(max_length=255, required=False, allow_blank=True)
    category_id = IdField(prefix="cat", required=False, allow_null=True)
    tags = serializers.ListField(child=LineField(max_length=255), required=False, max_length=250)
    tax_class = serializers.ChoiceField([item.value for item in TaxClass], required=False)
    options = serializers.ListField(child=OptionInput(), required=False, max_length=3)
    variants = serializers.ListField(child=VariantInputSerializer(), required=False, max_length=MAX_VARIANTS)
    images = serializers.ListField(child=ImageInputSerializer(), required=False, max_length=250)
    countries = serializers.ListField(child=CodeField(min_length=2, max_length=2), required=False)
    specifications = serializers.ListField(child=SpecificationInput(), required=False, max_length=MAX_SPECIFICATIONS)


class CreateProduct(EditProduct):
    texts = LanguagesField(child=ProductTextsInput(allow_null=True))
    variants = serializers.ListField(child=VariantInputSerializer(), min_length=1, max_length=MAX_VARIANTS)


class UploadImage(StrictSerializer):
    file = UploadField()
    alt = LineField(max_length=1000, required=False, allow_blank=True, default="")
    language = CodeField(pattern=r"[a-z]{2}", required=False)
    variant_ids = serializers.ListField(child=IdField(prefix="var"), required=False)


OF_PRICES = "Of the prices to sort by; the region's default one when absent."


class ProductFilter(StrictSerializer):
    """The query string of the vendor's products."""

    status = serializers.ChoiceField([item.value for item in ProductStatus], required=False)
    q = LineField(max_length=100, required=False, help_text="Words of a title, a brand or a tag, or a SKU or barcode.")
    currency = CodeField(max_length=3, required=False, help_text=OF_PRICES)
    sort = SortField("updated_at", "price")
    ids = CodeField(
        max_length=4_000, required=False, help_text=f"These products alone, by id, parted by commas; at most {MAX_NAMED}, on one page."
    )

    def validate_ids(self, ids: str) -> list[str]:
        named = [product_id for product_id in ids.split(",") if product_id]
        if len(named) > MAX_NAMED or not all(is_id(product_id, "prod") for product_id in named):
            raise invalid(Text("At most {limit} ids of products, parted by commas", limit=MAX_NAMED), "invalid")
        return named

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "ids" in attrs and any(value for name, value in attrs.items() if name != "ids"):
            raise serializers.ValidationError({"ids": render(Text("Either ids or another filter"))}, code="invalid")
        return attrs


class ListListings(StrictSerializer):
    """The query string of staff's list of products."""

    q = LineField(max_length=200, required=False, default="", source="text", help_text="Words of the title or brand; SKU, barcode or id.")
    vendor = IdField(prefix="ven", required=False, default="", source="vendor_id")
    state = serializers.ChoiceField([item.value for item in ListingState], required=False)
    category = IdField(prefix="cat", required=False, default="", source="category_id", help_text="The category, with all below it.")
    currency = CodeField(max_length=3, required=False, default="", help_text=OF_PRICES)
    sort = SortField("updated_at", "price")


class Moderate(StrictSerializer):
    reason = LineField(max_length=500, help_text="The vendor reads it.")


class ListRenames(StrictSerializer):
    """The query string of what was called otherwise."""

    kind = serializers.ChoiceField([item.value for item in TermKind])


class ListTerms(ListRenames):
    """The query string of brands, tags and names of options."""

    q = LineField(max_length=100, required=False, default="", help_text="A part of it, in any spelling.")
    text = LineField(max_length=255, required=False, default="", help_text="This spelling alone.")


class RenameTerm(StrictSerializer):
    kind = serializers.ChoiceField([item.value for item in TermKind])
    old = LineField(max_length=255, help_text="As the products spell it.")
    new = LineField(max_length=255)
    reason = LineField(max_length=500)


class NameAttribute(StrictSerializer):
    names = LanguagesField(child=LineField(max_length=100, allow_blank=True), help_text="An empty text leaves it to the products.")


class CategoryFields(StrictSerializer):
    slug = LineField(max_length=100, required=False)
    names = LanguagesField(required=False)
    parent_id = IdField(prefix="cat", required=False, allow_null=True)
    position = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)


class MoveCategory(StrictSerializer):
    parent_id = IdField(prefix="cat", allow_null=True, help_text="Null: at the top.")
    before_id = IdField(prefix="cat", required=False, allow_null=True, default=None, help_text="The sibling behind it; null: none is.")


class CreateCategory(CategoryFields):
    names = LanguagesField()


def changes_of(data: dict[str, Any]) -> ProductChanges:
    """The validated data of ``EditProduct`` or ``CreateProduct`` as the service takes it."""
    fields = dict(data)
    if "texts" in fields:
        fields["texts"] = {language: None if texts is None else ProductTexts(**texts) for language, texts in fields["texts"].items()}
    if "options" in fields:
        fields["options"] = [ProductOption(**option) for option in fields["options"]]
    if "variants" in fields:
        fields["variants"] = [VariantInput(**variant) for variant in fields["variants"]]
    if "images" in fields:
        fields["images"] = [ImageInput(**image) for image in fields["images"]]
    if "specifications" in fields:
        fields["specifications"] = [
            Specification(**given | {"kind": SpecificationKind(given["kind"])}) for given in fields["specifications"]
        ]
    if "tax_class" in fields:
        fields["tax_class"] = TaxClass(fields["tax_class"])
    return ProductChanges(**fields)


class VendorVariant(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    sku: str
    barcode: str
    option_values: list[int]
    prices: list[Money]
    compare_at: list[Money]
    weight_g: int
    requires_shipping: bool
    is_active: bool


class VendorImage(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``url`` is where the picture lies, width and height are known of uploaded ones. ``sources`` are for ``<picture>``, the better type
    first; ``preview`` is a tiny version. All these are empty while the state is ``processing``, some seconds after the upload, and where
    it is ``refused``: ``failure`` says why, in the caller's language.
    """

    id: str
    url: str
    alt: Texts
    variant_ids: list[str]
    position: int
    width: int | None
    height: int | None
    sources: list[PictureSource]
    preview: str
    state: ImageState
    failure: str


class VendorProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product as its vendor edits it: every language, every currency. ``shop_url`` is its page in the shop, null unless published."""

    id: str
    slug: str
    handle: str
    status: ProductStatus
    texts: dict[str, ProductTexts]
    brand: str
    product_type: str
    category_id: str | None
    tags: list[str]
    tax_class: TaxClass
    options: list[ProductOption]
    variants: list[VendorVariant]
    images: list[VendorImage]
    countries: list[str]
    attributes: Texts
    specifications: list[Specification]
    group_id: str | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    shop_url: str | None
    taken_down: TakeDown | None  # by the marketplace's staff: it cannot be published until they reinstate it


class AdminProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product as staff sees it: what its vendor edits, and whose it is."""

    vendor_id: str
    vendor_name: str
    product: VendorProduct


class AdminCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A category with its names in every language; ``path`` leads from the root to itself."""

    id: str
    slug: str
    names: Texts
    parent_id: str | None
    path: list[str]
    position: int


class AdminCategories(msgspec.Struct, frozen=True):
    """The whole tree, parents before their children."""

    items: list[AdminCategory]


def vendor_product(product: Product) -> VendorProduct:
    own = ("variants", "images", "shop_url")
    same = {name: getattr(product, name) for name in VendorProduct.__struct_fields__ if name not in own}
    return VendorProduct(
        **same,
        variants=[
            VendorVariant(
                id=variant.id,
                sku=variant.sku,
                barcode=variant.barcode,
                option_values=variant.option_values,
                prices=[Money(minor, currency) for currency, minor in variant.prices.items()],
                compare_at=[Money(minor, currency) for currency, minor in variant.compare_at.items()],
                weight_g=variant.weight_g,
                requires_shipping=variant.requires_shipping,
                is_active=variant.is_active,
            )
            for variant in product.variants
        ],
        images=[_vendor_image(image) for image in product.images],
        shop_url=web_url(f"/products/{product.slug}") if product.is_published else None,
    )


def _vendor_image(image: Image) -> VendorImage:
    return VendorImage(
        id=image.id,
        url=public_url(image.path) if image.path else image.url,
        alt=image.alt,
        variant_ids=list(image.variant_ids),
        position=image.position,
        width=image.width,
        height=image.height,
        sources=sources_of(image),
        preview=image.preview,
        state=image.state,
        failure=render(Text.of_data(image.failure)) if image.failure else "",
    )


def admin_category(view: CategoryView) -> AdminCategory:
    return AdminCategory(
        id=view.id, slug=view.slug, names=view.names, parent_id=view.parent_id, path=list(view.path), position=view.position
    )
