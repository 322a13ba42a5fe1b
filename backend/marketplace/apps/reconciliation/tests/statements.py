"""Statements of a bank for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from marketplace.apps.reconciliation import services
from marketplace.apps.reconciliation.tests.factories import FINANCE
from marketplace.apps.reconciliation.types import ReportFormat, ReportView
from marketplace.testing import NOW

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def details(*, text: str = "", end_to_end: str = "NOTPROVIDED", amount: str = "") -> str:
    """One transaction of an entry; ``amount`` where it is one of several."""
    own = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    return f"<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>{own}<RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf></TxDtls>"


def an_entry(
    reference: str,
    amount: str,
    *transactions: str,
    is_debit: bool = False,
    status: str = "BOOK",
    currency: str = "EUR",
    on: datetime = NOW + timedelta(days=1),
) -> str:
    way = "DBIT" if is_debit else "CRDT"
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{on:%F}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls>{''.join(transactions)}</NtryDtls></Ntry>"
    )


def statement_of(entries: Iterable[str], *, namespace: str = NAMESPACE, before: str = "") -> bytes:
    """The file with these entries; ``before`` stands in front of the document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<Document xmlns="{namespace}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>2026-11-03</Id>{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def upload_statement(*entries: str, now: datetime = NOW) -> ReportView:
    return services.upload_report(
        format=ReportFormat.CAMT053, content=statement_of(entries), filename="november.xml", actor=FINANCE, now=now
    )
