"""Statements as files that a browser may fetch without a login, for a short time."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.types import PayoutDetail
from marketplace.foundation.blobs import PrivateLink, private_link, save_private


def link_to_statement(payout: PayoutDetail, *, ending: str, language: str, now: datetime) -> PrivateLink:
    """
    Keep the payout's report as a private file and sign a link to it. The same report is one file.

    :raises BlobsUnavailable: if it cannot be kept
    """
    kind, make = FILES[ending]
    content_type = kind.partition(";")[0]
    name = f"statements/{payout.vendor_id}/{payout.id}.{language}.{ending}"
    path = save_private(name, make(statement_of(payout), language), content_type)
    return private_link(path, filename=f"{payout.id}.{ending}", content_type=content_type, now=now)
