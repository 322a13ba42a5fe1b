"""The account that the operator pays from."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payouts.models import OperatorBankAccount
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.bank_accounts import SEPA_COUNTRIES, compact_code, find_bic, find_iban, is_bank_of
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def set_operator_account(
    *,
    currency: str,
    holder: str,
    account: str,
    bic: str = "",
    bank_name: str = "",
    etag: str | None = None,
    actor: Actor,
    now: datetime,
) -> OperatorBankAccount:
    """
    Pay from this account in ``currency`` from now on. ``etag`` is what the caller saw (``0`` before there is one), ``None`` skips that.

    :raises InvalidInput: for a currency of another region, or for EUR without a right IBAN
    :raises StaleRow: if it was changed in between
    """
    number = _checked(account, currency)
    bic = _checked_bic(bic, number)
    with tenancy.atomic():
        old = rows.first(OperatorBankAccount, "currency = %(currency)s", {"currency": currency}, for_update=True)
        if etag is not None and etag != (str(old.version) if old else "0"):
            raise rows.StaleRow
        row = OperatorBankAccount(
            currency=currency,
            holder=holder,
            account=number,
            bic=bic,
            bank_name=bank_name,
            changed_at=now,
            version=old.version + 1 if old else 1,
        )
        if old is None:
            _insert(row)
        else:
            rows.change(row, "holder", "account", "bic", "bank_name", "changed_at", "version")
        audit.record(
            actor=actor,
            action="operator.bank_account_set",
            resource=f"bank_account:{currency}",
            old={"account": _masked(old.account), "holder": old.holder} if old else None,
            new={"account": _masked(number), "holder": holder},
            now=now,
        )
    return row


def _insert(row: OperatorBankAccount) -> None:
    """:raises StaleRow: if another person was faster"""
    if not rows.insert(row, unless_there=True):
        raise rows.StaleRow


def _checked(account: str, currency: str) -> str:
    if currency not in tenancy.current().currencies:
        message = Text("This marketplace does not use {currency}", currency=currency)
        raise InvalidInput(errors=[FieldError("currency", "foreign_currency", message)])
    iban = find_iban(account)
    if currency == "EUR" and (iban is None or iban[:2] not in SEPA_COUNTRIES):
        raise InvalidInput(errors=[FieldError("account", "invalid_iban", Text("Not a valid IBAN"))])
    return iban or compact_code(account)


def _checked_bic(bic: str, account: str) -> str:
    """:raises InvalidInput: if it is given and no bank's code, or that of a bank which has no such accounts"""
    if not compact_code(bic):
        return ""
    found = find_bic(bic)
    if found is None or (find_iban(account) and not is_bank_of(found, account[:2])):
        raise InvalidInput(errors=[FieldError("bic", "invalid_bic", Text("Not a BIC of the bank that keeps the account"))])
    return found


def _masked(number: str) -> str:
    return f"{number[:4]}…{number[-4:]}"
