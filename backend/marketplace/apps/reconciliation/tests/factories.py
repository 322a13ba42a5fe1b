"""Reports for tests, as the sandbox would write them: made of what it was paid and what it paid back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of
from marketplace.apps.payments.models import Capture, Dispute, Payment, Refund
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.reconciliation import services
from marketplace.apps.reconciliation.models import Difference, Entry
from marketplace.apps.reconciliation.types import ReportFormat, ReportView
from marketplace.apps.shipping.tests.factories import make_courier
from marketplace.kit.actors import Actor
from marketplace.kit.money import Money
from marketplace.testing import NOW

LATER = NOW + timedelta(days=30)
FINANCE = Actor("staff", "stf_finance", "finance", "127.0.0.1")
COLUMNS = ("reference", "kind", "currency", "amount", "fee", "occurred_at", "provider_reference", "our_reference")

Row = dict[str, str]


def a_row(reference: str, kind: str, amount: Money, *, about: str = "", fee: str = "", at: datetime = NOW) -> Row:
    """A row of a plain report; ``about`` is the provider's name of what it is about."""
    return {
        "reference": reference,
        "kind": kind,
        "currency": amount.currency,
        "amount": f"{amount.decimal():f}",
        "fee": fee,
        "occurred_at": at.isoformat(),
        "provider_reference": about,
        "our_reference": "",
    }


def a_charge(order_or_payment: Any, *, fee: str = "", reference: str = "") -> Row:
    """The row of what an order's payment was charged."""
    payment = Payment.objects.get(pk=getattr(order_or_payment, "payment_id", None) or order_or_payment.id)
    name = payment.provider_reference
    return a_row(reference or f"bt_{name}", "charge", Money(payment.captured_minor, payment.currency), about=name, fee=fee)


def everything_moved() -> list[Row]:
    """What the sandbox has to report: all that was captured, refunded and disputed so far, with a fee that is refunded in part."""
    captures = Capture.objects.filter(payment__provider="sandbox").select_related("payment").order_by("id")
    refunds = Refund.objects.filter(state="succeeded", payment__provider="sandbox").order_by("id")
    disputes = list(Dispute.objects.order_by("id"))
    return [
        *(
            a_row(f"bt_c{row.pk}", "charge", Money(row.amount_minor, row.currency), about=row.reference, at=row.captured_at, fee="0.42")
            for row in captures
        ),
        *(a_row(f"bt_{row.pk}", "refund", -row.amount, about=row.provider_reference, fee="-0.10") for row in refunds),
        *(
            a_row(f"bt_{row.pk}", "dispute", Money(-row.amount_minor, row.currency), about=row.provider_reference, fee="15.00")
            for row in disputes
        ),
        *(
            a_row(f"bt_{row.pk}_won", "dispute", Money(row.amount_minor, row.currency), about=row.provider_reference, fee="-15.00")
            for row in disputes
            if row.state == DisputeState.WON
        ),
    ]


def csv_of(rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS) -> bytes:
    """The file with these rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def a_parcel(number: str, collected_minor: int, *, fee: int = 0, remittance: str = "R-1", at: datetime = NOW) -> Row:
    """The row of a courier's remittance, in euro; amounts in cents."""
    return {
        "tracking_number": number,
        "remittance": remittance,
        "currency": "EUR",
        "collected": f"{Money(collected_minor, 'EUR').decimal():f}",
        "fee": f"{Money(fee, 'EUR').decimal():f}" if fee else "",
        "collected_at": at.isoformat(),
        "remitted_at": at.isoformat(),
    }


def remittance_of(*rows: Row) -> bytes:
    """The courier's file with these rows."""
    return csv_of(rows, ("tracking_number", "remittance", "currency", "collected", "fee", "collected_at", "remitted_at"))


def remit(*rows: Row) -> ReportView:
    """Aramex's file with these rows."""
    about: dict[str, Any] = {"filename": "aramex.csv", "actor": FINANCE, "now": LATER}
    return services.upload_report(format=ReportFormat.COURIER, provider="aramex", content=remittance_of(*rows), **about)


def collected_by_courier() -> None:
    """An order of 45.00 that was paid to a courier, who has remitted it and kept 1.50."""
    make_courier()
    mug = make_listing(stock=10, courier="aramex")
    deliver_all(part_of(make_order((mug, 2), payment=CASH), mug), tracking_number="P1")
    remit(a_parcel("P1", 4_500, fee=150))


def upload(*rows: Row, now: datetime = NOW) -> ReportView:
    """A report of the sandbox with these rows."""
    return upload_file(csv_of(rows), now=now)


def upload_file(content: bytes, *, now: datetime = NOW) -> ReportView:
    return services.upload_report(
        format=ReportFormat.PLAIN, provider="sandbox", content=content, filename="report.csv", actor=FINANCE, now=now
    )


def states() -> list[tuple[str, str]]:
    """Kind and state of every row that was ever reported."""
    return sorted(Entry.objects.values_list("kind", "state"))


def open_differences() -> list[tuple[str, str, int | None, int | None]]:
    """Kind, what it is about, what we have and what was reported, of each difference that is not resolved."""
    found = Difference.objects.exclude(state="resolved").order_by("id")
    return list(found.values_list("kind", "entry_kind", "expected_minor", "found_minor"))


def euro(account: str) -> int:
    """The account's balance in cents."""
    return ledger_queries.get_balance(account, "EUR").minor


def payment_of(order: Any) -> Payment:
    return Payment.objects.get(pk=order.payment_id)


def look_again(now: datetime = LATER) -> None:
    """As the sandbox's reports are looked at every night."""
    services.look_again(provider="sandbox", now=now)


def assert_clean() -> None:
    report = insight_queries.check_books(now=LATER)
    assert report.is_clean, report
