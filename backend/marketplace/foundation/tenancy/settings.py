"""
Typed settings of a region: each app declares its own, in a module ``region_settings``, and reads them through what it declared.

    RETURN_WINDOW_DAYS = whole_number("return_window_days", default=14, least=0, most=365, unit="days", description="...")
    RETURN_WINDOW_DAYS.current()  # of the tenant in scope

A region's values are checked when it is configured (``check_description``) and when staff edit it (``admin/region``). The settings
reference (``docs/reference/settings.md``) and ``GET admin/region/settings`` are made from the same declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from marketplace.foundation.tenancy.scope import current
from marketplace.foundation.tenancy.types import SettingValue, Tenant
from marketplace.kit.errors import FieldError
from marketplace.kit.texts import Text

V = TypeVar("V")
MAX_AMOUNT_MINOR = 10**12


class SettingKind(StrEnum):
    """The form of a setting's value."""

    WHOLE_NUMBER = "whole_number"
    YES_NO = "yes_no"
    AMOUNT_BY_CURRENCY = "amount_by_currency"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[V]):
    """
    A declared setting. ``default`` holds where a region sets nothing; ``described_default`` says it in words where it depends on more.

    ``least`` and ``most`` bound a whole number, and each amount of an amount by currency; both are inclusive, in ``unit``. A text matches
    ``pattern`` as a whole.
    """

    name: str
    kind: SettingKind
    default: V
    unit: str
    description: str
    described_default: str = ""
    least: int = 0
    most: int = 0
    pattern: re.Pattern[str] | None = None

    def of(self, tenant: Tenant) -> V:
        return cast(V, tenant.settings.get(self.name, self.default))

    def current(self) -> V:
        """The value of the tenant in scope. :raises NoTenantScope: outside a scope"""
        return self.of(current())

    def faults_of(self, value: object, *, currencies: Sequence[str]) -> Iterator[FieldError]:
        """What is wrong with ``value`` in a region of these ``currencies``."""
        field = f"settings.{self.name}"
        match self.kind:
            case SettingKind.WHOLE_NUMBER:
                yield from self._faults_of_number(field, value)
            case SettingKind.YES_NO:
                if not isinstance(value, bool):
                    yield FieldError(field, "wrong_type", Text("Must be true or false"))
            case SettingKind.TEXT:
                yield from self._faults_of_text(field, value)
            case SettingKind.AMOUNT_BY_CURRENCY:
                yield from self._faults_of_amounts(field, value, currencies)

    def _faults_of_amounts(self, field: str, value: object, currencies: Sequence[str]) -> Iterator[FieldError]:
        if not isinstance(value, Mapping):
            yield FieldError(field, "wrong_type", Text("Must be an object of amounts in minor units by currency"))
            return
        for currency, minor in value.items():
            if currency not in currencies:
                message = Text("This marketplace does not use {currency}", currency=str(currency))
                yield FieldError(f"{field}.{currency}", "foreign_currency", message)
            else:
                yield from self._faults_of_number(f"{field}.{currency}", minor)

    def _faults_of_text(self, field: str, value: object) -> Iterator[FieldError]:
        if not isinstance(value, str):
            yield FieldError(field, "wrong_type", Text("Must be a text"))
        elif self.pattern is not None and not self.pattern.fullmatch(value):
            yield FieldError(field, "invalid", Text("This value is not valid here"))

    def _faults_of_number(self, field: str, value: object) -> Iterator[FieldError]:
        if type(value) is not int:  # True is an int, too
            yield FieldError(field, "wrong_type", Text("Must be a whole number"))
        elif not self.least <= value <= self.most:
            yield FieldError(field, "out_of_bounds", Text("From {least} to {most}", least=self.least, most=self.most))


@dataclass(frozen=True, slots=True)
class Feature:
    """What a region may switch on; off where it says nothing. Web apps read it from ``store/region``."""

    name: str
    description: str

    def is_on(self, tenant: Tenant) -> bool:
        return tenant.features.get(self.name, False)


_settings: dict[str, Setting[Any]] = {}
_features: dict[str, Feature] = {}


def whole_number(name: str, *, default: V, least: int, most: int, unit: str, description: str, described_default: str = "") -> Setting[V]:
    """
    Declare a whole number. ``default`` may be None where ``described_default`` says what holds instead.

    :raises ValueError: if the name is declared differently elsewhere
    """
    return _declare(
        Setting(
            name=name,
            kind=SettingKind.WHOLE_NUMBER,
            default=default,
            least=least,
            most=most,
            unit=unit,
            description=description,
            described_default=described_default,
        )
    )


def yes_no(name: str, *, default: bool, description: str) -> Setting[bool]:
    """:raises ValueError: if the name is declared differently elsewhere"""
    return _declare(Setting(name=name, kind=SettingKind.YES_NO, default=default, unit="true or false", description=description))


def amount_by_currency(name: str, *, description: str, described_default: str) -> Setting[Mapping[str, int]]:
    """
    Declare minor units by currency; a currency that the region does not name has none.

    :raises ValueError: if the name is declared differently elsewhere
    """
    return _declare(
        Setting(
            name=name,
            kind=SettingKind.AMOUNT_BY_CURRENCY,
            default=cast(Mapping[str, int], {}),
            most=MAX_AMOUNT_MINOR,
            unit="minor units by currency",
            description=description,
            described_default=described_default,
        )
    )


def text(name: str, *, pattern: re.Pattern[str], unit: str, description: str, described_default: str) -> Setting[str]:
    """
    Declare a text of the form ``pattern``; empty where a region says nothing. ``unit`` says the form in words.

    :raises ValueError: if the name is declared differently elsewhere
    """
    return _declare(
        Setting(
            name=name,
            kind=SettingKind.TEXT,
            default="",
            pattern=pattern,
            unit=unit,
            description=description,
            described_default=described_default,
        )
    )


def feature(name: str, *, description: str) -> Feature:
    """:raises ValueError: if the name is declared differently elsewhere"""
    declared = Feature(name, description)
    if _features.setdefault(name, declared) != declared:
        raise ValueError(f"Two features are named {name}")
    return declared


def list_settings() -> list[Setting[Any]]:
    """All that the apps declared, by name."""
    return sorted(_settings.values(), key=lambda setting: setting.name)


def list_features() -> list[Feature]:
    """All that the apps declared, by name."""
    return sorted(_features.values(), key=lambda declared: declared.name)


def faults_of(settings: Mapping[str, SettingValue], features: Mapping[str, bool], *, currencies: Sequence[str]) -> list[FieldError]:
    """What cannot be set in a region of these ``currencies``: unknown names, values of another type, numbers out of bounds."""
    faults = [
        FieldError(f"features.{name}", "unknown_feature", Text("There is no such feature")) for name in features if name not in _features
    ]
    for name, value in settings.items():
        if name in _settings:
            faults += _settings[name].faults_of(value, currencies=currencies)
        else:
            faults.append(FieldError(f"settings.{name}", "unknown_setting", Text("There is no such setting")))
    return faults


def _declare(setting: Setting[V]) -> Setting[V]:
    if _settings.setdefault(setting.name, setting) != setting:
        raise ValueError(f"Two settings are named {setting.name}")
    return setting
