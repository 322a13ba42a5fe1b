"""
How far a checkout's path winds: the modules of the apps that one card checkout passes through, from the request to the settled order.

    .venv/bin/python -m pytest -q -s backend/marketplace/apps/checkout/tests/path.py

Not a test: nothing collects it. A step is a call from one module into another one, or the return from it.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import msgspec
import pytest

from marketplace.apps.carts.documents import CARTS
from marketplace.apps.orders.tests.factories import make_cart, make_listing, reload, total_of
from marketplace.kit.ids import hash_secret

ROOT = "marketplace.apps."
SAGA = ("orders", "checkout", "payments")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
def test_path(api):
    bodies = []
    for _ in range(2):  # the first request imports what is imported late
        cart = make_cart((make_listing(), 1), (make_listing(), 1))
        CARTS.replace(msgspec.structs.replace(cart, token_hash=hash_secret("secret")), etag=cart.etag)
        total = total_of(reload(cart))
        bodies.append(
            {
                "cart_id": cart.id,
                "quoted_total": {"minor": total.minor, "currency": total.currency},
                "payment_method": "sandbox_card",
                "card_token": "tok_ok",
            }
        )
    api.post("store/checkouts", bodies[0], headers={"Cart-Token": "secret"})
    entered: list[str] = []

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            name = frame.f_globals.get("__name__", "")
            if name.startswith(ROOT) and frame.f_code.co_name not in ("<genexpr>", "<lambda>") and (not entered or entered[-1] != name):
                entered.append(name)

    sys.setprofile(profile)
    try:
        answer = api.post("store/checkouts", bodies[1], headers={"Cart-Token": "secret"})
    finally:
        sys.setprofile(None)
    assert answer.json()["status"] == "confirmed", answer.json()
    show("of orders, checkout and payments", [name for name in entered if name.removeprefix(ROOT).split(".")[0] in SAGA])
    own = [name for name in entered if name.removeprefix(ROOT).split(".")[0] in SAGA[:2]]
    show("of orders and checkout", own)
    show("of their services alone", [name for name in own if ".services" in name])


def show(what: str, entered: list[str]) -> None:
    path = [name for place, name in enumerate(entered) if not place or entered[place - 1] != name]
    print(f"\n{what}: {len(set(path))} modules, {len(path) - len(set(path))} returns to one already visited")  # noqa: T201
    for name in dict.fromkeys(path):
        print("  ", name.removeprefix(ROOT), path.count(name))  # noqa: T201
