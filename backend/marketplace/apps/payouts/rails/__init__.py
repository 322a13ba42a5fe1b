"""The rails that payouts are sent by."""

from marketplace.apps.payouts.rails.bank_file import CsvFile, SepaFile
from marketplace.apps.payouts.rails.base import PayoutRail

SEPA_FILE, CSV_FILE = SepaFile(), CsvFile()


def rail_of(currency: str) -> PayoutRail:
    """The rail that payouts in ``currency`` are sent by."""
    return SEPA_FILE if SEPA_FILE.capabilities.takes(currency) else CSV_FILE
