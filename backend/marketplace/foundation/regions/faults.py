"""What can be wrong with the description of a region, field by field: for its file, its form and the directory's row alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

from marketplace.foundation.tenancy.settings import faults_of
from marketplace.foundation.tenancy.types import Tenant
from marketplace.foundation.texts import is_country, is_language
from marketplace.kit.currencies import CURRENCY_DIGITS
from marketplace.kit.errors import FieldError
from marketplace.kit.texts import Text

SLUG = re.compile(r"[a-z][a-z0-9]{1,19}")  # it is part of the names of variables in the environment
SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")


def faults_of_places(tenant: Tenant) -> list[FieldError]:
    """What is wrong with the region's code, its hosts and the name of its schema."""
    return list(_faults_of_places(tenant))


def faults_of_values(tenant: Tenant) -> list[FieldError]:
    """What is wrong with a region's currencies, languages, countries, time zone and settings, in plain sentences."""
    unfit = faults_of(tenant.settings, tenant.features, currencies=tenant.currencies)
    return [*_faults_of_codes(tenant), *_faults_of_choices(tenant), *unfit]


def sentence_of(fault: FieldError) -> str:
    """The fault by itself, where no field stands next to it: a message about a setting or feature does not name it."""
    return f"{fault.field}: {fault.message}" if "." in fault.field else str(fault.message)


def _faults_of_places(tenant: Tenant) -> Iterator[FieldError]:
    if not SLUG.fullmatch(tenant.slug):
        yield FieldError("slug", "invalid", Text("slug must be 2 to 20 lower-case letters and digits, a letter first"))
    if not tenant.domains:
        yield FieldError("domains", "required", Text("domains must name at least one host"))
    for host in tenant.domains:
        if not HOST.fullmatch(host):
            yield FieldError("domains", "invalid", Text("domains: {host} is not a host name in lower case", host=host))
    if not SCHEMA.fullmatch(tenant.postgres_schema):
        yield FieldError("postgres_schema", "invalid", Text("postgres_schema must be a plain lower-case name"))


def _faults_of_codes(tenant: Tenant) -> Iterator[FieldError]:
    for currency in tenant.currencies:
        if currency not in CURRENCY_DIGITS:
            message = Text("currency '{currency}' is not one of ISO 4217 with a minor unit", currency=currency)
            yield FieldError("currencies", "unknown_currency", message)
    for language in tenant.languages:
        if not is_language(language):
            message = Text("language '{language}' is unknown: give its code of two lower-case letters", language=language)
            yield FieldError("languages", "unknown_language", message)
    for country in tenant.countries:
        if not is_country(country):
            message = Text("country '{country}' is unknown: give its code of two capital letters", country=country)
            yield FieldError("countries", "unknown_country", message)


def _faults_of_choices(tenant: Tenant) -> Iterator[FieldError]:
    if tenant.default_currency not in tenant.currencies:
        yield FieldError("default_currency", "not_listed", Text("default_currency is not among currencies"))
    if tenant.default_language not in tenant.languages:
        yield FieldError("default_language", "not_listed", Text("default_language is not among languages"))
    if tenant.timezone not in available_timezones():
        yield FieldError("timezone", "unknown_timezone", Text("timezone '{timezone}' is unknown", timezone=tenant.timezone))
    if not tenant.countries:
        yield FieldError("countries", "required", Text("countries must name at least one"))
    if not set(tenant.countries_without_vat) <= set(tenant.countries):
        yield FieldError("countries_without_vat", "not_listed", Text("countries_without_vat must be among countries"))
