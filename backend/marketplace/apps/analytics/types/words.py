"""The words of what is counted: behaviour in the shop, measures of a period, and reports of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from marketplace.kit.money import Money


class EventKind(StrEnum):
    """What a visitor did in the shop."""

    VIEW = "view"  # looked at a product's page
    SEARCH = "search"  # read the first page of what was found
    CLICK = "click"  # opened a product from a list
    ADD = "add"  # put a product into the cart
    REMOVE = "remove"
    CHECKOUT = "checkout"  # reached a step of the checkout
    MESSAGE = "message"  # wrote to a vendor about a product


class CheckoutStep(StrEnum):
    """How far a visitor came on the way to an order."""

    CART = "cart"
    DETAILS = "details"
    PAYMENT = "payment"


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """
    One thing that a visitor did, as the shop reports it. ``id`` is the browser's and makes a repeat recognisable.

    ``count`` is how many were found by a search, or units; ``position`` is the place in a list, from 1; ``query`` has no personal data.
    """

    id: UUID
    kind: EventKind
    at: datetime
    product_id: str = ""
    query: str = ""
    position: int | None = None
    count: int | None = None
    step: str = ""


class Grain(StrEnum):
    """How long a sum is over: an hour or a day of the region's clock."""

    HOUR = "hour"
    DAY = "day"


class Interval(StrEnum):
    """How a report is parted in time."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"  # from Monday
    MONTH = "month"


class Source(StrEnum):
    """Where a measure comes from. Money comes from the books alone, but for what a product sold for."""

    BOOKS = "books"
    SALES = "sales"
    BEHAVIOUR = "behaviour"
    PAYMENTS = "payments"
    RETURNS = "returns"
    DELIVERIES = "deliveries"


class Dimension(StrEnum):
    """What a measure can be parted by, apart from time."""

    VENDOR = "vendor"
    PRODUCT = "product"
    QUERY = "query"
    METHOD = "method"
    REASON = "reason"
    COUNTRY = "country"
    CURRENCY = "currency"


class Measure(StrEnum):
    """What is counted or summed; ``domain.catalogue`` says of each where it comes from and what parts it."""

    SALES = "sales"  # what vendors were credited with for products and delivery, VAT included
    REFUNDS = "refunds"
    COMMISSION = "commission"  # without VAT, less what was reversed
    ORDERS = "orders"
    VENDOR_ORDERS = "vendor_orders"
    UNITS = "units"  # without canceled ones
    PRODUCT_SALES = "product_sales"  # what customers paid for a product, without canceled units and delivery
    NEW_CUSTOMERS = "new_customers"  # who ordered for the first time; guests are nobody
    VISITS = "visits"  # of visitors who agreed; a new one after half an hour of nothing
    VIEWERS = "viewers"  # visitors who looked at a product; each once an hour, as all that follow
    ADDERS = "adders"
    REACHED_CART = "reached_cart"
    REACHED_DETAILS = "reached_details"
    REACHED_PAYMENT = "reached_payment"
    VIEWS = "views"
    ADDED = "added"  # units put into carts
    REMOVED = "removed"
    MESSAGES = "messages"  # written to vendors, by visitors who agreed
    SEARCHES = "searches"
    EMPTY_SEARCHES = "empty_searches"
    SEARCH_CLICKS = "search_clicks"
    CLICK_POSITIONS = "click_positions"  # the places of the clicks, summed: divided by them, the mean place
    PAID = "paid"
    PAYMENTS_SUCCEEDED = "payments_succeeded"
    PAYMENTS_FAILED = "payments_failed"
    RETURNS = "returns"
    DELIVERIES_DUE = "deliveries_due"  # vendor orders that were to be delivered by then; canceled ones are not
    DELIVERIES_KEPT = "deliveries_kept"  # of these, delivered by the end of that day


class ReportName(StrEnum):
    """A report that is put together already (``domain.catalogue``)."""

    SALES = "sales"
    ORDERS = "orders"
    PRODUCTS = "products"
    INTEREST = "interest"
    CUSTOMERS = "customers"
    VENDORS = "vendors"
    COUNTRIES = "countries"
    SEARCH = "search"
    FUNNEL = "funnel"
    RETURNS = "returns"
    PAYMENTS = "payments"
    DELIVERIES = "deliveries"


class VisitorView(msgspec.Struct, frozen=True, kw_only=True):
    """A person who agreed to be counted, by a pseudonym that only the browser and this region know."""

    id: str
    agreed_at: datetime


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch: ``stored`` events are new, ``ignored`` ones were there already, too old, or of a browser that says no."""

    stored: int
    ignored: int


