"""Editing the region's table of payment methods, under the row's version and with an entry in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import MethodNotFound
from marketplace.apps.payments.models import Method
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.types import NOTHING_TO_PAY, MethodView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.rows import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text

# The table is of ways to pay something.
_OFFERED = providers.PROVIDERS.keys() - {NOTHING_TO_PAY}


def add_method(*, fields: dict[str, Any], actor: Actor, now: datetime) -> MethodView:
    """
    Add a row; other processes offer it within seconds.

    :raises InvalidInput: for a provider that there is not, a country or currency that is not the region's, or amounts without a currency
    """
    with tenancy.atomic():
        _store_defaults()
        row = Method(id=new_id("pmr", at=now), updated_at=now, **fields)
        _check(row)
        rows.insert(row)
        audit.record(actor=actor, action="payment_method.added", resource=row.id, new=_content(row), now=now)
    methods.forget()
    return row.as_view()


def change_method(*, method_id: str, fields: dict[str, Any], etag: str, actor: Actor, now: datetime) -> MethodView:
    """
    Change what ``fields`` name; other processes follow within seconds.

    :raises MethodNotFound: if there is none
    :raises StaleRow: if it was changed since ``etag``
    :raises InvalidInput: as for a new row
    """
    with tenancy.atomic():
        _store_defaults()
        row = rows.first(Method, "id = %(id)s", {"id": method_id}, for_update=True)
        if row is None:
            raise MethodNotFound
        if str(row.version) != etag:
            raise StaleRow
        old = _content(row)
        for name, value in fields.items():
            setattr(row, name, value)
        row.version, row.updated_at = row.version + 1, now
        _check(row)
        rows.change(row, *fields, "version", "updated_at")
        audit.record(actor=actor, action="payment_method.changed", resource=row.id, old=old, new=_content(row), now=now)
    methods.forget()
    return row.as_view()


def _store_defaults() -> None:
    """Before the first edit, so that an edit changes one row and not which rows there are."""
    if not Method.objects.exists():
        rows.insert_all(methods.default_rows(), unless_there=True)


def _content(row: Method) -> dict[str, Any]:
    content: dict[str, Any] = msgspec.to_builtins(row.as_view())
    return {name: value for name, value in content.items() if name not in ("id", "updated_at", "etag")}


def _check(row: Method) -> None:
    tenant = tenancy.current()
    has_amounts = row.amount_from_minor or row.amount_to_minor is not None or row.fee_fixed_minor
    is_wrong = {
        ("provider", "unknown_provider"): (row.provider not in _OFFERED, Text("There is no such payment provider")),
        ("country", "unknown_country"): (row.country not in ("", *tenant.countries), Text("Not a country of this region")),
        ("currency", "unknown_currency"): (row.currency not in ("", *tenant.currencies), Text("Not a currency of this region")),
        ("currency", "required"): (has_amounts and not row.currency, Text("Amounts need a currency")),
        ("amount_to_minor", "below_lowest"): (
            row.amount_to_minor is not None and row.amount_to_minor < row.amount_from_minor,
            Text("The highest amount is below the lowest"),
        ),
    }
    faults = [FieldError(field, code, text) for (field, code), (is_fault, text) in is_wrong.items() if is_fault]
    if faults:
        raise InvalidInput(errors=faults)
