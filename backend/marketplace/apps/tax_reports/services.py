"""Making the yearly report of vendors: it reads bank accounts in clear, so it is audited."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.tax_reports import queries
from marketplace.apps.tax_reports.domain.dac7_file import ReportedSeller, as_xml
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import tenancy
from marketplace.kit.actors import Actor


def make_dac7_file(year: int, *, actor: Actor, now: datetime) -> bytes:
    """
    The XML of a year for the operator's tax office, with every vendor that is reported. Each file is a message of its own.

    :raises OperatorUnknown: if the region's settings do not say who reports
    """
    operator = queries.dac7_operator()
    reported = {vendor_id: pair for vendor_id, pair in queries.dac7_sellers(year).items() if pair[1].is_reportable}
    currency, message_id = (
        tenancy.current().default_currency,
        f"{operator.country}{year}{operator.country}.{operator.tax_number}.{now:%Y%m%d%H%M%S}",
    )
    accounts = vendor_services.read_payout_accounts(reported, currency, purpose=f"dac7-{year}", actor=actor, now=now)
    sellers = [
        ReportedSeller(vendor=vendor, seller=seller, account=accounts.get(vendor_id)) for vendor_id, (vendor, seller) in reported.items()
    ]
    return as_xml(operator, sellers, year=year, message_id=message_id, made_at=now)
