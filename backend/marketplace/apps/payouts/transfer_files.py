"""Transfer files for banks: ISO 20022 pain.001 for euro, CSV for every currency."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import date
from typing import Any

from sepaxml import SepaTransfer

from marketplace.apps.payouts.errors import NotATransferCurrency
from marketplace.apps.payouts.services.transfers import TransferOrders
from marketplace.apps.payouts.statements.csv_file import as_cell_text

SCHEMA = "pain.001.001.09"
_NOT_AT_BANKS = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")  # the characters of the SEPA rulebooks (EPC217-08)
_TEXTS = ("Nm", "Ustrd")
COLUMNS = ("end_to_end_id", "amount", "currency", "holder", "account", "bic", "bank_name", "country", "description")


class _File(SepaTransfer):
    def _create_header(self) -> None:
        self.msg_id = self._config["message_id"]  # the library's own would be random
        super()._create_header()

    def _finalize_batch(self) -> None:
        super()._finalize_batch()
        for node in self._xml.iter():
            if node.tag in _TEXTS:
                node.text = _as_bank_text(node.text or "")


def as_pain_001(orders: TransferOrders, *, on: date) -> bytes:
    """
    A credit transfer initiation to be carried out ``on`` that day, valid by the standard's own schema.

    :raises NotATransferCurrency: for any currency but EUR
    """
    if orders.currency != "EUR":
        raise NotATransferCurrency(currency=orders.currency)
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


def _as_bank_text(text: str) -> str:
    """What the library wrote in Latin letters, in the characters that banks take: one name must not have the whole file refused."""
    return _NOT_AT_BANKS.sub(" ", text.replace("&", "+")).strip() or "-"


def _message_id(orders: TransferOrders) -> str:
    """The same for the same transfers (at most 35 characters), so that a bank knows a file that is sent to it twice."""
    told = "".join(transfer.end_to_end_id for transfer in orders.transfers)
    return f"{orders.run_id.removeprefix('prun_')}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def as_transfer_csv(orders: TransferOrders) -> bytes:
    """One row a transfer, amounts as plain decimals in the currency's own digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for transfer in orders.transfers:
        to = transfer.to
        amount = f"{transfer.amount.decimal():f}"
        target = (as_cell_text(to.holder), to.account, to.bic, as_cell_text(to.bank_name), to.country)
        writer.writerow([transfer.end_to_end_id, amount, orders.currency, *target, transfer.description])
    return text.getvalue().encode("utf-8-sig")
