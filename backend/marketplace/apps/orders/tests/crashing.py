"""
A process that does one thing of the saga and kills itself with SIGKILL at a chosen statement.

Run as a script it reads jobs from standard input, one JSON line each, and forks a child for every one, so that Django is
imported once. The statement is chosen by its number, counted over all databases: before it is sent, so that a kill at
each number in turn stands for a crash between any two steps.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec


class Job(msgspec.Struct, frozen=True):
    """
    What to do (a name of ``ACTIONS``) and at which statement to die; 0 is never. Or at which call of a payment provider: before it is
    sent, or after its answer has come.

    ``in_child`` off does it in the process itself: quicker, for races, where nobody dies.
    """

    action: str
    kill_at: int
    now: datetime
    cart_owner: str = ""
    cart_id: str = ""
    vendor_id: str = ""
    vendor_order_id: str = ""
    checkout_id: str = ""
    request: dict[str, Any] = {}
    is_cash: bool = False
    kill_at_call: int = 0
    kill_after_answer: bool = False
    in_child: bool = True


def run(job: Job) -> None:
    from django.db import connections

    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory

    tenant = directory.get("eu")
    if job.kill_at:
        killer = Killer(job.kill_at)
        for connection in connections.all():
            connection.execute_wrappers.append(killer)
    if job.kill_at_call:
        kill_at_call(job.kill_at_call, after_answer=job.kill_after_answer)
    with tenancy.scope(tenant):
        ACTIONS[job.action](job)


def kill_at_call(number: int, *, after_answer: bool) -> None:
    """Die at the HTTP request of that number. It is this process alone that changes what httpx does, and it lives for one job."""
    import httpx

    send, seen = httpx.HTTPTransport.handle_request, 0

    def handle_request(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        nonlocal seen
        seen += 1
        if seen == number and not after_answer:
            os.kill(os.getpid(), signal.SIGKILL)
        response = send(self, request)
        if seen == number:
            response.read()
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    httpx.HTTPTransport.handle_request = handle_request


class Killer:
    def __init__(self, kill_at: int) -> None:
        self.seen, self.kill_at = 0, kill_at

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def place(job: Job) -> None:
    from marketplace.apps.carts.documents import CARTS, carts_pk
    from marketplace.apps.orders.tests import factories

    payment = factories.CASH if job.is_cash else factories.CARD
    factories.place(CARTS.get(carts_pk(job.cart_owner), job.cart_id), payment=payment, now=job.now)


def buy_gift_card(job: Job) -> None:
    from marketplace.apps.credit.tests.factories import buy_card

    buy_card(job.request["customer_id"], 5_000, key="once", now=job.now)


def drain(job: Job) -> None:
    from marketplace.foundation.relay import relay

    relay.drain(now=job.now)


def cancel(job: Job) -> None:
    from marketplace.apps.orders import queries, services
    from marketplace.apps.orders.types import LineQuantity

    part = queries.get_vendor_order(job.vendor_id, job.vendor_order_id)
    services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(part.lines[0].line_id, 1)],
        reason="Broken",
        by="vendor",
        request_key="k",
        now=job.now,
    )


def refund(job: Job) -> None:
    from marketplace.apps.orders import queries, services
    from marketplace.apps.orders.types import RefundReason, RefundRequest
    from marketplace.kit.actors import Actor
    from marketplace.kit.money import Money

    part = queries.get_vendor_order(job.vendor_id, job.vendor_order_id)
    services.refund_sale(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        wanted=RefundRequest(amount=Money(1500, part.total.currency)),
        reason=RefundReason.DAMAGED,
        note="Cracked",
        by="vendor",
        actor=Actor("vendor", "usr_1", "owner"),
        request_key="k",
        now=job.now,
    )


def cancel_order(job: Job) -> None:
    from marketplace.apps.checkout import services
    from marketplace.apps.checkout.queries import get_checkout
    from marketplace.apps.orders import queries
    from marketplace.apps.orders.types import LineQuantity

    order = queries.get_any_order(get_checkout(job.checkout_id).order_id)
    lines = [LineQuantity(line.line_id, line.quantity) for line in order.quote.lines]
    services.cancel_order_lines(order=order, lines=lines, reason="", by="customer", request_key="k", now=job.now)


def deliver(job: Job) -> None:
    from marketplace.apps.orders import queries, services

    part = queries.get_vendor_order(job.vendor_id, job.vendor_order_id)
    services.deliver(vendor_id=part.vendor_id, vendor_order_id=part.id, shipment_id=part.shipments[0].id, now=job.now)


def invoice(job: Job) -> None:
    from marketplace.apps.invoices import services

    services.issue_papers(vendor_id=job.vendor_id, vendor_order_id=job.vendor_order_id, now=job.now)


def advance(job: Job) -> None:
    from marketplace.apps.checkout.queries import get_checkout
    from marketplace.apps.checkout.services import steps

    steps.advance(get_checkout(job.checkout_id), now=job.now)


def pay(job: Job) -> None:
    """A service of payments, by its name and arguments."""
    from marketplace.apps.payments import services

    getattr(services, job.request["service"])(**job.request["arguments"], now=job.now)


def pay_out(job: Job) -> None:
    """A service of payouts, by its name and arguments."""
    from marketplace.apps.payouts import services

    getattr(services, job.request["service"])(**job.request["arguments"], now=job.now)


def label(job: Job) -> None:
    """A service of carriers on a label, by its name and arguments; ``buy`` buys one unit of a line."""
    from marketplace.apps.carriers import services
    from marketplace.apps.carriers.types import LabelWish
    from marketplace.apps.orders.types import LineQuantity
    from marketplace.kit.actors import SYSTEM

    named = dict(job.request)
    if (service := named.pop("service")) != "buy":
        getattr(services, service)(**named, now=job.now)
        return
    lines, wish = [LineQuantity(named.pop("line_id"), 1)], LabelWish(service="postnl:standard", weight_g=500)
    services.buy_label(lines=lines, wish=wish, actor=SYSTEM, request_key="k", now=job.now, **named)


def give_evidence(job: Job) -> None:
    """Send the evidence in a dispute, by the arguments of the service."""
    from marketplace.apps.disputes import services
    from marketplace.kit.actors import SYSTEM

    services.send_evidence(**job.request, actor=SYSTEM, now=job.now)


def report(job: Job) -> None:
    """Take in a report of the sandbox, whose content is in the request."""
    from marketplace.apps.reconciliation.tests.factories import upload_file

    upload_file(job.request["content"].encode(), now=job.now)


def ask(job: Job) -> None:
    """An HTTP request, by the arguments of ``ApiClient.send``, each by its name."""
    from marketplace.testing import ApiClient

    options = dict(job.request)
    answer = ApiClient().send(options.pop("method"), options.pop("path"), options.pop("body"), **options)
    assert answer.status_code < 300, answer.content


DONE, FAILED, REFUSED = 0, 1, 3
ANSWERS = {DONE: "done", FAILED: "failed", REFUSED: "refused", -signal.SIGKILL: "killed"}
ACTIONS = {
    "place": place,
    "drain": drain,
    "cancel": cancel,
    "refund": refund,
    "cancel_order": cancel_order,
    "deliver": deliver,
    "invoice": invoice,
    "advance": advance,
    "pay": pay,
    "pay_out": pay_out,
    "label": label,
    "give_evidence": give_evidence,
    "ask": ask,
    "report": report,
    "buy_gift_card": buy_gift_card,
}


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin.buffer:
        job = msgspec.json.decode(line, type=Job)
        answer = _fork(job) if job.in_child else ANSWERS[_outcome(job)]
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def _fork(job: Job) -> str:
    child = os.fork()
    if child == 0:
        os._exit(_outcome(job))
    _, status = os.waitpid(child, 0)
    return ANSWERS[os.waitstatus_to_exitcode(status)]


def _outcome(job: Job) -> int:
    from marketplace.kit.errors import MarketplaceError

    try:
        run(job)
    except MarketplaceError:
        return REFUSED
    except Exception:
        traceback.print_exc()
        return FAILED
    return DONE


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
    main()
