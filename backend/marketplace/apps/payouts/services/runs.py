"""
The payout run: previewed, approved (which takes the rows), paid (which books them).

The preview binds nothing; approving computes anew, up to the same moment, under a lock that lets one sweep of a currency work
at a time. A constraint keeps a row from being taken twice all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connections

from marketplace.apps.payouts import pool
from marketplace.apps.payouts.errors import NeedsSecondPerson, RunStateForbids
from marketplace.apps.payouts.models import PayoutRun, VendorPayout
from marketplace.apps.payouts.services.eligibility import skip_reasons
from marketplace.apps.payouts.services.moves import locked_run
from marketplace.apps.payouts.services.sending import send
from marketplace.apps.payouts.types import APPROVED, BANK_TRANSFER, CANCELED, DONE, FIGURES, PAYING, PREVIEW, SEPA, Earning, PreviewLine
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import audit, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id, new_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

_TAKE_ROWS = """
    INSERT INTO payout_items (tenant_id, payout_id, transaction_id, amount_minor)
    SELECT %s, payout_id, transaction_id, amount_minor
    FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS taken (payout_id, transaction_id, amount_minor)
"""
DEFAULT_INTERVAL_DAYS = 7


def preview_run(*, currency: str, actor: Actor, now: datetime, run_id: str = "") -> PayoutRun:
    """
    Work out what could be paid now in ``currency``, and keep it as a preview; the same ``run_id`` finds the first one.

    :raises InvalidInput: for a currency that this region does not use
    """
    if currency not in tenancy.current().currencies:
        raise InvalidInput(
            errors=[FieldError("currency", "foreign_currency", Text("This marketplace does not use {currency}", currency=currency))]
        )
    totals = pool.payable_totals(currency, until=now)
    amounts = {vendor: total.amount_minor for vendor, total in totals.items()}
    skipped = skip_reasons(amounts, currency, now=now)
    lines = [
        PreviewLine(vendor_id=vendor, amount=Money(total.amount_minor, currency), row_count=total.row_count, skipped=skipped.get(vendor))
        for vendor, total in totals.items()
    ]
    with tenancy.atomic():
        run, is_new = PayoutRun.objects.get_or_create(
            id=run_id or new_id("prun", at=now),
            defaults={
                "currency": currency,
                "period_end": now,
                "preview": msgspec.to_builtins(lines),
                "created_by": actor.id,
                "created_at": now,
            },
        )
        if is_new:
            audit.record(actor=actor, action="payout_run.previewed", resource=run.id, new={"currency": currency, **_sums(lines)}, now=now)
    return run


def approve_run(*, run_id: str, reason: str, actor: Actor, now: datetime) -> PayoutRun:
    """
    Take the rows of every vendor that may be paid and make its payout. Safe to repeat.

    :raises NotFound: if there is no such run
    :raises RunStateForbids: if it was canceled
    :raises NeedsSecondPerson: if the region's setting ``payout_two_people`` wants another person than who made the preview
    :raises VendorNotSelling: if a vendor is suspended at this very moment; nothing is taken, try again
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state == CANCELED:
            raise RunStateForbids(state=run.state)
        if run.state != PREVIEW:
            return run
        if tenancy.current().setting("payout_two_people", 0) and actor.id == run.created_by:
            raise NeedsSecondPerson
        _one_sweep_at_a_time(run.currency)
        rows = pool.payable_rows(run.currency, until=run.period_end)
        amounts = {vendor: sum(row.amount_minor for row in earnings) for vendor, earnings in rows.items()}
        skipped = skip_reasons(amounts, run.currency, now=now)
        vendor_services.require_selling(sorted(set(rows) - set(skipped)))  # held in this state until the rows are taken
        payouts = _take(run, {vendor: earnings for vendor, earnings in rows.items() if vendor not in skipped}, now=now)
        left_out = [
            PreviewLine(vendor_id=vendor, amount=Money(amounts[vendor], run.currency), row_count=len(rows[vendor]), skipped=why)
            for vendor, why in sorted(skipped.items())
        ]
        run.state = APPROVED if payouts else DONE
        run.approved_by, run.approved_at, run.skipped = actor.id, now, msgspec.to_builtins(left_out)
        run.save()
        taken = {payout.id: {"vendor_id": payout.vendor_id, "amount_minor": payout.amount_minor} for payout in payouts}
        new = {"state": run.state, "currency": run.currency, "payouts": taken}
        audit.record(actor=actor, action="payout_run.approved", resource=run.id, old={"state": PREVIEW}, new=new, reason=reason, now=now)
    return run


