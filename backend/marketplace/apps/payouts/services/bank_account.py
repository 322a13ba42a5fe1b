"""The account that the operator pays from."""

from __future__ import annotations

from datetime import datetime

from stdnum import iban as iban_rules

from marketplace.apps.payouts.models import OperatorBankAccount
from marketplace.foundation import audit, tenancy
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.kit.actors import Actor
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
    :raises StaleDocument: if it was changed in between
    """
    number = _checked(account, currency)
    with tenancy.atomic():
        old = OperatorBankAccount.objects.select_for_update().filter(pk=currency).first()
        if etag is not None and etag != (str(old.version) if old else "0"):
            raise StaleDocument
        row = OperatorBankAccount(
            currency=currency,
            holder=holder,
            account=number,
            bic=bic,
            bank_name=bank_name,
            changed_at=now,
            version=old.version + 1 if old else 1,
        )
        row.save()
        audit.record(
            actor=actor,
            action="operator.bank_account_set",
            resource=f"bank_account:{currency}",
            old={"account": _masked(old.account), "holder": old.holder} if old else None,
            new={"account": _masked(number), "holder": holder},
            now=now,
        )
    return row


def _checked(account: str, currency: str) -> str:
    if currency not in tenancy.current().currencies:
        told = Text("This marketplace does not use {currency}", currency=currency)
        raise InvalidInput(errors=[FieldError("currency", "foreign_currency", told)])
    number = account.replace(" ", "").upper()
    if currency == "EUR" and not iban_rules.is_valid(number):
        raise InvalidInput(errors=[FieldError("account", "invalid_iban", Text("Not a valid IBAN"))])
    return number


def _masked(number: str) -> str:
    return f"{number[:4]}…{number[-4:]}"
