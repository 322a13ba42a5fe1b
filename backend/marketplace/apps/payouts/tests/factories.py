"""Earnings and payouts for tests, without the shop above them: rows of the books, and eligibilities as the subscriber writes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import (
    OPERATOR_ADJUSTMENTS,
    OPERATOR_COMMISSION,
    OPERATOR_COMMISSION_VAT,
    Posting,
    provider_account,
    vendor_account,
)
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import PayoutEligibility, PayoutRun, VendorPayout
from marketplace.apps.vendors.tests.factories import add_payout_account, make_vendor
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

FINANCE = Actor("staff", "stf_finance", "finance", "127.0.0.1")
SANDBOX = provider_account("sandbox")
LATER = NOW + timedelta(days=30)

_numbers = count(1)


def a_payable_vendor(*, country: str = "NL", currency: str = "EUR") -> VendorView:
    """An approved vendor with an account that has rested."""
    vendor = make_vendor(country=country, currency=currency)
    add_payout_account(vendor.id, country=country, currency=currency)
    return vendor


def a_sale(
    vendor_id: str,
    minor: int = 10_000,
    *,
    fee: int = 1_200,
    vat: int = 0,
    shipping: int = 0,
    currency: str = "EUR",
    now: datetime = NOW,
    payable_at: datetime | None = NOW,
) -> str:
    """A card sale with its commission; the id of its vendor order. ``payable_at`` None: not delivered yet."""
    vendor_order, order = new_id("vord", at=now), new_id("ord", at=now)
    vendor, facts = vendor_account(vendor_id), {"vendor_id": vendor_id, "order_id": order, "vendor_order_id": vendor_order}
    moves = [
        ("sale", SANDBOX, vendor, minor),
        ("shipping", SANDBOX, vendor, shipping),
        ("commission", vendor, OPERATOR_COMMISSION, fee),
        ("commission_vat", vendor, OPERATOR_COMMISSION_VAT, vat),
    ]
    post(
        [
            Posting(key=f"{kind}:{vendor_order}", type=kind, source=source, destination=to, amount=Money(amount, currency), **facts)
            for kind, source, to, amount in moves
            if amount
        ],
        now=now,
    )
    PayoutEligibility.objects.create(
        vendor_order_id=vendor_order, vendor_id=vendor_id, order_id=order, ended_at=payable_at, payable_at=payable_at
    )
    return vendor_order


def a_refund(vendor_id: str, minor: int, *, vendor_order: str = "", currency: str = "EUR", now: datetime = NOW) -> None:
    post(
        [
            Posting(
                key=f"refund:{next(_numbers)}",
                type="refund",
                source=vendor_account(vendor_id),
                destination=SANDBOX,
                amount=Money(minor, currency),
                vendor_id=vendor_id,
                vendor_order_id=vendor_order,
            )
        ],
        now=now,
    )


def a_correction(vendor_id: str, minor: int, *, currency: str = "EUR", now: datetime = NOW) -> None:
    """Positive for the vendor's good."""
    vendor = vendor_account(vendor_id)
    source, to = (OPERATOR_ADJUSTMENTS, vendor) if minor > 0 else (vendor, OPERATOR_ADJUSTMENTS)
    post(
        [
            Posting(
                key=f"adjustment:{next(_numbers)}",
                type="adjustment",
                source=source,
                destination=to,
                amount=Money(abs(minor), currency),
                vendor_id=vendor_id,
            )
        ],
        now=now,
    )


def post(postings: list[Posting], *, now: datetime = NOW) -> None:
    with tenancy.atomic():
        ledger_services.post(postings, now=now)


def a_run(*, currency: str = "EUR", now: datetime = LATER, until: str = "paying") -> PayoutRun:
    """A run that got as far as ``until``: preview, approved or paying."""
    run = services.preview_run(currency=currency, actor=FINANCE, now=now)
    if until in ("approved", "paying"):
        run = services.approve_run(run_id=run.id, reason="Friday", actor=FINANCE, now=now)
    if until == "paying":
        run = services.pay_run(run_id=run.id, reason="Friday", actor=FINANCE, now=now)
    return run


def payout_of(run: PayoutRun, vendor_id: str) -> VendorPayout:
    return VendorPayout.objects.get(run=run, vendor_id=vendor_id)


def skipped(run: PayoutRun) -> dict[str, str]:
    """The vendors whom a run leaves out, and why."""
    return {line["vendor_id"]: line["ineligibility_reason"] for line in run.skipped}
