"""The words of models: their versions, what they recommend, and what they expect to be sold."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import msgspec

from marketplace.apps.discovery.types.lists import Notice, ProductCard


class ModelName(StrEnum):
    """The models of a region."""

    RECOMMENDATIONS = "recommendations"
    FORECASTS = "forecasts"
    FRAUD = "fraud"
    PRICES = "prices"
    SEARCH = "search"


class VersionState(StrEnum):
    """``candidate`` may become active; ``active`` answers; ``retired`` answered before; ``refused`` was not better than its baselines."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    RETIRED = "retired"
    REFUSED = "refused"


class TrialState(StrEnum):
    """``won``: the challenger was better, and answers now. ``lost``, ``undecided``: the champion answers on. ``stopped``: by staff."""

    RUNNING = "running"
    WON = "won"
    LOST = "lost"
    UNDECIDED = "undecided"
    STOPPED = "stopped"


class ListKind(StrEnum):
    """``basket``: bought in one order. ``customer``: bought by the same customers."""

    BASKET = "basket"
    CUSTOMER = "customer"


CAN_BE_TRIED = frozenset({ModelName.RECOMMENDATIONS})  # whose answers are one customer's: of the others both versions see all cases

Metrics = dict[str, float]


class Evaluated(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an offline evaluation found: on a later part of the data, which the model had not seen. ``baselines`` are measures of simpler
    methods on the same cases, by their name. Without ``reason`` the model beats them all; else it says why it must not answer.
    """

    metrics: Metrics
    baselines: dict[str, Metrics]
    reason: Literal["", "too_little_data", "not_better"] = ""


class VersionView(msgspec.Struct, frozen=True, kw_only=True):
    """A trained version: from which days and how many rows, how good it is next to its baselines, and who made it active and when."""

    id: str
    name: ModelName
    number: int
    state: VersionState
    window_from: date | None
    window_until: date | None
    row_count: int
    metrics: Metrics
    baselines: dict[str, Metrics]
    refused_for: str
    trained_by: str
    trained_at: datetime
    duration_ms: int
    activated_by: str
    activated_at: datetime | None


class DriftView(msgspec.Struct, frozen=True, kw_only=True):
    """
    How a model did on what came after its training, by the version of each day: its loss and that of its simplest baseline on the same
    cases, over so many days. It ``is_drifting`` where it is no longer better.
    """

    days: int
    cases: int
    loss: float
    baseline_loss: float
    is_drifting: bool


class TrialArm(msgspec.Struct, frozen=True, kw_only=True):
    """A version in a trial: the orders of its customers, and the share of them of which it guessed the product that was left out."""

    version_id: str
    version_number: int
    cases: int
    hit_rate: float | None


class TrialView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A trial of two versions: ``share_percent`` of the customers get the ``challenger``'s answers, the same ones all the time, and the others
    the ``champion``'s. It ends by itself when one is better beyond chance, or undecided after ``most_days`` scored days.
    """

    id: str
    state: TrialState
    share_percent: int
    champion: TrialArm
    challenger: TrialArm
    days: int
    most_days: int
    started_by: str
    started_at: datetime
    ended_at: datetime | None


class ModelView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A model of the region. While it is not ``is_on``, its fallback answers. ``renews_itself``: a new version that beats its baselines
    becomes active without a person. In ``is_shadow`` it is trained, and its fallback answers. ``drift`` is how it does in
    the field. ``can_be_tried``: two versions can be compared on shares of the customers; ``trial`` is the one that runs, or the last.
    """

    name: ModelName
    is_on: bool
    renews_itself: bool
    is_shadow: bool
    drift: DriftView | None
    can_be_tried: bool
    trial: TrialView | None
    active: VersionView | None
    latest: VersionView | None
    etag: str


Basis = Literal["bought_together", "similar", "for_you", "trending", "popular"]


class Recommendations(msgspec.Struct, frozen=True, kw_only=True):
    """
    Products that are in stock and may go to the country. ``basis`` says what they are: ``bought_together`` and ``for_you`` come from what
    customers bought, the others stand in where that says nothing. ``notice`` as in a list.
    """

    items: list[ProductCard]
    basis: Basis
    notice: Notice | None = None


class ForecastView(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is expected to be sold of a variant from a warehouse, and what to order. ``expected_units`` is for the lead time, of which four
    times in five between ``low_units`` and ``high_units`` are sold. ``position_units`` is what is on hand now and not reserved; what the
    vendor has ordered already and not received is not known here, and has to be taken off. ``reorder_point_units`` are enough for the lead
    time and the days until the next order, as often as the vendor's terms ask; ``order_units`` fill up to them, in whole packs.
    ``sold_units`` were sold in the ``history_days`` before.
    """

    variant_id: str
    product_id: str
    sku: str
    warehouse_id: str
    units_per_day: float
    expected_units: float
    low_units: int
    high_units: int
    position_units: int
    reorder_point_units: int
    order_units: int
    sold_units: int
    history_days: int
    made_at: datetime


class PurchaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A product of a customer's order, as models learn from it."""

    order_id: str
    product_id: str
    quantity: int
    country: str
    bought_at: datetime


class ReorderTerms(msgspec.Struct, frozen=True, kw_only=True):
    """
    How a vendor orders: days until an order arrives, days between two orders, the units of a pack, and the share of times (percent) in
    which stock shall last until an order of the next time arrives.
    """

    lead_time_days: int = 14
    order_every_days: int = 7
    pack_units: int = 1
    service_level_percent: int = 95