class VisitorData(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored about a customer's browser: what was agreed to, and what it did since."""

    id: str
    agreed_at: datetime
    text: str
    language: str
    events: list[Behaviour]


class Comparison(StrEnum):
    """What a period is compared with."""

    PREVIOUS = "previous"  # as many days, right before; by week or month, as many whole ones
    YEAR = "year"  # the same days of the year before; by week, 52 weeks before


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """
    A report that a person asks for: measures of the days from ``since`` to ``until`` (both included, the region's), by time or by
    dimensions, of those rows alone that have the filters' values.
    """

    measures: tuple[Measure, ...]
    since: date
    until: date
    interval: Interval | None = None
    by: tuple[Dimension, ...] = ()
    compare: Comparison | None = None
    filters: dict[Dimension, str] = {}

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


class AnalyticsValues(msgspec.Struct, frozen=True, kw_only=True):
    """Values by measure: ``counts`` of things, ``amounts`` of money."""

    counts: dict[str, int]
    amounts: dict[str, Money]


class AnalyticsRow(msgspec.Struct, frozen=True, kw_only=True):
    """
    One row: of a time (``starts_at``), or of a value of each dimension, with the name that people know it by in ``names``.

    ``currency`` is empty where no measure is money. ``before`` is the same of the period that it is compared with.
    """

    starts_at: datetime | None
    currency: str
    dimensions: dict[str, str]
    names: dict[str, str]
    values: AnalyticsValues
    before: AnalyticsValues | None


class AnalyticsTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The measures over the whole period, of one currency."""

    currency: str
    values: AnalyticsValues
    before: AnalyticsValues | None


class AnalyticsReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report: by time it has every interval, and else the largest values of the first measure first, a page of them."""

    measures: list[Measure]
    by: list[Dimension]
    interval: Interval | None
    since: date
    until: date
    compared_since: date | None
    compared_until: date | None
    totals: list[AnalyticsTotal]
    items: list[AnalyticsRow]
    next_cursor: str | None


class Segment(StrEnum):
    """Customers of one currency who have something in common (``domain.segments``)."""

    TOP = "top"
    VIP = "vip"
    NEW = "new"
    AT_RISK = "at_risk"
    INACTIVE = "inactive"


class SegmentSize(msgspec.Struct, frozen=True, kw_only=True):
    """How many customers a segment has, and what they spent; as of the last night."""

    segment: Segment
    customers: int
    spent: Money


class CustomerWorth(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a customer bought in one currency, as it is in the copy of their data; the fifths and what is expected are those of
    ``SegmentCustomer``.
    """

    orders: int
    spent: Money
    expected: Money | None
    first_order_at: datetime
    last_order_at: datetime
    recency: int
    frequency: int
    monetary: int


class SegmentCustomer(msgspec.Struct, frozen=True, kw_only=True):
    """
    A customer of a segment. ``recency``, ``frequency`` and ``monetary`` are fifths of all customers of the currency, from 1 to 5, the best.

    ``name`` and ``email`` are empty for an account that is gone. ``expected`` is what such customers spend in the next 90 days; none where
    that could not be foreseen better than by a simple mean (``LifetimeView``).
    """

    customer_id: str
    name: str
    email: str
    orders: int
    spent: Money
    expected: Money | None
    first_order_at: datetime
    last_order_at: datetime
    recency: int
    frequency: int
    monetary: int


class FileFormat(StrEnum):
    """Which kind of file a report is written to."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


# By which the API's document names the choices of requests: its components of answers have the enums' own names.
FILE_FORMATS = tuple(one.value for one in FileFormat)
INTERVALS = tuple(one.value for one in Interval)
COMPARISONS = tuple(one.value for one in Comparison)
MEASURE_NAMES = tuple(one.value for one in Measure)
SEGMENTS = tuple(one.value for one in Segment)
REPORT_NAMES = tuple(one.value for one in ReportName)
EVENT_KINDS = tuple(one.value for one in EventKind)
CHECKOUT_STEPS = tuple(one.value for one in CheckoutStep)


class FileState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"  # it could not be made, however often it was tried


class ReportExportView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A report as a file: asked for, and once it is ``ready``, to be had until ``expires_at``. ``rows_done``: how far it is.

    ``is_whole``: no row was left out.
    """

    id: str
    format: FileFormat
    state: FileState
    rows_done: int
    measures: list[Measure]
    since: date
    until: date
    is_whole: bool
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None


class MeasureView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that can be asked for, and what can part it."""

    code: Measure
    is_money: bool
    dimensions: list[Dimension]


class NamedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that has a name."""

    code: ReportName
    measures: list[Measure]
    by: list[Dimension]
    interval: Interval | None


class AnalyticsCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """All that the caller may ask for."""

    measures: list[MeasureView]
    reports: list[NamedReport]


class SearchChoices(msgspec.Struct, frozen=True, kw_only=True):
    """
    How many visitors asked a question (``askers``), and how many of them chose a product of the list at a place (from 1), put it into the
    cart or bought it within the week after; each visitor once.
    """

    query: str
    askers: int
    product_id: str
    position: int
    chosen: int
    added: int
    bought: int
