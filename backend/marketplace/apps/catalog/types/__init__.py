"""The nouns of the catalogue, as every other app may use them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType

import msgspec
from msgspec import UNSET, UnsetType

from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Document
from marketplace.kit import limits
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import Money

CategoryId = NewType("CategoryId", str)
Texts = dict[str, str]  # a text per language code

MAX_VARIANTS = limits.declare("catalog.variants", 250, "variants", "Of a product; 422 above.")
MAX_OPTIONS = limits.declare("catalog.options", 3, "options", "Of a product; 422 above.")
MAX_IMAGES = limits.declare("catalog.images", 250, "pictures", "Of a product; 422 above.")
MAX_TITLE = limits.declare("catalog.title", 255, "characters", "Of a title, in each language; 422 above.")
MAX_BODY = limits.declare("catalog.description", 64 * 1024, "characters", "Of a description, in each language; 422 above.")
MAX_WORD = limits.declare("catalog.word", 255, "characters", "Of a tag, a brand, a name or value of an option or choice; 422 above.")
MAX_SPECIFICATIONS = limits.declare("catalog.specifications", 50, "specifications", "Of a product; 422 above.")
MAX_PRICE_MINOR = 10**12


class ProductStatus(StrEnum):
    """Only ``PUBLISHED`` products of an approved vendor can be found and bought."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class TaxClass(StrEnum):
    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"


class ProductTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What a product's page says in one language. ``description_html`` is safe to show as it is."""

    title: str
    description_html: str = ""
    seo_title: str = ""
    seo_description: str = ""


class ProductOption(msgspec.Struct, frozen=True, kw_only=True):
    """What variants differ in (Size), and the values it may have; a variant names a value by its index."""

    name: Texts
    values: list[Texts]


class SpecificationKind(StrEnum):
    """``CHOICE`` is one of few words that many products share, and ``TEXT`` free; by all but ``TEXT`` customers narrow a list."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    YES_NO = "yes_no"


class Specification(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a product is in one respect (Material: cotton), the same for all its variants. Of the values only that of its kind is there:
    ``text`` of a text and a choice, ``number`` with its ``unit`` (``kg``, or empty), ``is_so`` of yes and no.
    """

    name: Texts
    kind: SpecificationKind
    text: Texts = {}
    number: Decimal | None = None
    unit: str = ""
    is_so: bool | None = None


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """What has a SKU and is bought. ``option_values`` holds an index per option; prices are minor units, VAT included."""

    id: VariantId
    sku: str
    barcode: str = ""
    option_values: list[int] = []
    prices: dict[str, int] = {}
    compare_at: dict[str, int] = {}
    weight_g: int = 0
    requires_shipping: bool = True
    is_active: bool = True
    attributes: Texts = {}

    def price_in(self, currency: str) -> Money | None:
        minor = self.prices.get(currency)
        return None if minor is None else Money(minor, currency)


class ImageState(StrEnum):
    """``PROCESSING`` is an upload that a worker has not made yet, ``REFUSED`` one that turned out to be damaged."""

    PROCESSING = "processing"
    READY = "ready"
    REFUSED = "refused"


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """
    A picture in our blob storage (``path``, with a small version) or at an external address (``url``). Sizes in pixels.

    Of one that was uploaded ``folder`` holds ``<width>.avif`` and ``<width>.webp`` for each of ``widths``, the smallest
    first; without ``path`` they are still being made, or could not be, which ``failure`` says (a text as data). ``preview`` is a tiny
    version as a ``data:`` address.
    """

    id: str
    path: str = ""
    small_path: str = ""
    url: str = ""
    folder: str = ""
    widths: list[int] = []
    preview: str = ""
    alt: Texts = {}
    variant_ids: list[VariantId] = []
    position: int = 1
    width: int | None = None
    height: int | None = None
    failure: dict[str, Any] | None = None

    @property
    def is_shown(self) -> bool:
        """Whether it is there to be seen."""
        return bool(self.path or self.url)

    @property
    def state(self) -> ImageState:
        if self.is_shown:
            return ImageState.READY
        return ImageState.REFUSED if self.failure else ImageState.PROCESSING


class ImportMark(msgspec.Struct, frozen=True, kw_only=True):
    """What an import left: which one it was, what it did here, and digests of what its file said."""

    import_id: str
    outcome: str  # created, updated or unchanged
    content_hash: str  # empty once a person has edited the product since
    stock_hash: str
    variants_removed: int = 0


class TakeDown(msgspec.Struct, frozen=True, kw_only=True):
    """Staff took a product out of the shop: why, which its vendor reads, and when. Who did it, the audit log says."""

    reason: str
    at: datetime


