"""A product as search knows it: pure, from the product, its vendor, its stock and the names of its categories."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from django.utils.translation import pgettext_lazy

from marketplace.apps.catalog.queries import attribute_key, sources_of
from marketplace.apps.catalog.types import CategoryView, Image, Product, Specification, SpecificationKind, Variant, text_in
from marketplace.apps.discovery.domain.attributes import Feature, colours_in, features_of
from marketplace.apps.discovery.domain.lexicons import lexicon_of, purposes_in
from marketplace.apps.discovery.types.lists import CardImage, ProductCard, VariantCard, VendorName
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import public_url
from marketplace.foundation.search.folding import fold, fold_code
from marketplace.foundation.search.port import SearchDocument, Term, Text
from marketplace.foundation.search.port import Variant as SearchVariant
from marketplace.foundation.texts import in_language, in_languages
from marketplace.foundation.texts import number as written_number
from marketplace.kit.money import Money, digits_of

CARD_WIDTHS = (320, 640)  # pixels; a list of twenty products carries the addresses of each

FIELD_LABELS = {
    "category": pgettext_lazy("filter", "Category"),
    "brand": pgettext_lazy("filter", "Brand"),
    "vendor": pgettext_lazy("filter", "Shop"),
    "price": pgettext_lazy("filter", "Price"),
    "in_stock": pgettext_lazy("filter", "Availability"),
}
IN_STOCK = pgettext_lazy("filter", "In stock")
YES = pgettext_lazy("filter", "Yes")
NO = pgettext_lazy("filter", "No")

MAX_PASSAGE = 500  # characters

_TAG = re.compile(r"<[^<>]*>")
_PRICE_STEPS = (0, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)  # major units


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a product besides its document."""

    vendor: VendorView
    stock: Mapping[str, StockedVariant]
    categories: Sequence[CategoryView]  # root to leaf
    sold: int = 0  # units, lately
    delivered_to: Collection[tuple[str, str]] = ()  # countries and currencies in which the vendor has a way to deliver


def is_visible(product: Product, vendor: VendorView | None) -> bool:
    """Whether customers may find it: published, of a vendor who may sell, with something to buy."""
    return product.is_published and vendor is not None and vendor.is_selling and bool(offered(product))


def offered(product: Product) -> list[Variant]:
    return [variant for variant in product.variants if variant.is_active]


def is_in_stock(variant: Variant, stock: Mapping[str, StockedVariant]) -> bool:
    item = stock.get(variant.id)
    return item is not None and item.has(1)


def document_of(product: Product, facts: Facts, *, version: int) -> SearchDocument:
    """The product's search document. It must be visible."""
    currencies = {
        currency: cheapest for currency in tenancy.current().currencies if (cheapest := cheapest_in(product, currency, facts.stock))
    }
    in_stock = any(is_in_stock(variant, facts.stock) for variant in offered(product))
    published_at = product.published_at or product.updated_at
    return SearchDocument(
        id=product.id,
        version=version,
        texts={language: _text(product, facts, language) for language in tenancy.current().languages},
        codes=_codes(product),
        terms=list(_terms(product, facts, currencies, in_stock=in_stock)),
        numbers={
            "published_at": int(published_at.timestamp()),
            "sold": facts.sold,
            **{f"price.{currency}": variant.prices[currency] for currency, variant in currencies.items()},
        },
        cards={
            language: {currency: card_of(product, facts, language, currency, in_stock=in_stock) for currency in currencies}
            for language in tenancy.current().languages
        },
        boost=100 if product.shown_images else 0,
        variants=_variants(product, facts),
        passages=tuple(_passages(product, facts)),
    )


def _codes(product: Product) -> list[str]:
    """
    SKUs and barcodes, but what the product is called: a SKU that was made of the title (``blue-mug``) would put the first product of
    that name before all others that are called so.
    """
    titles = {fold_code(texts.title) for texts in product.texts.values()}
    codes = (code for variant in product.variants for code in (variant.sku, variant.barcode) if code)
    return [code for code in codes if fold_code(code) not in titles]


