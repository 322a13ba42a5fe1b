"""Statements of the operator's bank: ISO 20022 camt.053 (https://www.iso20022.org/iso-20022-message-definitions)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from marketplace.apps.reconciliation.domain.tables import MAX_ROWS, Line, refused, rows_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow
from marketplace.kit.texts import Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE = "{urn:iso:std:iso:20022:tech:xsd:camt.053."
_OURS = re.compile(r"POUT-[0-9A-Z]{26}-[0-9]{1,5}")  # the end-to-end ids of our transfer files
_MOST_TEXT = 1_000  # characters of what the sender wrote


def read(content: bytes, *, currencies: Collection[str]) -> list[ReportRow]:
    """
    The booked transactions of the statement, those of a batch one by one. A row's number counts them from 1.

    :raises InvalidInput: if it is no such statement, declares a document type (no bank does), or with what is wrong of each row
    """
    return rows_of((Line(number, cells, currencies=currencies) for number, cells in enumerate(_booked(content), 1)), _row)


def _booked(content: bytes) -> Iterator[dict[str, str]]:
    count = 0
    for statement in _plain(_parsed(content)).iter("Stmt"):
        for place, entry in enumerate(statement.findall("Ntry")):
            if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) != "BOOK":
                continue
            reference = _text(entry, "AcctSvcrRef") or f"{_text(statement, 'Id')}:{_text(entry, 'NtryRef') or place}"
            parts = entry.findall("NtryDtls/TxDtls") or [entry]
            for index, part in enumerate(parts):
                count += 1
                if count > MAX_ROWS:
                    raise refused("too_many_rows", Text("A file has at most {limit} rows", limit=MAX_ROWS))
                yield _cells(entry, part, f"{reference}:{index}" if len(parts) > 1 else reference, is_only=len(parts) == 1)


def _parsed(content: bytes) -> Element:
    from defusedxml import DefusedXmlException  # which few processes need
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):  # the last two: an encoding that is none
        raise refused("unreadable", Text("Not a bank statement (camt.053)")) from None
    if not root.tag.startswith(_NAMESPACE):
        raise refused("unreadable", Text("Not a bank statement (camt.053)"))
    return root


def _plain(root: Element) -> Element:
    """Without namespaces: the versions of the message differ in these, and not in what is read here."""
    for node in root.iter():
        if isinstance(node.tag, str):
            node.tag = node.tag.rpartition("}")[2]
    return root


def _cells(entry: Element, part: Element, reference: str, *, is_only: bool) -> dict[str, str]:
    booked = entry.find("Amt") if is_only else part.find("Amt")  # a transaction may tell what it was before fees and in which currency
    amount = booked if booked is not None else part.find("AmtDtls/TxAmt/Amt")
    texts = (*(node.text or "" for node in part.findall("RmtInf/Ustrd")), _text(part, "RmtInf/Strd/CdtrRefInf/Ref"))
    named = (_text(part, "Refs/EndToEndId"), *texts, _text(part, "RltdPties/Dbtr/Nm"), _text(part, "RltdPties/Dbtr/Pty/Nm"))
    return {
        "AcctSvcrRef": reference,
        "EndToEndId": _text(part, "Refs/EndToEndId"),
        "Amt": (amount.text or "") if amount is not None else "",
        "Ccy": amount.get("Ccy", "") if amount is not None else "",
        "CdtDbtInd": _text(part, "CdtDbtInd") or _text(entry, "CdtDbtInd"),
        "BookgDt": _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"),
        "Text": " ".join([*filter(None, named), _text(entry, "AddtlNtryInf")])[:_MOST_TEXT],
    }


def _text(node: Element, path: str) -> str:
    return (node.findtext(path) or "").strip()


def _row(line: Line) -> ReportRow:
    amount, way, named = line.amount("Amt", line.currency("Ccy")), line.text("CdtDbtInd"), line.text("EndToEndId").upper()
    if way not in ("CRDT", "DBIT") or amount.minor < 0:
        raise line.fault("CdtDbtInd", "invalid_choice", Text("One of: {choices}", choices=["CRDT", "DBIT"]))
    is_ours = _OURS.fullmatch(named) is not None
    kind = EntryKind.PAYOUT if is_ours else EntryKind.RECEIPT if way == "CRDT" else EntryKind.OTHER
    return ReportRow(
        row=line.number,
        kind=kind,
        reference=line.required("AcctSvcrRef"),
        names=(named,) if is_ours else (line.text("Text"),),
        amount=amount if way == "CRDT" else -amount,
        fee=None,
        occurred_at=line.time("BookgDt"),
    )
