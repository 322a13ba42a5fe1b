"""The rails that payouts are sent by."""

import re

from marketplace.apps.ledger.types import BANK_PAYOUTS, provider_account
from marketplace.apps.payouts.rails.bank_file import CsvFile, SepaFile
from marketplace.apps.payouts.rails.base import PayoutRail
from marketplace.apps.payouts.rails.provider_transfers import ProviderTransfers

SEPA_FILE, CSV_FILE = SepaFile(), CsvFile()
# By the method of the payouts that go by them.
PROVIDER_RAILS = {
    rail.name: rail
    for rail in (
        ProviderTransfers("stripe", accounts=re.compile(r"acct_\w+")),
        ProviderTransfers("paystack", accounts=re.compile(r"RCP_\w+")),
        ProviderTransfers("paypal", accounts=re.compile(r"[^@\s]+@[^@\s]+")),
    )
}


def rail_of(currency: str) -> PayoutRail:
    """The rail to bank accounts that payouts in ``currency`` are sent by."""
    return SEPA_FILE if SEPA_FILE.capabilities.takes(currency) else CSV_FILE


def is_sent_by(method: str, rail: PayoutRail) -> bool:
    """Whether a payout of that method goes by ``rail``. What is paid to bank accounts may go by any rail that reaches them."""
    return method == rail.name or (method not in PROVIDER_RAILS and rail.name not in PROVIDER_RAILS)


def paid_from(method: str) -> str:
    """The account of the books that money leaves from when such a payout is sent."""
    rail = PROVIDER_RAILS.get(method)
    return provider_account(rail.provider) if rail else BANK_PAYOUTS