def pay_run(*, run_id: str, reason: str, actor: Actor, now: datetime) -> PayoutRun:
    """
    Book the approved payouts and have them transferred. Safe to repeat: it goes on with those that could not be sent before.

    Vendors that may not be paid any more (suspended since, no account) keep their approved payout for later.

    :raises RunStateForbids: before it is approved, or if it was canceled
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state in (PREVIEW, CANCELED):
            raise RunStateForbids(state=run.state)
        waiting = list(run.payouts.select_for_update().filter(state=APPROVED).order_by("vendor_id"))
        sent = send(waiting, run.currency, now=now)
        if sent:
            old, run.state, run.paid_at = run.state, PAYING, run.paid_at or now
            run.save(update_fields=["state", "paid_at"])
            new = {"state": run.state, "payout_ids": [payout.id for payout in sent]}
            audit.record(actor=actor, action="payout_run.paid", resource=run.id, old={"state": old}, new=new, reason=reason, now=now)
    return run


def _one_sweep_at_a_time(currency: str) -> None:
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payouts.sweep'), hashtext(%s))", [currency])


def _take(run: PayoutRun, by_vendor: Mapping[str, Sequence[Earning]], *, now: datetime) -> list[VendorPayout]:
    starts = _period_starts(run.currency, list(by_vendor))
    payouts = [_payout(run, vendor, earnings, starts.get(vendor), now=now) for vendor, earnings in by_vendor.items()]
    VendorPayout.objects.bulk_create(payouts)
    _take_rows({payout.id: by_vendor[payout.vendor_id] for payout in payouts})
    return payouts


def _take_rows(by_payout: Mapping[str, Sequence[Earning]]) -> None:
    """One statement for all of them: a big run has hundreds of thousands, which the ORM would take a minute for."""
    ids = [payout_id for payout_id, earnings in by_payout.items() for _ in earnings]
    rows = [earning for earnings in by_payout.values() for earning in earnings]
    values: list[Any] = [tenancy.current().slug, ids, [row.transaction_id for row in rows], [row.amount_minor for row in rows]]
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_TAKE_ROWS, values)


def _payout(run: PayoutRun, vendor_id: str, earnings: Sequence[Earning], start: datetime | None, *, now: datetime) -> VendorPayout:
    figures = pool.figures_of(earnings)
    return VendorPayout(
        id=derived_id("pout", run.id, vendor_id, at=now),
        run=run,
        vendor_id=vendor_id,
        currency=run.currency,
        period_start=start or min(earning.occurred_at for earning in earnings),
        period_end=run.period_end,
        amount_minor=figures.amount,
        method=SEPA if run.currency == "EUR" else BANK_TRANSFER,
        created_at=now,
        **{f"{name}_minor": getattr(figures, name) for name in FIGURES},
    )


def _period_starts(currency: str, vendor_ids: Sequence[str]) -> dict[str, datetime]:
    """Where each vendor's last payout ended; a canceled one paid nothing."""
    payouts = VendorPayout.objects.filter(currency=currency, vendor_id__in=vendor_ids).exclude(state=CANCELED)
    last = payouts.order_by("vendor_id", "-period_end", "-id")
    return dict(last.distinct("vendor_id").values_list("vendor_id", "period_end"))


def _sums(lines: Sequence[PreviewLine]) -> dict[str, int]:
    paid = [line for line in lines if line.skipped is None]
    return {"vendors": len(paid), "amount_minor": sum(line.amount.minor for line in paid), "skipped": len(lines) - len(paid)}


def preview_due_runs(*, actor: Actor, now: datetime) -> list[PayoutRun]:
    """
    A preview for each currency whose last run is as old as the region's ``payout_interval_days`` and in which somebody can be paid.

    Canceled runs do not count, so that one that was given up does not hold up the next by an interval.
    Two that look at the same time make one run: its id is derived from the day.
    """
    tenant = tenancy.current()
    every = timedelta(days=tenant.setting("payout_interval_days", DEFAULT_INTERVAL_DAYS))
    runs = []
    for currency in tenant.currencies:
        if PayoutRun.objects.filter(currency=currency, period_end__gt=now - every).exclude(state=CANCELED).exists():
            continue
        amounts = {vendor: total.amount_minor for vendor, total in pool.payable_totals(currency, until=now).items()}
        if set(amounts) - set(skip_reasons(amounts, currency, now=now)):
            today = now.replace(hour=0, minute=0, second=0, microsecond=0)
            run_id = derived_id("prun", "scheduled", currency, at=today)
            runs.append(preview_run(currency=currency, actor=actor, now=now, run_id=run_id))
    return runs
