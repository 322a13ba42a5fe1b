"""Where a vendor's payouts go: to its account at the payment provider, once that can be paid, else to the bank account of the currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payouts.models import ConnectedAccount, PayoutItem
from marketplace.apps.payouts.rails import PROVIDER_RAILS, rail_of
from marketplace.apps.payouts.rails.provider_transfers import method_of
from marketplace.apps.payouts.region_settings import PAYOUT_BY_PROVIDER
from marketplace.apps.payouts.types import ConnectedState, PayoutState
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import PayoutAccount, PayoutAccountView
from marketplace.foundation import tenancy

SHOWN_END = 4  # characters of an account's name, as of bank accounts


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Where a payout would go now, by which rail (``method``). ``version`` differs whenever the account does."""

    method: str
    masked_account: str
    version: str
    changed_at: datetime | None


def destinations(vendor_ids: Iterable[str], currency: str) -> dict[str, Destination]:
    """Of those of the vendors that have one for that currency, by two queries."""
    wanted = list(vendor_ids)
    accounts = vendor_queries.payout_accounts_by_vendor(wanted, currency)
    connected = _connected(wanted, currency)
    return {
        vendor_id: _at_provider(connected[vendor_id]) if vendor_id in connected else _at_bank(accounts[vendor_id])
        for vendor_id in wanted
        if vendor_id in connected or vendor_id in accounts
    }


def destinations_of(vendor_id: str, currencies: Iterable[str]) -> dict[str, Destination]:
    """One vendor's, by currency."""
    at_bank = {account.currency: _at_bank(account) for account in vendor_queries.list_payout_accounts(vendor_id)}
    connected = {currency: found for currency in currencies for found in _connected([vendor_id], currency).values()}
    return at_bank | {currency: _at_provider(found) for currency, found in connected.items()}


def offered_providers() -> list[str]:
    """The providers at which vendors of this region may have an account, by code."""
    codes = payment_queries.providers_that_pay_vendors() if PAYOUT_BY_PROVIDER.current() else []
    return [code for code in codes if method_of(code) in PROVIDER_RAILS]


def payout_currencies(provider: str) -> list[str]:
    """The region's currencies that the provider's account takes."""
    return [currency for currency in tenancy.current().currencies if payment_queries.takes_currency(provider, currency)]


def find_connected(vendor_id: str) -> ConnectedAccount | None:
    """A vendor's account at a payment provider, whatever its state, unless it has ended. There is one at most."""
    return ConnectedAccount.objects.filter(vendor_id=vendor_id, ended_at=None).first()


def find_unconfirmed(vendor_id: str) -> ConnectedAccount | None:
    """The address that its owner has to confirm before the vendor is paid to it. There is one at most."""
    return ConnectedAccount.objects.filter(vendor_id=vendor_id, activated_at=None, confirm_until__isnull=False).first()


def connected_account(vendor_id: str, currency: str, *, method: str) -> PayoutAccount | None:
    """The account at the provider in the form that rails take."""
    found = _connected([vendor_id], currency).get(vendor_id)
    if found is None or method_of(found.provider) != method:
        return None
    return PayoutAccount(
        account=found.reference, is_iban=False, bic="", holder="", bank_name=found.provider, country=found.country, currency=currency
    )


def single_charges(payout_ids: Iterable[str], provider: str) -> dict[str, str]:
    """
    The provider's name of the charge that a payout's rows come from, of those payouts whose rows all come from one. Three queries.

    No charge that is less than what is paid of its payment: a part may have been paid by gift card, and a provider transfers no more of a
    charge than was charged. Such payouts come from the balance.
    """
    items = PayoutItem.objects.filter(payout_id__in=list(payout_ids)).values_list("payout_id", "transaction__payment_id").distinct()
    payments: dict[str, set[str]] = {}
    for payout_id, payment_id in items:
        payments.setdefault(payout_id, set()).add(payment_id)
    single = {payout_id: next(iter(found)) for payout_id, found in payments.items() if len(found) == 1}
    charges = payment_queries.single_charges([payment_id for payment_id in single.values() if payment_id], provider)
    paid = _paid_out(charges, method_of(provider))
    return {
        payout_id: charges[payment_id].reference
        for payout_id, payment_id in single.items()
        if payment_id in charges and paid.get(payment_id, 0) <= charges[payment_id].amount.minor
    }


def _paid_out(payment_ids: Iterable[str], method: str) -> dict[str, int]:
    """What payouts of that method have of each payment, paid or under way, in minor units: all alike, in whatever order they are sent."""
    found = PayoutItem.objects.filter(
        transaction__payment_id__in=list(payment_ids), payout__method=method, payout__state__in=(PayoutState.PAYING, PayoutState.PAID)
    )
    parts: dict[tuple[str, str], int] = {}
    for payout_id, payment_id, amount_minor in found.values_list("payout_id", "transaction__payment_id", "amount_minor"):
        parts[payout_id, payment_id] = parts.get((payout_id, payment_id), 0) + amount_minor
    paid: dict[str, int] = {}
    for (_, payment_id), amount_minor in parts.items():
        paid[payment_id] = paid.get(payment_id, 0) + max(amount_minor, 0)
    return paid


def _connected(vendor_ids: Iterable[str], currency: str) -> dict[str, ConnectedAccount]:
    """Of those of the vendors whose account can be paid in that currency."""
    if not PAYOUT_BY_PROVIDER.current():
        return {}
    found = ConnectedAccount.objects.filter(vendor_id__in=list(vendor_ids), state=ConnectedState.ACTIVE, ended_at=None)
    return {row.vendor_id: row for row in found if _takes(row, currency)}


def _takes(row: ConnectedAccount, currency: str) -> bool:
    return row.currency == currency if row.currency else payment_queries.takes_currency(row.provider, currency)


def _at_provider(row: ConnectedAccount) -> Destination:
    return Destination(
        method=method_of(row.provider),
        masked_account=masked(row),
        version=f"c{row.pk}-{row.version}",
        changed_at=row.activated_at,
    )


def masked(row: ConnectedAccount) -> str:
    """What may be shown of it."""
    return f"{row.provider} {row.shown or f'****{row.reference[-SHOWN_END:]}'}"


def _at_bank(account: PayoutAccountView) -> Destination:
    return Destination(
        method=rail_of(account.currency).name,
        masked_account=account.masked_account,
        version=account.etag,
        changed_at=account.changed_at,
    )
