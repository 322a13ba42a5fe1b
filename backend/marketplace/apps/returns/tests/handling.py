"""What customers, vendors and staff do with returns, over HTTP; and what the stores say afterwards."""

from __future__ import annotations

from datetime import timedelta

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.testing import NOW

LONG_AFTER = NOW + timedelta(days=3650)  # what subscribers book is dated by the real clock
PNG = b"\x89PNG\r\n\x1a\n" + b"a photo"


def balance(account: str) -> int:
    return ledger_queries.get_balance(account, "EUR").minor


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def assert_books_agree() -> None:
    report = insight_queries.check_books(now=LONG_AFTER)
    assert report.is_clean, report


def guest(part):
    return {"Order-Token": order_services.order_token(part.order_id)}


def ask(api, part, quantity=1, *, reason="damaged", status=201, headers=None, **options):
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": quantity}], "reason": reason}
    answer = api.post(f"store/orders/{part.order_id}/returns", {**body, **options}, headers=headers or guest(part))
    assert answer.status_code == status, answer.content
    return answer.json()["returns"][0] if status == 201 else answer.json()


def act(api, item, what, body=None, *, status=200, token=None, side="vendor", **options):
    token = token or (vendor_token(item["vendor_id"], "owner") if side == "vendor" else staff_token("support"))
    answer = api.post(f"{side}/returns/{item['id']}/{what}", body, token=token, **options)
    assert answer.status_code == status, answer.content
    return answer.json()


def lines(item, **counts):
    return {"lines": [{"line_id": item["lines"][0]["line_id"], **counts}]}


def taken_back(api, item, quantity, *, sellable, accepted=None, decision="", **options):
    """Received and inspected."""
    act(api, item, "receive", lines(item, quantity=quantity), **options)
    accepted = quantity if accepted is None else accepted
    return act(api, item, "inspect", {**lines(item, accepted=accepted, sellable=sellable), "decision": decision}, **options)
