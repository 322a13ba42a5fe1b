"""
The payout run: previewed, approved (which takes the rows), paid (which books them).

The preview binds nothing; approving computes anew, up to the same moment, under a lock that lets one sweep of a currency work
at a time. A constraint keeps a row from being taken twice all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.payouts.errors import NeedsSecondPerson, RunStateForbids
from marketplace.apps.payouts.models import PayoutRun, VendorPayout
from marketplace.apps.payouts.queries import get_run, unpaid_earnings
from marketplace.apps.payouts.rails import rail_of
from marketplace.apps.payouts.region_settings import PAYOUT_INTERVAL_DAYS, PAYOUT_REQUIRES_SECOND_APPROVER
from marketplace.apps.payouts.services.cancellation import cancel_locked
from marketplace.apps.payouts.services.ineligibility import ineligibility_reasons
from marketplace.apps.payouts.services.moves import locked_payouts, locked_run, one_at_a_time, skip
from marketplace.apps.payouts.services.sending import send
from marketplace.apps.payouts.statements import TAKE_ROWS
from marketplace.apps.payouts.types import STATEMENT_AMOUNTS, Earning, PayoutState, PreviewLine, RunState
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id, new_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text


def preview_run(*, currency: str, actor: Actor, now: datetime, run_id: str = "") -> PayoutRun:
    """
    Work out what could be paid now in ``currency``, and keep it as a preview; the same ``run_id`` finds the first one.

    :raises InvalidInput: for a currency that this region does not use
    """
    if currency not in tenancy.current().currencies:
        raise InvalidInput(
            errors=[FieldError("currency", "foreign_currency", Text("This marketplace does not use {currency}", currency=currency))]
        )
    totals = unpaid_earnings.payable_totals(currency, until=now)
    amounts = {vendor: total.amount_minor for vendor, total in totals.items()}
    skipped = ineligibility_reasons(amounts, currency, now=now)
    lines = [
        PreviewLine(
            vendor_id=vendor,
            amount=Money(total.amount_minor, currency),
            row_count=total.row_count,
            ineligibility_reason=skipped.get(vendor),
        )
        for vendor, total in totals.items()
    ]
    run = PayoutRun(
        id=run_id or new_id("prun", at=now),
        currency=currency,
        period_end=now,
        preview=msgspec.to_builtins(lines),
        created_by=actor.id,
        created_at=now,
    )
    with tenancy.atomic():
        if not rows.insert(run, unless_there=True):
            return get_run(run.id)
        audit.record(actor=actor, action="payout_run.previewed", resource=run.id, new={"currency": currency, **_sums(lines)}, now=now)
    return run


def approve_run(*, run_id: str, reason: str, actor: Actor, now: datetime) -> PayoutRun:
    """
    Take the rows of every vendor that may be paid and make its payout. Rows of a vendor that add up to nothing are closed by a payout of
    nothing, which is over at once and has its statement. Safe to repeat.

    :raises NotFound: if there is no such run
    :raises RunStateForbids: if it was canceled
    :raises NeedsSecondPerson: if the region's setting ``payout_requires_second_approver`` wants another person than who made the preview
    :raises VendorNotSelling: if a vendor is suspended at this very moment; nothing is taken, try again
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state == RunState.CANCELED:
            raise RunStateForbids(state=run.state)
        if run.state != RunState.PREVIEW:
            return run
        if PAYOUT_REQUIRES_SECOND_APPROVER.current() and actor.id == run.created_by:
            raise NeedsSecondPerson
        one_at_a_time(run.currency)
        payable = unpaid_earnings.payable_earnings(run.currency, until=run.period_end)
        amounts = {vendor: sum(row.amount_minor for row in earnings) for vendor, earnings in payable.items()}
        skipped = ineligibility_reasons(amounts, run.currency, now=now)
        paid = sorted(vendor for vendor in payable if vendor not in skipped and amounts[vendor])
        vendor_services.require_selling(paid)  # held in this state until the rows are taken
        payouts = _take(run, {vendor: earnings for vendor, earnings in payable.items() if vendor not in skipped}, now=now)
        left_out = [
            PreviewLine(
                vendor_id=vendor, amount=Money(amounts[vendor], run.currency), row_count=len(payable[vendor]), ineligibility_reason=why
            )
            for vendor, why in sorted(skipped.items())
        ]
        run.state = RunState.APPROVED if paid else RunState.DONE
        run.approved_by, run.approved_at, run.skipped = actor.id, now, msgspec.to_builtins(left_out)
        rows.change(run, "state", "approved_by", "approved_at", "skipped")
        taken = {payout.id: {"vendor_id": payout.vendor_id, "amount_minor": payout.amount_minor} for payout in payouts}
        new = {"state": run.state, "currency": run.currency, "payouts": taken}
        audit.record(
            actor=actor, action="payout_run.approved", resource=run.id, old={"state": RunState.PREVIEW}, new=new, reason=reason, now=now
        )
    return run


