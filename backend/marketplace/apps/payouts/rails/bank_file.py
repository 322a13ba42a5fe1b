"""The rails by a file for the operator's bank: ISO 20022 pain.001 for euro, CSV for every currency."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from sepaxml import SepaTransfer

from marketplace.apps.payouts.rails.base import PayoutRail, RailCapabilities, Submission, Transfer, TransferFile, TransferOrders
from marketplace.kit.bank_accounts import SEPA_COUNTRIES, find_bic, find_iban
from marketplace.kit.spreadsheets import as_text

SCHEMA = "pain.001.001.09"
_NOT_AT_BANKS = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")  # the characters of the SEPA rulebooks (EPC217-08)
_TEXTS = ("Nm", "Ustrd")
COLUMNS = ("end_to_end_id", "amount", "currency", "holder", "account", "bic", "bank_name", "country", "description")


MOST_SEPA_MINOR = 99_999_999_999  # 999,999,999.99 euro, the most that one SEPA credit transfer moves (EPC125-05)


class SepaFile(PayoutRail):
    """SEPA credit transfers, as an ISO 20022 file. One that the bank cannot read makes it refuse the whole file."""

    name = "sepa_credit_transfer"
    capabilities = RailCapabilities(currencies=frozenset({"EUR"}), most_minor=MOST_SEPA_MINOR, reports_outcomes=False)

    def can_reach(self, transfer: Transfer) -> bool:
        return _is_sepa(transfer)

    def submit(self, orders: TransferOrders, *, on: date) -> Submission:
        content = _as_pain_001(orders, on=on)
        return Submission(file=TransferFile(content=content, content_type="application/xml", ending="xml"))


class CsvFile(PayoutRail):
    """Transfers in any currency, as rows for the operator's online banking."""

    name = "bank_transfer"
    capabilities = RailCapabilities(reports_outcomes=False)

    def can_reach(self, transfer: Transfer) -> bool:
        return _is_sepa(transfer) if transfer.amount.currency == "EUR" else bool(transfer.to.account)

    def submit(self, orders: TransferOrders, *, on: date) -> Submission:
        content = _as_csv(orders)
        return Submission(file=TransferFile(content=content, content_type="text/csv; charset=utf-8", ending="csv"))


class _File(SepaTransfer):
    def _create_header(self) -> None:
        self.msg_id = self._config["message_id"]  # the library's own would be random
        super()._create_header()

    def _finalize_batch(self) -> None:
        super()._finalize_batch()
        for node in self._xml.iter():
            if node.tag in _TEXTS:
                node.text = _as_bank_text(node.text or "")
        for debtor in self._xml.iter("DbtrAgt"):
            _name_bank(debtor)


def _is_sepa(transfer: Transfer) -> bool:
    """Whether a bank can execute it as a SEPA credit transfer."""
    to = transfer.to
    has_bank = not to.bic or find_bic(to.bic) == to.bic
    has_iban = find_iban(to.account) == to.account and to.account[:2] in SEPA_COUNTRIES
    return has_iban and has_bank and transfer.amount.minor <= MOST_SEPA_MINOR


def _as_pain_001(orders: TransferOrders, *, on: date) -> bytes:
    """
    A credit transfer initiation in euro to be executed ``on`` that day, valid by the standard's own schema.

    ``orders`` hold transfers that a bank can read, at least one of them.
    """
    config: dict[str, Any] = {"name": orders.holder, "IBAN": orders.account, "batch": True, "currency": "EUR"}
    config["message_id"] = _message_id(orders)
    if orders.bic:
        config["BIC"] = orders.bic
    file = _File(config, schema=SCHEMA, clean=True)
    for transfer in orders.transfers:
        payment: dict[str, Any] = {
            "name": transfer.to.holder,
            "IBAN": transfer.to.account,
            "amount": transfer.amount.minor,
            "execution_date": on,
            "description": transfer.description,
            "endtoend_id": transfer.end_to_end_id,
        }
        if transfer.to.bic:
            payment["BIC"] = transfer.to.bic
        file.add_payment(payment)
    content: bytes = file.export(validate=True)
    return content


def _name_bank(agent: Element) -> None:
    """The debtor's bank has to be named: without a BIC as NOTPROVIDED (EPC132-08, customer-to-PSP guidelines)."""
    for bank in agent.iter("FinInstnId"):
        if not len(bank):
            SubElement(SubElement(bank, "Othr"), "Id").text = "NOTPROVIDED"


def _as_bank_text(text: str) -> str:
    """What the library wrote in Latin letters, in the characters that banks take: one name must not have the whole file refused."""
    return _NOT_AT_BANKS.sub(" ", text.replace("&", "+")).strip() or "-"


def _message_id(orders: TransferOrders) -> str:
    """The same for the same transfers (at most 35 characters), so that a bank knows a file that is sent to it twice."""
    named = "".join(transfer.end_to_end_id for transfer in orders.transfers)
    return f"{orders.run_id.removeprefix('prun_')}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def _as_csv(orders: TransferOrders) -> bytes:
    """One row a transfer, amounts as plain decimals in the currency's own digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for transfer in orders.transfers:
        to = transfer.to
        amount = f"{transfer.amount.decimal():f}"
        texts = [as_text(value) for value in (to.holder, to.account, to.bic, to.bank_name, to.country, transfer.description)]
        writer.writerow([transfer.end_to_end_id, amount, orders.currency, *texts])
    return text.getvalue().encode("utf-8-sig")
