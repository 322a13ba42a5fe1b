"""From the written content to a region's catalogue: the same values at every call."""

import hashlib
from collections.abc import Iterator
from functools import cache
from itertools import product as every_pair

from marketplace.apps.demo.domain import sources, writing
from marketplace.apps.demo.domain.pricing import price, undercut
from marketplace.apps.demo.domain.sources import Kind, Model, Vendor, vocabulary
from marketplace.apps.demo.domain.types import (
    DemoCatalogue,
    DemoCategory,
    DemoOption,
    DemoOptionValue,
    DemoProduct,
    DemoVariant,
    DemoVendor,
    ImageSpec,
    Texts,
    View,
)

REGIONS = {  # region: its languages and currencies, its own first
    "eu": (("en", "nl", "de", "fr"), ("EUR",)),
    "mena": (("ar", "en", "fr"), ("KWD", "AED", "SAR")),
    "africa": (("en", "fr"), ("NGN", "GHS", "KES", "RWF", "UGX", "XAF", "XOF", "ZAR")),
}
IN_GROUP = 3
BACKDROPS = {
    "sand": "#f1e8dc",
    "mist": "#e4ebee",
    "blush": "#f6e4de",
    "sage": "#e3eadf",
    "lilac": "#e9e5f0",
    "butter": "#f8eed3",
    "sky": "#dfeaf3",
    "stone": "#e9e6e1",
}


@cache
def load_demo(region: str) -> DemoCatalogue:
    """
    The demo catalogue of ``eu``, ``mena`` or ``africa``, in the region's languages and currencies.

    :raises KeyError: for any other region
    :raises ValueError: if a content file is not well formed
    """
    languages, currencies = REGIONS[region]
    vendors = {vendor.slug: vendor for vendor in sources.vendors() if region in vendor.places}
    return DemoCatalogue(
        region=region,
        languages=languages,
        currencies=currencies,
        categories=_categories(region),
        vendors=tuple(_vendor(vendor, region) for vendor in vendors.values()),
        products=tuple(_products(region, vendors)),
    )


def _products(region: str, vendors: dict[str, Vendor]) -> Iterator[DemoProduct]:
    for key, kind in sources.kinds().items():
        for model in kind.models:
            for slug in (model.vendor, model.also):
                if slug in vendors:
                    yield _Offer(key, kind, model, vendors[slug], region).as_product()


def _vendor(vendor: Vendor, region: str) -> DemoVendor:
    place = vendor.places[region]
    return DemoVendor(
        slug=vendor.slug,
        name=vendor.name,
        descriptions=_in_languages(vendor.descriptions, region),
        country=place.country,
        street=place.street,
        area=place.area,
        postcode=place.postcode,
        city=place.city,
        region=place.region,
        vat_number=place.vat_number,
        account=place.account,
        bic=place.bic,
    )


def _categories(region: str) -> tuple[DemoCategory, ...]:
    """Those with products in the region, parents first."""
    places = {vendor.slug: vendor.places for vendor in sources.vendors()}
    used = {
        kind.category
        for kind in sources.kinds().values()
        if any(region in places.get(slug or "", ()) for model in kind.models for slug in (model.vendor, model.also))
    }

    def walk(category: sources.Category, parent: str | None) -> list[DemoCategory]:
        below = [found for child in category.children for found in walk(child, category.slug)]
        if not below and category.slug not in used:
            return []
        names = _in_languages(category.names, region)
        return [DemoCategory(slug=category.slug, parent=parent, names=names), *below]

    return tuple(found for category in sources.categories() for found in walk(category, None))


def _in_languages(texts: Texts, region: str) -> Texts:
    return {language: texts[language] for language in REGIONS[region][0]}


def _capitalized(texts: Texts) -> Texts:
    return {language: text[0].upper() + text[1:] for language, text in texts.items()}


def _number(*parts: str) -> int:
    """A number that looks random and is always the same for the same words."""
    return int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest()[:8])


def gtin(*parts: str) -> str:
    """A GTIN-13 of the range 200 to 299, which no shop's scanner takes for a real article."""
    digits = f"2{_number(*parts) % 10**11:011d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"


