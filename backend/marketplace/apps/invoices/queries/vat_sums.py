"""The VAT that papers of vendors state, added up: what reports to tax offices are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from marketplace.apps.invoices.models import WaitingSale
from marketplace.apps.invoices.statements import VAT_SUMS, VAT_SUMS_OF_VENDOR
from marketplace.apps.invoices.types import VatSum
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money

Period = Literal["quarter", "month"]
LOW_VALUE_MINOR = 150_00  # EUR, the value of a consignment up to which art. 14a (1) and 369l of Directive 2006/112/EC hold


def vat_sums(*, since: datetime, until: datetime, vendor_id: str = "", period: Period = "quarter") -> list[VatSum]:
    """
    Invoices less credit notes that were issued from ``since`` and before ``until``, of one vendor or of all, by route, rate and the
    ``period`` of the supply. Papers never change, so the sums of a time that is over do not either.
    """
    asked = {"period": period, "since": since, "until": until, "timezone": tenancy.current().timezone, "low_value_minor": LOW_VALUE_MINOR}
    found = sql.rows(VAT_SUMS_OF_VENDOR, {**asked, "vendor_id": vendor_id}) if vendor_id else sql.rows(VAT_SUMS, asked)
    return [
        VatSum(
            vendor_id=vendor,
            origin=origin,
            destination=destination,
            is_to_business=is_to_business,
            is_low_value=bool(is_low_value),
            rate_bp=rate_bp,
            supplied_in=supplied_in,
            net=Money(int(net), currency),
            tax=Money(int(tax), currency),
        )
        for vendor, origin, destination, is_to_business, is_low_value, rate_bp, currency, supplied_in, net, tax in found
    ]


def count_waiting_sales(*, vendor_id: str = "") -> int:
    """How many sales of a vendor, or of all, have no invoice yet since something of their vendor is missing."""
    return WaitingSale.objects.filter(**({"vendor_id": vendor_id} if vendor_id else {})).count()