def priced_in(product: Product, currency: str, stock: Mapping[str, StockedVariant]) -> list[Variant]:
    """The variants that a price "from" is said of: those in stock, since nobody gets the others for it; all of them if none is."""
    priced = [variant for variant in offered(product) if currency in variant.prices]
    return [variant for variant in priced if is_in_stock(variant, stock)] or priced


def cheapest_in(product: Product, currency: str, stock: Mapping[str, StockedVariant]) -> Variant | None:
    """The variant with the lowest price in that currency that can be had; None if the product is not sold in it."""
    priced = priced_in(product, currency, stock)
    return min(priced, key=lambda variant: variant.prices[currency]) if priced else None


def card_of(product: Product, facts: Facts, language: str, currency: str, *, in_stock: bool) -> msgspec.Raw:
    variants = [variant for variant in offered(product) if currency in variant.prices]
    to_be_had = priced_in(product, currency, facts.stock)
    cheapest = min(to_be_had, key=lambda variant: variant.prices[currency])
    compare_at = cheapest.compare_at.get(currency)
    texts, own_language = product.text_in(language)
    image = product.image_of(cheapest)
    card = ProductCard(
        id=product.id,
        slug=product.slug,
        title=texts.title,
        language=own_language,
        image=_card_image(image, language) if image else None,
        brand=product.brand,
        vendor=vendor_name(facts.vendor),
        price=Money(cheapest.prices[currency], currency),
        price_varies=len({variant.prices[currency] for variant in to_be_had}) > 1,
        compare_at=None if compare_at is None else Money(compare_at, currency),
        rating=None,
        in_stock=in_stock,
        variant_count=len(variants),
        variant_id=variants[0].id if len(variants) == 1 else None,
    )
    return msgspec.Raw(msgspec.json.encode(card))


def _variants(product: Product, facts: Facts) -> list[SearchVariant]:
    """What can be had, as filters ask for it: what is in stock first, and then the cheapest, since the first that fits is shown."""
    default = tenancy.current().default_currency

    def order(variant: Variant) -> tuple[bool, bool, int]:
        return not is_in_stock(variant, facts.stock), default not in variant.prices, variant.prices.get(default, 0)

    return [_search_variant(product, variant, facts) for variant in sorted(offered(product), key=order)]


def _search_variant(product: Product, variant: Variant, facts: Facts) -> SearchVariant:
    in_stock = is_in_stock(variant, facts.stock)
    prices = {currency: minor for currency, minor in variant.prices.items() if currency in tenancy.current().currencies}
    terms = [(f"option.{key}", value) for key, value in _option_values(product, variant)]
    terms += [own for term in _specification_terms(product) if (own := (term.field, term.value)) not in terms]
    terms += [(f"feature.{kind}", value) for kind, value in sorted(_features(product, variant))]
    terms += [(f"price.{currency}", price_step(minor, currency)) for currency, minor in prices.items()]
    terms += [("on_sale", currency) for currency in prices if is_on_sale(variant, currency)]
    return SearchVariant(
        terms=[*terms, ("in_stock", "true")] if in_stock else terms,
        numbers={f"price.{currency}": minor for currency, minor in prices.items()},
        cards={currency: _variant_card(variant, currency, in_stock=in_stock) for currency in prices},
    )


def is_on_sale(variant: Variant, currency: str) -> bool:
    """Whether it costs less than it did."""
    return variant.compare_at.get(currency, 0) > variant.prices[currency]


def _option_values(product: Product, variant: Variant) -> Iterator[tuple[str, str]]:
    for place, option in enumerate(product.options):
        key, value = option_key(option.name), option_value_key(option.values[variant.option_values[place]])
        if key and value:
            yield key, value


def _features(product: Product, variant: Variant) -> set[Feature]:
    """
    What the variant is by its options, in every language that they have a name in; its colour by the product's titles where no option has
    one ("in gold-plated silver").
    """
    chosen = [option.values[variant.option_values[place]] for place, option in enumerate(product.options)]
    found = {feature for value in chosen for label in value.values() for feature in features_of(label)}
    if not any(feature.kind == "colour" for feature in found):
        found |= {Feature("colour", colour) for texts in product.texts.values() for colour in colours_in(texts.title)}
    return found


