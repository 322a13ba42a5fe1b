"""Writes of invoices."""

from marketplace.apps.invoices.services.accepting import accept_agreement
from marketplace.apps.invoices.services.archive import archive_file, archive_missing_files, link_to_file
from marketplace.apps.invoices.services.commission import issue_commission_invoices
from marketplace.apps.invoices.services.issuing import issue_papers, issue_waiting

__all__ = [
    "accept_agreement",
    "archive_file",
    "archive_missing_files",
    "issue_commission_invoices",
    "issue_papers",
    "issue_waiting",
    "link_to_file",
]
