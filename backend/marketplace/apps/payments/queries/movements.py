"""What moved at a provider, as we have it: for comparing with the provider's own reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from marketplace.apps.payments.models import Capture, Dispute, Payment, Refund
from marketplace.apps.payments.providers import PROVIDERS, account_code, sharing_account
from marketplace.apps.payments.types import DisputeState, MovementKind, ProviderMovement, RefundState
from marketplace.kit.ids import PaymentId
from marketplace.kit.money import Money

# What the provider was asked for; a refund that is ``covered`` was never sent.
_SENT = (RefundState.PENDING, RefundState.SUCCEEDED, RefundState.FAILED, RefundState.RETRIED, RefundState.SETTLED)
_FAILED = (RefundState.FAILED, RefundState.RETRIED, RefundState.SETTLED)


def reporting_providers() -> list[str]:
    """The providers that have accounts, and so send reports: one code for each account."""
    return sorted({account_code(code) for code, kind in PROVIDERS.items() if kind.needs_account})


def find_movements(provider: str, names: Collection[str]) -> list[ProviderMovement]:
    """Everything at the provider's account that one of ``names`` may mean. Seven queries, however many names there are."""
    wanted, at = list(names), sharing_account(provider)
    payments = Payment.objects.filter(provider__in=at)
    captures = Capture.objects.filter(reference__in=wanted, payment__provider__in=at)
    ids = {
        *payments.filter(provider_reference__in=wanted).values_list("id", flat=True),
        *payments.filter(pk__in=wanted).values_list("id", flat=True),
        *captures.values_list("payment_id", flat=True),
    }
    refunds = Refund.objects.filter(Q(provider_reference__in=wanted) | Q(pk__in=wanted), payment__provider__in=at, state__in=_SENT)
    disputes = Dispute.objects.filter(Q(provider_reference__in=wanted) | Q(payment_id__in=ids), payment__provider__in=at)
    charged = list(Capture.objects.filter(payment_id__in=ids).select_related("payment"))
    references: dict[str, list[str]] = {}
    for capture in charged:
        references.setdefault(capture.payment_id, []).append(capture.reference)
    return [
        *_charges(charged),
        *(_refund(row) for row in refunds),
        *(_dispute(row, references.get(row.payment_id, ())) for row in disputes.select_related("payment")),
    ]


def list_movements(provider: str, *, since: datetime, until: datetime) -> list[ProviderMovement]:
    """
    Everything that moved at the provider's account from ``since`` on and before ``until``; refunds when they had succeeded. What comes back
    is a movement of its own: of disputes that were won, and of refunds that failed, whether or not the provider had sent them before.
    """
    at = {"payment__provider__in": sharing_account(provider)}
    captures = Capture.objects.filter(captured_at__gte=since, captured_at__lt=until, **at).select_related("payment")
    refunds = Refund.objects.filter(settled_at__gte=since, settled_at__lt=until, **at)
    disputes = Dispute.objects.filter(**at).select_related("payment")
    return [
        *_charges(captures),
        *(_refund(row) for row in refunds.filter(state=RefundState.SUCCEEDED)),
        *(_refund(row, is_return=True) for row in refunds.filter(state__in=_FAILED)),
        *(_dispute(row, ()) for row in disputes.filter(opened_at__gte=since, opened_at__lt=until)),
        *(
            _dispute(row, (), returned_at=row.closed_at)
            for row in disputes.filter(closed_at__gte=since, closed_at__lt=until, state=DisputeState.WON)
        ),
    ]


def _charges(captures: Iterable[Capture]) -> list[ProviderMovement]:
    rows = list(captures)
    counts = Counter(row.payment_id for row in rows)
    return [
        ProviderMovement(
            kind=MovementKind.CHARGE,
            id=f"{row.payment_id}:{row.reference}",
            payment_id=PaymentId(row.payment_id),
            names=_names(row.reference, row.payment.provider_reference, row.payment_id),
            amount=Money(row.amount_minor, row.currency),
            occurred_at=row.captured_at,
            fee=Money(row.payment.provider_fee_minor, row.currency) if counts[row.payment_id] == 1 else None,
        )
        for row in rows
    ]


def _refund(row: Refund, *, is_return: bool = False) -> ProviderMovement:
    return ProviderMovement(
        kind=MovementKind.REFUND,
        id=row.id,
        payment_id=PaymentId(row.payment_id),
        names=_names(row.provider_reference, row.id),
        amount=row.amount,
        occurred_at=row.settled_at or row.created_at,
        is_reversed=row.state in _FAILED,
        is_return=is_return,
    )


def _dispute(row: Dispute, charges: Iterable[str], *, returned_at: datetime | None = None) -> ProviderMovement:
    return ProviderMovement(
        kind=MovementKind.DISPUTE,
        id=row.id,
        payment_id=PaymentId(row.payment_id),
        names=_names(row.provider_reference, row.payment.provider_reference, row.payment_id, *charges),
        amount=Money(row.amount_minor, row.currency),
        occurred_at=returned_at or row.opened_at,
        is_reversed=row.state == DisputeState.WON,
        is_return=returned_at is not None,
    )


def _names(*names: str) -> tuple[str, ...]:
    return tuple(filter(None, names))