def _feature_terms(product: Product) -> Iterator[Term]:
    for kind, value in sorted({feature for variant in offered(product) for feature in _features(product, variant)}):
        yield Term(field=f"feature.{kind}", value=value)


def _variant_card(variant: Variant, currency: str, *, in_stock: bool) -> msgspec.Raw:
    compare_at = variant.compare_at.get(currency)
    card = VariantCard(
        price=Money(variant.prices[currency], currency),
        compare_at=None if compare_at is None else Money(compare_at, currency),
        in_stock=in_stock,
    )
    return msgspec.Raw(msgspec.json.encode(card))


def _card_image(image: Image, language: str) -> CardImage:
    return CardImage(
        url=image_url(image.small_path or image.path, image.url),
        alt=text_in(image.alt, language),
        width=image.width,
        height=image.height,
        sources=sources_of(image, widths=CARD_WIDTHS),
        preview=image.preview,
    )


def image_url(path: str, address: str) -> str:
    return public_url(path) if path else address


def vendor_name(vendor: VendorView) -> VendorName:
    return VendorName(id=vendor.id, slug=vendor.slug, name=vendor.name)


def plain_text(safe_html: str) -> str:
    return html.unescape(_TAG.sub(" ", safe_html))


def option_key(name: Mapping[str, str]) -> str:
    """What ``option.<name>`` calls an option in every language alike: its name in the tenant's default one, folded."""
    return attribute_key(text_in(dict(name), tenancy.current().default_language))


def option_value_key(value: Mapping[str, str]) -> str:
    return fold(text_in(dict(value), tenancy.current().default_language))


def delivery_key(country: str, currency: str) -> str:
    """What the index holds of a product that its vendor delivers there for a price in that currency."""
    return f"{country}:{currency}"


def price_step(minor: int, currency: str) -> str:
    """The step of prices that it lies in, its ends inside, as ``1000-1999`` in minor units; the last one is open (``1000000-``)."""
    unit = 10 ** digits_of(currency)
    place = sum(minor >= step * unit for step in _PRICE_STEPS) - 1
    end = str(_PRICE_STEPS[place + 1] * unit - 1) if place + 1 < len(_PRICE_STEPS) else ""
    return f"{_PRICE_STEPS[place] * unit}-{end}"


def _text(product: Product, facts: Facts, language: str) -> Text:
    own = product.texts.get(language)
    keywords = [product.brand, product.product_type, facts.vendor.name, *product.tags]
    keywords += [category.name_in(language) for category in facts.categories]
    keywords += [text_in(value, language) for option in product.options for value in option.values]
    keywords += [text_in(one.text, language) for one in product.specifications if one.kind == SpecificationKind.CHOICE]
    return Text(
        title=own.title if own else "",
        keywords=[keyword for keyword in keywords if keyword],
        body=" ".join([plain_text(own.description_html) if own else "", *_free_texts(product, language)]),
    )


def _free_texts(product: Product, language: str) -> list[str]:
    return [text_in(one.text, language) for one in product.specifications if one.kind == SpecificationKind.TEXT]


def _passages(product: Product, facts: Facts) -> Iterator[str]:
    """
    What the product is, in each of its languages: its kind, its own name, its tags, and what people call such things; once with the
    beginning of its description and once without, since descriptions are long, and long texts are near to everything. Then twice
    what such things are for, so that it counts as much as what they are (``docs/concepts/search.md`` has the measurements).
    """
    for language, own in product.texts.items():
        kind = facts.categories[-1].name_in(language) if facts.categories else product.product_type
        lexicon = lexicon_of(language)
        also = dict.fromkeys([*lexicon.names_of(own.title), *lexicon.names_of(kind)])
        what = f"{kind}: {own.title}. {', '.join(product.tags)}. {', '.join(also)}"[:MAX_PASSAGE]
        yield what
        if own.description_html:
            yield f"{what}. {plain_text(own.description_html.partition('</p>')[0]).strip()[:MAX_PASSAGE]}"
        purposes = purposes_in(language)
        needs = ", ".join(purposes.needs_for(own.title) or purposes.needs_for(kind))[:MAX_PASSAGE]
        yield from [needs] * 2 if needs else []


