"""The words of reports to tax offices."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from marketplace.kit.money import Money


class OssScheme(StrEnum):
    """Under which rule of Directive 2006/112/EC a sale to a consumer in another country is declared, and by whom."""

    UNION = "union"  # by the vendor: sent from one member state to another (art. 33 (a), 369a to 369k)
    DEEMED_IMPORT = "deemed_import"  # by the operator: a vendor outside the EU, at most EUR 150 (art. 14a (1), 369l to 369x)
    IMPORT = "import"  # by customs: a vendor outside the EU, more than EUR 150


class Quarter(msgspec.Struct, frozen=True):
    """A quarter of a calendar year: 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


class Month(msgspec.Struct, frozen=True):
    """A month of a calendar year: 1 to 12."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


class OssTotal(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is declared for consumers of one country at one rate. ``supplied_in`` is the quarter of the supply (``2026-Q4``), or its
    month (``2026-11``) in a report of a month: where it is an earlier one than the report's, the amounts correct that return (art. 369g (4)
    and 369t (2)), and may be negative.
    """

    scheme: OssScheme
    destination: str
    rate_bp: int
    supplied_in: str
    net: Money
    tax: Money


class OssVendorRow(OssTotal, frozen=True, kw_only=True):
    """The part of one vendor, from the country that its invoices name as its own."""

    vendor_id: str
    vendor_name: str
    origin: str


class OssThreshold(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's sales to consumers of other member states, without VAT, in the report's year and in the one before, here. At most
    ``limit`` in both, a vendor established in one member state may tax them at home instead (art. 59c); others of its sales count, too.
    """

    vendor_id: str
    vendor_name: str
    year: Money
    previous_year: Money
    limit: Money
    is_over: bool


class Dac7Exclusion(StrEnum):
    """Why a vendor is not reported (Directive 2011/16/EU, annex V, section I)."""

    NO_ACTIVITY = "no_activity"
    FEW_AND_SMALL = "few_and_small"  # B (4) (d): under 30 sales, and not more than EUR 2,000
    OUTSIDE_EU = "outside_eu"  # C: not resident in a member state


class Dac7Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """
    Of a quarter, what was credited to the seller less what it was charged (``consideration``), what it was charged (``fees``, the VAT on
    them included), and the number of its sales. The operator withholds no taxes.
    """

    consideration: Money
    fees: Money
    sale_count: int


class Dac7Seller(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor in a year's report: its four quarters, why it is not in the file, or what the file lacks of it (``missing``): ``address``,
    ``registration_number``, ``vat_number``, ``tax_number``, ``bank_account``; ``other_currency`` (it sold in another one, too, which is
    not in the file) and ``negative_quarter`` (more was taken back than sold, which the file states as zero).
    """

    vendor_id: str
    vendor_name: str
    legal_name: str
    country: str
    quarters: list[Dac7Quarter]
    is_reportable: bool
    exclusion: Dac7Exclusion | None
    missing: list[str]


class OssReport(msgspec.Struct, frozen=True, kw_only=True):
    """
    The sales of a quarter to consumers in other countries, by scheme, country and rate. ``waiting_sales`` are not in it: they have no
    invoice, since their vendor lacks what an invoice needs. ``threshold`` is a vendor's own.
    """

    year: int
    quarter: int
    since: datetime
    until: datetime
    totals: list[OssTotal]
    waiting_sales: int
    threshold: OssThreshold | None = None


class IossReport(msgspec.Struct, frozen=True, kw_only=True):
    """
    The operator's return of the import scheme for a month: what it declares as the supplier of products from outside the EU in consignments
    of at most EUR 150 (Directive 2006/112/EC, art. 14a (1), title XII chapter 6 section 4), by country and rate. ``due_on`` is the last day
    to submit and pay it (art. 369s and 369v). ``tax`` is all of it, in euro; sales in other currencies are not low-value consignments here.
    ``waiting_sales`` are not in it: they have no invoice.
    """

    year: int
    month: int
    since: datetime
    until: datetime
    due_on: date
    totals: list[OssTotal]
    tax: Money
    waiting_sales: int
