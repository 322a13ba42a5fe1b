"""What the demo catalogue is made of: plain values that know neither Django nor a database."""

from typing import Literal

import msgspec

View = Literal["single", "close", "group"]
Texts = dict[str, str]  # a text per language code: {"en": "Mug", "nl": "Mok"}


class ImageSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A picture still to be drawn by ``draw``. Colours are ``#rrggbb``."""

    drawing: str
    colours: tuple[str, ...]  # the object's own colour; with view "group" one for each copy of it
    accent: str
    backdrop: str
    pattern: str = "plain"
    view: View = "single"
    alt: Texts = msgspec.field(default_factory=dict)

    @property
    def filename(self) -> str:
        """A stable name: the same for the same picture."""
        parts = (self.drawing, *(colour.lstrip("#") for colour in self.colours), self.pattern, self.view)
        return "-".join((*parts, self.backdrop.lstrip("#"), self.accent.lstrip("#"))) + ".webp"


class DemoPrice(msgspec.Struct, frozen=True, kw_only=True):
    """VAT included, in the currency's own minor units: 1695 is EUR 16.95, 12500 is KWD 12.500."""

    amount_minor: int
    compare_at_minor: int | None = None


class DemoOptionValue(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    names: Texts


class DemoOption(msgspec.Struct, frozen=True, kw_only=True):
    key: str  # "colour", "size", "capacity"
    names: Texts
    values: tuple[DemoOptionValue, ...]


class DemoVariant(msgspec.Struct, frozen=True, kw_only=True):
    sku: str  # unique in the catalogue
    option_values: tuple[str, ...]  # a value's key for each of the product's options, in their order; empty without options
    barcode: str  # GTIN-13 of the range for internal use (2...); another vendor's offer of the same thing has the same
    prices: dict[str, DemoPrice]  # by currency
    weight_g: int
    stock: int
    image: int  # index in the product's images


class ProductText(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    description_html: str  # p, ul and li only
    seo_title: str
    seo_description: str


class DemoProduct(msgspec.Struct, frozen=True, kw_only=True):
    handle: str  # unique in the region; a slug as it stands
    vendor: str  # slug of a DemoVendor
    category: str  # slug of a DemoCategory without children
    brand: str
    tags: tuple[str, ...]
    gtin: str  # of the first variant
    texts: dict[str, ProductText]  # by language
    options: tuple[DemoOption, ...]
    variants: tuple[DemoVariant, ...]  # 1 to 9
    images: tuple[ImageSpec, ...]
    countries: tuple[str, ...]  # where it may be sent
    tax_class: Literal["standard", "reduced"]
    days_since_published: int


class DemoCategory(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    parent: str | None  # comes before its children in the catalogue
    names: Texts


class DemoVendor(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    descriptions: Texts
    country: str
    street: str
    area: str
    postcode: str
    city: str
    region: str
    vat_number: str  # passes the checks; belongs to nobody
    account: str  # an IBAN whose checksum is right or, with a ``bic``, an account number; belongs to nobody
    bic: str


class DemoCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """One region's shops: every text in each of ``languages``, every price in each of ``currencies``."""

    region: str
    languages: tuple[str, ...]  # the first is the region's own
    currencies: tuple[str, ...]
    categories: tuple[DemoCategory, ...]
    vendors: tuple[DemoVendor, ...]
    products: tuple[DemoProduct, ...]
