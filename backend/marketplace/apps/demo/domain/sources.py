"""The written content as it lies in ``data``: decoded strictly, so that an error names the file."""

from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from marketplace.apps.demo.domain.types import Texts

DATA = Path(__file__).parent / "data"
T = TypeVar("T")


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A typing error in a key is an error, not a default."""


class Colour(Strict, frozen=True, kw_only=True):
    hex: str
    names: Texts


class Material(Strict, frozen=True, kw_only=True):
    label: Texts  # "Stoneware"
    of: Texts  # "in stoneware": follows a name whatever its gender
    story: Texts  # a sentence about the material itself


class Vocabulary(Strict, frozen=True, kw_only=True):
    """Words and sentences that many products share. No sentence has the product as its subject, so all agree with any."""

    colours: dict[str, Colour]
    materials: dict[str, Material]
    features: dict[str, Texts]
    cares: dict[str, Texts]
    keeping: dict[str, Texts]
    origins: dict[str, Texts]
    axes: dict[str, Texts]
    values: dict[str, Texts]
    labels: dict[str, Texts]


class Model(Strict, frozen=True, kw_only=True):
    """One product of a kind. What it leaves out of the first four, its kind says for all."""

    name: tuple[str, str]  # in Latin and in Arabic letters
    vendor: str = ""
    brand: str = ""
    origin: str = ""
    material: str | None = None
    price: int = 0  # in cents of a euro, VAT included; other currencies follow from it
    title: Texts | None = None  # where noun and name do not make the title
    about: Texts | None = None  # a paragraph of its own
    features: tuple[str, ...] = ()
    colours: tuple[str, ...]
    sizes: dict[str, int] | tuple[str, ...] = ()  # a price for each, where it depends on the size
    axis: str | None = None
    measure: str | None = None
    pattern: str = "plain"
    drawing: str | None = None
    accent: str | None = None
    reduced: int = 0  # percent off the price that it had before
    tags: tuple[str, ...] = ()
    also: str | None = None  # another vendor who offers the same thing


class Kind(Strict, frozen=True, kw_only=True):
    """A type of product: what all its models have in common."""

    category: str
    noun: Texts | None = None
    title: Texts | None = None  # with {name}, for kinds whose titles are not "noun name"
    intro: Texts  # two sentences; {name} is the model's name
    drawing: str
    weight: int  # grams, of the first variant
    vendor: str = ""
    brand: str = ""
    origin: str = ""
    material: str | None = None
    backdrop: str = "sand"
    care: str | None = None
    keep: str | None = None  # how to store what is eaten
    tax: Literal["standard", "reduced"] = "standard"
    tags: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    axis: str | None = None
    models: tuple[Model, ...]

    def completed(self) -> "Kind":
        """The kind with the values that hold for all models set on each of them."""
        models = (
            msgspec.structs.replace(
                model,
                vendor=model.vendor or self.vendor,
                brand=model.brand or self.brand,
                origin=model.origin or self.origin,
                material=model.material or self.material,
                axis=model.axis or self.axis,
                sizes=model.sizes or self.sizes,
            )
            for model in self.models
        )
        return msgspec.structs.replace(self, models=tuple(models))


class Place(Strict, frozen=True, kw_only=True):
    country: str
    street: str
    area: str = ""
    postcode: str = ""
    city: str
    region: str = ""
    vat_number: str  # passes the checks; belongs to nobody
    account: str
    bic: str = ""
    countries: tuple[str, ...]


class Vendor(Strict, frozen=True, kw_only=True):
    slug: str
    code: str  # begins its SKUs
    name: str
    descriptions: Texts
    places: dict[str, Place]  # by region


class Category(Strict, frozen=True, kw_only=True):
    slug: str
    names: Texts
    children: tuple["Category", ...] = ()


def read(path: Path, shape: type[T]) -> T:
    """:raises ValueError: naming the file and the place in it that is wrong"""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=shape)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{path.name}: {error}") from error


@cache
def vocabulary() -> Vocabulary:
    return read(DATA / "vocabulary.yaml", Vocabulary)


@cache
def vendors() -> tuple[Vendor, ...]:
    return read(DATA / "vendors.yaml", tuple[Vendor, ...])


@cache
def categories() -> tuple[Category, ...]:
    return read(DATA / "categories.yaml", tuple[Category, ...])


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of every department, by its key. :raises ValueError: if two departments use one key"""
    found: dict[str, Kind] = {}
    for path in sorted((DATA / "departments").glob("*.yaml")):
        department = read(path, dict[str, Kind])
        if twice := found.keys() & department.keys():
            raise ValueError(f"{path.name}: {sorted(twice)} also in another department")
        found |= {key: kind.completed() for key, kind in department.items()}
    return found
