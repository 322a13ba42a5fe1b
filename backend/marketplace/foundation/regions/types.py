"""Regions as their operator sees them: a list, and one with all that it still needs."""

from __future__ import annotations

from typing import Literal

import msgspec

RegionState = Literal["planned", "open", "closed"]
StepState = Literal["done", "open", "waiting"]


class RegionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A region of the directory. ``is_configured``: the environment of the process that answers names its database."""

    slug: str
    name: str
    state: RegionState
    domains: list[str]
    is_configured: bool
    is_in_maintenance: bool


class EnvironmentVariable(msgspec.Struct, frozen=True, kw_only=True):
    """A variable that every process of the platform needs for the region. ``example`` has a placeholder where a secret stands."""

    name: str
    example: str
    is_set: bool
    is_secret: bool


class SetupStep(msgspec.Struct, frozen=True, kw_only=True):
    """
    A part of what a region needs, looked at just now. ``waiting``: one before it has to be done first. ``problems`` say in English what
    is wrong; the region opens once all that are ``is_required`` are done.
    """

    name: str
    state: StepState
    is_required: bool
    problems: list[str]


class RegionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """
    What was said of a region, and how far it is. ``file`` is the same as a description for ``backend/config/regions``; ``etag`` is sent
    back to change or open it.
    """

    slug: str
    name: str
    state: RegionState
    domains: list[str]
    default_currency: str
    currencies: list[str]
    default_language: str
    languages: list[str]
    timezone: str
    countries: list[str]
    countries_without_vat: list[str]
    cosmos_database_name: str
    postgres_schema: str
    features: dict[str, bool]
    file: str
    environment: list[EnvironmentVariable]
    steps: list[SetupStep]
    can_open: bool
    etag: str