def pay_run(*, run_id: str, reason: str, actor: Actor, now: datetime) -> PayoutRun:
    """
    Book the approved payouts and have them transferred. Safe to repeat: it goes on with those that could not be sent before.

    Vendors that may not be paid now (suspended since, no account) keep their approved payout for later. A payout of earnings that
    are on hold by now is canceled: its rows are free, and the next run pays those that may be paid. The run says who was skipped.

    :raises RunStateForbids: before it is approved, or if it was canceled
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state in (RunState.PREVIEW, RunState.CANCELED):
            raise RunStateForbids(state=run.state)
        waiting = locked_payouts(run, PayoutState.APPROVED)
        refused = send(waiting, run.currency, now=now)
        sent = [payout.id for payout in waiting if payout.id not in refused]
        if sent:
            old, run.state, run.paid_at = run.state, RunState.PAYING, run.paid_at or now
            rows.change(run, "state", "paid_at")
            new = {"state": run.state, "payout_ids": sent, "skipped": refused}
            audit.record(actor=actor, action="payout_run.paid", resource=run.id, old={"state": old}, new=new, reason=reason, now=now)
        skip(run, refused, waiting)
        for payout in waiting:
            if refused.get(payout.id) == "held":
                cancel_locked(payout, reason="held", actor=actor, now=now)
    return get_run(run.id)  # it ends with the last of its payouts


def _take(run: PayoutRun, by_vendor: Mapping[str, Sequence[Earning]], *, now: datetime) -> list[VendorPayout]:
    starts = _period_starts(run.currency, list(by_vendor))
    payouts = [_payout(run, vendor, earnings, starts.get(vendor), now=now) for vendor, earnings in by_vendor.items()]
    rows.insert_all(payouts)
    _take_rows({payout.id: by_vendor[payout.vendor_id] for payout in payouts})
    return payouts


def _take_rows(by_payout: Mapping[str, Sequence[Earning]]) -> None:
    earnings = [earning for taken in by_payout.values() for earning in taken]
    values = {
        "tenant_id": tenancy.current().slug,
        "payout_ids": [payout_id for payout_id, taken in by_payout.items() for _ in taken],
        "transaction_ids": [earning.transaction_id for earning in earnings],
        "amounts": [earning.amount_minor for earning in earnings],
    }
    sql.run(TAKE_ROWS, values)


def _payout(run: PayoutRun, vendor_id: str, earnings: Sequence[Earning], start: datetime | None, *, now: datetime) -> VendorPayout:
    amounts = unpaid_earnings.amounts_of(earnings)
    return VendorPayout(
        id=derived_id("pout", run.id, vendor_id, at=now),
        run=run,
        vendor_id=vendor_id,
        currency=run.currency,
        period_start=start or min(earning.occurred_at for earning in earnings),
        period_end=run.period_end,
        amount_minor=amounts.amount,
        method=rail_of(run.currency).name,
        state=PayoutState.APPROVED if amounts.amount else PayoutState.PAID,
        created_at=now,
        settled_at=None if amounts.amount else now,
        **{f"{name}_minor": getattr(amounts, name) for name in STATEMENT_AMOUNTS},
    )


def _period_starts(currency: str, vendor_ids: Sequence[str]) -> dict[str, datetime]:
    """Where each vendor's last payout ended; a canceled one paid nothing."""
    payouts = VendorPayout.objects.filter(currency=currency, vendor_id__in=vendor_ids).exclude(state=PayoutState.CANCELED)
    last = payouts.order_by("vendor_id", "-period_end", "-id")
    return dict(last.distinct("vendor_id").values_list("vendor_id", "period_end"))


def _sums(lines: Sequence[PreviewLine]) -> dict[str, int]:
    paid = [line for line in lines if line.ineligibility_reason is None]
    return {"vendors": len(paid), "amount_minor": sum(line.amount.minor for line in paid), "skipped": len(lines) - len(paid)}


def preview_due_runs(*, actor: Actor, now: datetime) -> list[PayoutRun]:
    """
    A preview for each currency whose last run is as old as the region's ``payout_interval_days`` and in which a vendor can be paid.

    Canceled runs do not count, so that they do not delay the next by an interval.
    Two that look at the same time make one run: its id is derived from the day.
    """
    tenant = tenancy.current()
    every = timedelta(days=PAYOUT_INTERVAL_DAYS.of(tenant))
    runs = []
    for currency in tenant.currencies:
        if PayoutRun.objects.filter(currency=currency, period_end__gt=now - every).exclude(state=RunState.CANCELED).exists():
            continue
        amounts = {vendor: total.amount_minor for vendor, total in unpaid_earnings.payable_totals(currency, until=now).items()}
        skipped = ineligibility_reasons(amounts, currency, now=now)
        if any(amount for vendor, amount in amounts.items() if vendor not in skipped):
            today = now.replace(hour=0, minute=0, second=0, microsecond=0)
            run_id = derived_id("prun", "scheduled", currency, at=today)
            runs.append(preview_run(currency=currency, actor=actor, now=now, run_id=run_id))
    return runs
