"""What may be done with reports and differences: each function is one transaction."""

from marketplace.apps.reconciliation.services.differences import change_difference
from marketplace.apps.reconciliation.services.fetching import fetch_report
from marketplace.apps.reconciliation.services.reports import MAX_FILE_BYTES, upload_report
from marketplace.apps.reconciliation.services.watching import look_again

__all__ = ["MAX_FILE_BYTES", "change_difference", "fetch_report", "look_again", "upload_report"]
