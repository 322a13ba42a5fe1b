"""The one-stop shop's rows as CSV for an accountant's program. The columns are the same in all languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from marketplace.apps.tax_reports.types import OssVendorRow
from marketplace.kit.spreadsheets import as_text

COLUMNS = ("scheme", "supplied_in", "vendor_id", "vendor_name", "origin", "destination", "rate_percent", "net", "vat", "currency")


def as_csv(rows: Iterable[OssVendorRow]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; amounts as plain decimals."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        words = (row.scheme, row.supplied_in, row.vendor_id, as_text(row.vendor_name), row.origin, row.destination)
        writer.writerow((*words, f"{row.rate_bp / 100:g}", f"{row.net.decimal():f}", f"{row.tax.decimal():f}", row.net.currency))
    return file.getvalue().encode("utf-8-sig")