def _terms(product: Product, facts: Facts, currencies: Mapping[str, Variant], *, in_stock: bool) -> Iterator[Term]:
    for category in facts.categories:
        yield _term("category", category.slug, category.names)
        yield Term(field="category_id", value=category.id)
    if brand := fold(product.brand):
        yield _term("brand", brand, _everywhere(product.brand))
    yield _term("vendor", facts.vendor.slug, _everywhere(facts.vendor.name))
    if in_stock:
        yield _term("in_stock", "true", in_languages(IN_STOCK, tenancy.current().languages))
    if product.group_id:
        yield Term(field="group", value=product.group_id)
    yield from _country_terms(product, facts, currencies)
    for currency in currencies:
        yield from _price_terms(product, currency)
    options = list(_option_terms(product))
    known = {(term.field, term.value) for term in options}
    yield from options
    yield from (term for term in _specification_terms(product) if (term.field, term.value) not in known)
    yield from _feature_terms(product)


def _country_terms(product: Product, facts: Facts, currencies: Collection[str]) -> Iterator[Term]:
    """Where it may be sold, and where its vendor delivers it."""
    for country in product.countries or tenancy.current().countries:
        yield Term(field="country", value=country)
        for currency in currencies:
            if (country, currency) in facts.delivered_to:
                yield Term(field="delivered_to", value=delivery_key(country, currency))


def _price_terms(product: Product, currency: str) -> Iterator[Term]:
    variants = [variant for variant in offered(product) if currency in variant.prices]
    yield Term(field="currency", value=currency)
    if any(is_on_sale(variant, currency) for variant in variants):
        yield Term(field="on_sale", value=currency)
    for step in sorted({price_step(variant.prices[currency], currency) for variant in variants}):
        yield Term(field=f"price.{currency}", value=step, field_labels=_field_labels("price"))


def _option_terms(product: Product) -> Iterator[Term]:
    """The values that at least one variant on offer has."""
    for place, option in enumerate(product.options):
        used = {variant.option_values[place] for variant in offered(product)}
        key = option_key(option.name)
        for value in (option.values[index] for index in sorted(used)):
            if key and (value_key := option_value_key(value)):
                yield Term(field=f"option.{key}", value=value_key, labels=_in_all(value), field_labels=_in_all(option.name))


def _specification_terms(product: Product) -> Iterator[Term]:
    """What every variant is: customers narrow lists by it as by an option of the same name."""
    for specification in product.specifications:
        key, value = option_key(specification.name), specification_value_key(specification)
        if key and value:
            labels = {language: specification_text(specification, language) for language in tenancy.current().languages}
            yield Term(field=f"option.{key}", value=value, labels=labels, field_labels=_in_all(specification.name))


def specification_value_key(specification: Specification) -> str:
    """What a filter calls the value; empty of a free text, by which none goes."""
    match specification.kind:
        case SpecificationKind.CHOICE:
            return option_value_key(specification.text)
        case SpecificationKind.NUMBER if specification.number is not None:
            sign = "minus " if specification.number < 0 else ""  # folding leaves letters and digits
            return fold(f"{sign}{abs(specification.number).normalize():f} {specification.unit}")
        case SpecificationKind.YES_NO:
            return "yes" if specification.is_so else "no"
    return ""


def specification_text(specification: Specification, language: str) -> str:
    """The value as that language says it."""
    match specification.kind:
        case SpecificationKind.NUMBER if specification.number is not None:
            return f"{written_number(specification.number, language)} {specification.unit}".strip()
        case SpecificationKind.YES_NO:
            return in_language(YES if specification.is_so else NO, language)
    return text_in(specification.text, language)


def _term(field: str, value: str, labels: Mapping[str, str]) -> Term:
    return Term(field=field, value=value, labels=_in_all(labels), field_labels=_field_labels(field))


def _field_labels(field: str) -> dict[str, str]:
    return in_languages(FIELD_LABELS[field], tenancy.current().languages)


def _in_all(texts: Mapping[str, str]) -> dict[str, str]:
    """A text for each of the tenant's languages, with fallbacks."""
    return {language: text_in(dict(texts), language) for language in tenancy.current().languages}


def _everywhere(name: str) -> dict[str, str]:
    return dict.fromkeys(tenancy.current().languages, name)
