"""Reports to tax offices."""

from marketplace.apps.tax_reports.queries.dac7 import dac7_operator, dac7_sellers, list_dac7_sellers
from marketplace.apps.tax_reports.queries.oss import list_oss_thresholds, list_oss_vendor_rows, oss_report, oss_vendor_rows

__all__ = [
    "dac7_operator",
    "dac7_sellers",
    "list_dac7_sellers",
    "list_oss_thresholds",
    "list_oss_vendor_rows",
    "oss_report",
    "oss_vendor_rows",
]
