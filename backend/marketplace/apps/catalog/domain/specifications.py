"""What a product is in single respects: what must be true of it, and how others of its kind say it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import msgspec

from marketplace.apps.catalog.types import (
    MAX_SPECIFICATIONS,
    MAX_WORD,
    Product,
    Specification,
    SpecificationKind,
    SuggestedSpecification,
    Texts,
    text_in,
)
from marketplace.apps.catalog.types.imported import ImportedSpecification
from marketplace.foundation.tenancy import Tenant
from marketplace.kit.errors import FieldError
from marketplace.kit.texts import Text

MAX_TEXT = 1000  # characters of a free text
MAX_UNIT = 20
MAX_NUMBER = Decimal(10) ** 12
MAX_DECIMALS = 6
MOST_SUGGESTED = 20  # names of a category
MOST_VALUES = 30  # words and units of a name


def faults_of(specifications: Sequence[Specification], tenant: Tenant) -> Iterator[FieldError]:
    """Everything that forbids to store them."""
    if len(specifications) > MAX_SPECIFICATIONS:
        yield FieldError("specifications", "too_many", Text("At most {limit} specifications", limit=MAX_SPECIFICATIONS))
    for index, specification in enumerate(specifications):
        path = f"specifications.{index}"
        yield from _text_faults(f"{path}.name", specification.name, tenant, limit=MAX_WORD)
        yield from _value_faults(path, specification, tenant)
    yield from _repeated(specifications)


def cleaned(specification: Specification) -> Specification:
    """As it is stored: its number without zeros that say nothing (``120.50``), and never as ``1E+2``."""
    if specification.number is None or not specification.number.is_finite():
        return specification
    return msgspec.structs.replace(specification, number=Decimal(f"{specification.number.normalize():f}"))


def merged(old: Sequence[Specification], imported: Iterable[ImportedSpecification]) -> list[Specification]:
    """Those that are stored under those that a file says, of which one without a value removes; new ones come last."""
    said: dict[str, Specification] = {}
    for item in imported:
        if _says_something(item.said) or item.label.casefold() not in said:  # a file may have columns of one name and several kinds
            said[item.label.casefold()] = item.said
    found = []
    for stored in old:
        label = next((name for text in stored.name.values() if (name := text.casefold()) in said), None)
        found.append(stored if label is None else _over(stored, said.pop(label)))
    found += [_over(None, new) for new in said.values()]
    return [specification for specification in found if _says_something(specification)]


def _over(stored: Specification | None, said: Specification) -> Specification:
    known = stored.name if stored else {}
    called = {text.casefold() for text in known.values()}  # a column has the name in another language where the file's own is lacking
    names = known | {language: text for language, text in said.name.items() if language in known or text.casefold() not in called}
    texts = (stored.text if stored and stored.kind == said.kind else {}) | said.text
    return cleaned(msgspec.structs.replace(said, name=_without_empty(names), text=_without_empty(texts)))


def _without_empty(texts: Texts) -> Texts:
    return {language: text for language, text in texts.items() if text}


def _says_something(specification: Specification) -> bool:
    return any(specification.text.values()) or specification.number is not None or specification.is_so is not None


def key_of(specification: Specification) -> str:
    """Two of a product are the same respect if this is the same: letter case aside, the name in the tenant's default language."""
    return _key(specification.name)


def suggested(products: Iterable[Product]) -> list[SuggestedSpecification]:
    """How these products say what they are, the most used first; of one name the kind that most of them give it."""
    by_key: dict[str, list[Specification]] = {}
    for product in products:
        for specification in product.specifications:
            by_key.setdefault(key_of(specification), []).append(specification)
    ranked = sorted(by_key.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_suggestion(alike) for _, alike in ranked[:MOST_SUGGESTED]]


def _suggestion(alike: Sequence[Specification]) -> SuggestedSpecification:
    kind = Counter(specification.kind for specification in alike).most_common(1)[0][0]
    same = [specification for specification in alike if specification.kind == kind]
    units = Counter(specification.unit for specification in same if specification.unit)
    return SuggestedSpecification(
        name=_fullest(specification.name for specification in same),
        kind=kind,
        units=[unit for unit, _ in units.most_common(MOST_VALUES)],
        values=_values(same) if kind == SpecificationKind.CHOICE else [],
        product_count=len(alike),
    )


def _values(same: Sequence[Specification]) -> list[Texts]:
    by_key: dict[str, list[Texts]] = {}
    for specification in same:
        by_key.setdefault(_key(specification.text), []).append(specification.text)
    ranked = sorted(by_key.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_fullest(texts) for _, texts in ranked[:MOST_VALUES]]


def _fullest(several: Iterable[Texts]) -> Texts:
    """The one in the most languages."""
    return max(several, key=len)


def _key(texts: Texts) -> str:
    return text_in(texts, "").casefold()


def _repeated(specifications: Sequence[Specification]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for index, specification in enumerate(specifications):
        key = key_of(specification)
        if key and key in seen:
            name = text_in(specification.name, "")
            yield FieldError(f"specifications.{index}.name", "repeated", Text("{text} is there twice", text=name))
        seen.add(key)


def _text_faults(path: str, texts: Texts, tenant: Tenant, *, limit: int) -> Iterator[FieldError]:
    if not any(text.strip() for text in texts.values()):
        yield FieldError(path, "required", Text("Needed in at least one language"))
    for language, text in texts.items():
        if language not in tenant.languages:
            yield FieldError(
                f"{path}.{language}", "unknown_language", Text("{language} is not a language of this region", language=language)
            )
        if len(text) > limit:
            yield FieldError(f"{path}.{language}", "too_long", Text("At most {limit} characters", limit=limit))


def _value_faults(path: str, specification: Specification, tenant: Tenant) -> Iterator[FieldError]:
    kind = specification.kind
    is_worded = kind in (SpecificationKind.TEXT, SpecificationKind.CHOICE)
    if is_worded:
        yield from _text_faults(f"{path}.text", specification.text, tenant, limit=MAX_TEXT if kind == SpecificationKind.TEXT else MAX_WORD)
    elif specification.text:
        yield _of_another_kind(f"{path}.text")
    if kind == SpecificationKind.NUMBER:
        yield from _number_faults(path, specification)
    elif specification.number is not None or specification.unit:
        yield _of_another_kind(f"{path}.number")
    if kind == SpecificationKind.YES_NO and specification.is_so is None:
        yield FieldError(f"{path}.is_so", "required", Text("Yes or no"))
    if kind != SpecificationKind.YES_NO and specification.is_so is not None:
        yield _of_another_kind(f"{path}.is_so")


def _number_faults(path: str, specification: Specification) -> Iterator[FieldError]:
    number = specification.number
    if number is None:
        yield FieldError(f"{path}.number", "required", Text("The number is missing"))
    elif not number.is_finite() or abs(number) > MAX_NUMBER:
        yield FieldError(f"{path}.number", "out_of_range", Text("A number of at most {limit}", limit=int(MAX_NUMBER)))
    elif number != round(number, MAX_DECIMALS):
        yield FieldError(f"{path}.number", "too_fine", Text("At most {limit} decimals", limit=MAX_DECIMALS))
    if len(specification.unit) > MAX_UNIT:
        yield FieldError(f"{path}.unit", "too_long", Text("At most {limit} characters", limit=MAX_UNIT))


def _of_another_kind(field: str) -> FieldError:
    return FieldError(field, "of_another_kind", Text("The specification is of another kind"))