class _Offer:
    """One vendor's listing of a model in a region."""

    def __init__(self, key: str, kind: Kind, model: Model, vendor: Vendor, region: str) -> None:
        self.key, self.kind, self.model, self.vendor, self.region = key, kind, model, vendor, region
        self.is_second = vendor.slug != model.vendor
        self.languages, self.currencies = REGIONS[region]
        self.titles = {language: writing.title(kind, model, language) for language in self.languages}
        self.sizes = tuple(model.sizes) or ("",)

    def as_product(self) -> DemoProduct:
        model, handle = self.model, writing.slug(self.titles["en"])
        variants = tuple(self._variants())
        return DemoProduct(
            handle=f"{handle}-{self.vendor.slug}" if self.is_second else handle,
            vendor=self.vendor.slug,
            category=self.kind.category,
            brand=model.brand,
            tags=tuple(dict.fromkeys((*self.kind.tags, *model.tags, *(["sale"] if model.reduced else [])))),
            gtin=variants[0].barcode,
            texts={language: writing.product_text(self.kind, model, language) for language in self.languages},
            options=tuple(self._options()),
            variants=variants,
            images=tuple(self._images()),
            countries=self.vendor.places[self.region].countries,
            tax_class=self.kind.tax,
            days_since_published=1 + _number(handle, self.vendor.slug, "age") % 420,
        )

    def _options(self) -> Iterator[DemoOption]:
        if len(self.model.colours) > 1:
            colours = vocabulary().colours
            yield self._option("colour", {colour: colours[colour].names for colour in self.model.colours})
        if len(self.sizes) > 1:
            axis = self.model.axis or "size"
            yield self._option(axis, {size: writing.measures(size) for size in self.sizes})

    def _option(self, axis: str, values: dict[str, Texts]) -> DemoOption:
        return DemoOption(
            key=axis,
            names=_in_languages(vocabulary().axes[axis], self.region),
            values=tuple(DemoOptionValue(key=key, names=_capitalized(_in_languages(names, self.region))) for key, names in values.items()),
        )

    def _variants(self) -> Iterator[DemoVariant]:
        model = self.model
        for (index, colour), size in every_pair(enumerate(model.colours), self.sizes):
            values = [colour] * (len(model.colours) > 1) + [size] * (len(self.sizes) > 1)
            sku = "-".join(writing.slug(part).upper() for part in (self.vendor.code, self.key, model.name[0], *values))
            yield DemoVariant(
                sku=sku,
                option_values=tuple(values),
                barcode=gtin(self.key, model.name[0], colour, size),
                prices={currency: price(self._cents(size), currency, percent_off=model.reduced) for currency in self.currencies},
                weight_g=self._weight_g(size),
                stock=self._stock(sku),
                image=index,
            )

    def _base_cents(self, size: str) -> int:
        return self.model.sizes[size] if isinstance(self.model.sizes, dict) else self.model.price

    def _cents(self, size: str) -> int:
        cents = self._base_cents(size)
        return undercut(cents) if self.is_second else cents

    def _weight_g(self, size: str) -> int:
        """A size that costs more weighs more; the price grows more slowly than the thing."""
        return self.kind.weight * self._base_cents(size) // self._base_cents(self.sizes[0])

    def _stock(self, sku: str) -> int:
        number = _number(sku, "stock")
        return 0 if number % 23 == 0 else number % 97 + 3

    def _images(self) -> Iterator[ImageSpec]:
        colours = vocabulary().colours
        for colour in self.model.colours:
            yield self._image((colour,), "single", colours[colour].names)
        if len(self.model.colours) > 1:
            yield self._image(self.model.colours[:IN_GROUP], "group", vocabulary().labels["side_by_side"])
        else:
            yield self._image(self.model.colours, "close", vocabulary().labels["close_up"])

    def _image(self, keys: tuple[str, ...], view: View, note: Texts) -> ImageSpec:
        colours = vocabulary().colours
        comma = {language: "،" if language == "ar" else "," for language in self.languages}
        return ImageSpec(
            drawing=self.model.drawing or self.kind.drawing,
            colours=tuple(colours[key].hex for key in keys),
            accent=colours[self.model.accent].hex if self.model.accent else "#c9a26b",
            backdrop=BACKDROPS[self.kind.backdrop],
            pattern=self.model.pattern,
            view=view,
            alt={lang: f"{self.titles[lang]}{comma[lang]} {note[lang]}" for lang in self.languages},
        )