class Product(Document, kw_only=True):
    """One vendor's product. Partition ``tenant:vendor``; ``id`` is its ``prod_`` id."""

    vendor_id: VendorId
    slug: str
    handle: str  # the vendor's own name for it in files; the slug where no file named it
    status: ProductStatus = ProductStatus.DRAFT
    texts: dict[str, ProductTexts]
    brand: str = ""
    product_type: str = ""  # the vendor's own word for its kind; categories are the region's
    category_id: CategoryId | None = None
    category_path: list[CategoryId] = []  # root to leaf, the category itself last
    tags: list[str] = []
    tax_class: TaxClass = TaxClass.STANDARD
    options: list[ProductOption] = []
    variants: list[Variant]
    images: list[Image] = []
    countries: list[str] = []  # where it may be sent; empty: everywhere in the region
    attributes: Texts = {}  # columns of the vendor's files that are kept as they stand
    specifications: list[Specification] = []
    group_id: str | None = None  # shared by several vendors' listings of the same thing
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
    taken_down: TakeDown | None = None  # whatever the vendor does with it meanwhile, nobody finds or buys it
    imported: ImportMark | None = None

    @property
    def is_published(self) -> bool:
        """Whether customers may see it."""
        return self.status == ProductStatus.PUBLISHED and self.taken_down is None

    @property
    def folders_in_the_making(self) -> list[str]:
        """Folders of pictures whose renditions are still to be made."""
        return [image.folder for image in self.images if image.state == ImageState.PROCESSING]

    @property
    def shown_images(self) -> list[Image]:
        """The pictures that customers see."""
        return [image for image in self.images if image.is_shown]

    def find_image(self, image_id: str) -> Image | None:
        return next((image for image in self.images if image.id == image_id), None)

    def find_variant(self, variant_id: str) -> Variant | None:
        return next((variant for variant in self.variants if variant.id == variant_id), None)

    def is_available_in(self, country: str) -> bool:
        return country in (self.countries or tenancy.current().countries)

    def text_in(self, language: str) -> tuple[ProductTexts, str]:
        """The texts in that language, else in the tenant's default, else in any; and the language they are in."""
        for candidate in (language, tenancy.current().default_language, *self.texts):
            if candidate in self.texts:
                return self.texts[candidate], candidate
        raise LookupError(f"product {self.id} has no texts")

    def option_text(self, variant: Variant, language: str) -> str:
        """What distinguishes the variant from its siblings, such as ``Blue / M``; empty without options."""
        chosen = [option.values[index] for option, index in zip(self.options, variant.option_values, strict=True)]
        return " / ".join(text_in(values, language) for values in chosen)

    def image_of(self, variant: Variant) -> Image | None:
        """The variant's own picture, else the product's first."""
        shown = self.shown_images
        own = next((image for image in shown if variant.id in image.variant_ids), None)
        return own or next(iter(shown), None)


class OfferedPrice(msgspec.Struct, frozen=True):
    """What customers see a variant at, in minor units, VAT included; None once it is not offered in the currency."""

    variant_id: VariantId
    currency: str
    minor: int | None


class SlugLookup(Document, kw_only=True):
    """Where the product of a slug lies; a slug is unique in its tenant because this document's place is."""

    slug: str
    product_id: ProductId
    vendor_id: VendorId
    claimed_at: datetime


class ProductRef(msgspec.Struct, frozen=True):
    vendor_id: VendorId
    product_id: ProductId


class VariantInput(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as an editor gives it: without ``id`` it is a new one, without ``sku`` one is derived."""

    id: VariantId | None = None
    sku: str = ""
    barcode: str = ""
    option_values: list[int] = []
    prices: list[Money]
    compare_at: list[Money] = []
    weight_g: int = 0
    requires_shipping: bool = True
    is_active: bool = True


class ImageInput(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to keep (``id``) or one at an address (``url``), in the order of the list."""

    id: str | None = None
    url: str = ""
    alt: Texts = {}
    variant_ids: list[VariantId] = []


class ProductChanges(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an edit changes; what is unset stays. ``texts`` replaces the languages it names (``None`` removes one);
    the lists replace the whole list.
    """

    slug: str | UnsetType = UNSET
    texts: dict[str, ProductTexts | None] | UnsetType = UNSET
    brand: str | UnsetType = UNSET
    category_id: CategoryId | UnsetType | None = UNSET
    tags: list[str] | UnsetType = UNSET
    tax_class: TaxClass | UnsetType = UNSET
    options: list[ProductOption] | UnsetType = UNSET
    variants: list[VariantInput] | UnsetType = UNSET
    images: list[ImageInput] | UnsetType = UNSET
    countries: list[str] | UnsetType = UNSET
    specifications: list[Specification] | UnsetType = UNSET


class SuggestedSpecification(msgspec.Struct, frozen=True, kw_only=True):
    """
    How products of a category say something: under which name, as which kind, in which units and with which words, the most used first.
    ``product_count`` is how many of those that were looked at do.
    """

    name: Texts
    kind: SpecificationKind
    units: list[str]
    values: list[Texts]
    product_count: int


class CategoryView(msgspec.Struct, frozen=True, kw_only=True):
    """A category with its ``path`` of ids from the root to itself."""

    id: CategoryId
    slug: str
    names: Texts
    parent_id: CategoryId | None
    path: tuple[CategoryId, ...]
    position: int
    version: int

    def name_in(self, language: str) -> str:
        return text_in(self.names, language)


class CategoryNode(msgspec.Struct, frozen=True, kw_only=True):
    """A category in one language, with what lies below it."""

    id: CategoryId
    slug: str
    name: str
    children: list[CategoryNode]


def text_in(texts: Texts, language: str) -> str:
    """The text in that language, else in the tenant's default, else in any."""
    for candidate in (language, tenancy.current().default_language, *texts):
        if texts.get(candidate):
            return texts[candidate]
    return ""
