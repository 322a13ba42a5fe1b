"""Reports to tax offices."""

from marketplace.apps.tax_reports.queries.dac7 import dac7_operator, dac7_sellers, list_dac7_sellers
from marketplace.apps.tax_reports.queries.oss import (
    ioss_report,
    ioss_vendor_rows,
    list_ioss_vendor_rows,
    list_oss_thresholds,
    list_oss_vendor_rows,
    oss_report,
    oss_vendor_rows,
)

__all__ = [
    "dac7_operator",
    "dac7_sellers",
    "ioss_report",
    "ioss_vendor_rows",
    "list_dac7_sellers",
    "list_ioss_vendor_rows",
    "list_oss_thresholds",
    "list_oss_vendor_rows",
    "oss_report",
    "oss_vendor_rows",
]
