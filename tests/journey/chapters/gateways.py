"""Sales by payment gateways: by their stand-ins, where the servers were started with them (make up GATEWAYS=stripe,mollie,momo)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
from amounts import money, shown
from callers import Caller, wait_for
from narration import Stopped
from world import Order, Vendor, World

from chapters.buying import wait_until_confirmed
from chapters.collecting import CURRENCY, cart_of, place
from chapters.fulfilling import deliver_parcels, send_parcel

PHONE = "+256 772 123456"
ASKING_CARD = "pm_card_threeDSecure2Required"  # of Stripe's test mode: its bank asks

Pay = Callable[[World, Caller, dict[str, Any]], None]


def stripe_sells_with_3d_secure(world: World) -> None:
    _sale(world, "stripe", "A card whose bank asks pays by Stripe", method="stripe_card", who="sofie", pay=_confirm_in_page)


def mollie_sells_by_ideal(world: World) -> None:
    _sale(world, "mollie", "A bank account pays by iDEAL, through Mollie", method="mollie_ideal", who="ruben", pay=_pay_at_mollie)


def momo_sells_on_the_phone(world: World) -> None:
    """In euros, as MTN's own test environment does whatever the country."""
    _sale(world, "momo", "A telephone pays by MTN MoMo", method="momo", who="grace", pay=_approve_on_phone, phone=PHONE)


def sell(world: World, vendor: Vendor, *, who: str, method: str, pay: Pay | None = None, phone: str = "+31 20 123 4567") -> Order:
    """A guest buys two units of a vendor's product that way, and gets them."""
    buyer = world.caller(f"{who.title()} (guest)", vendor.region)
    cart, part = cart_of(world, buyer, vendor, who=who, phone=phone)
    order = place(world, buyer, cart, part, vendor, method=method, pay=pay)
    wait_until_confirmed(world, buyer, order)
    payment = world.staff[vendor.region].get(f"admin/payments/{order.payment_id}")
    world.narrator.check("charged", shown(money(payment["captured"], CURRENCY), CURRENCY), shown(part.total, CURRENCY))
    send_parcel(world, vendor, order, "everything", {0: part.lines[0].quantity}, state="shipped")
    deliver_parcels(world, vendor, order)
    world.orders[who] = order
    return order


def _sale(world: World, gateway: str, title: str, *, method: str, who: str, pay: Pay, phone: str = "+31 20 123 4567") -> None:
    world.narrator.chapter(title)
    if gateway not in world.gateways:
        world.narrator.note(f"Left out: the servers run without it (make up GATEWAYS={gateway}).")
        return
    sell(world, world.vendors["apparel"], who=who, method=method, pay=pay, phone=phone)


def _confirm_in_page(world: World, buyer: Caller, action: dict[str, Any]) -> None:
    """What Stripe's script does in the shop's page, and then the customer at the bank's."""
    world.narrator.check("what the page has to do", action["type"], "confirm_in_page", quietly=True)
    secret, key = action["client_secret"], action["publishable_key"]
    address = f"{world.gateways['stripe']}/v1/payment_intents/{secret.partition('_secret_')[0]}/confirm"
    form = {"key": key, "client_secret": secret, "payment_method": ASKING_CARD, "return_url": f"{buyer.shop}/thanks"}
    intent = _post(address, form)
    world.narrator.step(
        buyer.name, "confirms the card in the shop's page", f"POST {address} → {intent.status_code}", intent.json()["status"]
    )
    world.narrator.check("the bank asks first", intent.json()["status"], "requires_action", quietly=True)
    bank = intent.json()["next_action"]["redirect_to_url"]["url"]
    asked = _post(bank, {"outcome": "complete"})
    world.narrator.step(buyer.name, "confirms at the bank (3-D Secure)", f"POST {bank} → {asked.status_code}")
    _require_back(world, buyer, asked)


def _pay_at_mollie(world: World, buyer: Caller, action: dict[str, Any]) -> None:
    paid = _post(action["url"], {"status": "paid"})
    world.narrator.step(buyer.name, "pays on the bank's page", f"POST {action['url']} → {paid.status_code}")
    _require_back(world, buyer, paid)


def _approve_on_phone(world: World, buyer: Caller, action: dict[str, Any]) -> None:
    world.narrator.check("what the shop waits for", action["type"], "approve_on_phone", quietly=True)
    address = f"{world.gateways['momo']}/phone"
    digits = "".join(character for character in PHONE if character.isdigit())
    question = wait_for("the phone to ask", lambda: _question_to(httpx.get(address, trust_env=False).text, digits))
    answered = _post(f"{address}/{question}", {"answer": "SUCCESSFUL"})
    world.narrator.step(buyer.name, f"approves on the phone {PHONE}", f"POST {address}/{question} → {answered.status_code}")


def _question_to(page: str, phone: str) -> str:
    """The name of the newest question that the phone is asked; empty if there is none."""
    found = re.findall(rf'action="phone/([0-9a-f-]{{36}})"><p><strong>\+{phone}:', page)
    return str(found[-1]) if found else ""


def _post(url: str, form: dict[str, str]) -> httpx.Response:
    answer = httpx.post(url, data=form, timeout=60, trust_env=False)
    if answer.status_code >= 400:
        raise Stopped(f"The stand-in answered {answer.status_code} to POST {url}: {answer.text[:300]}")
    return answer


def _require_back(world: World, buyer: Caller, answer: httpx.Response) -> None:
    place = answer.headers.get("Location", "")
    world.narrator.require("the bank sends the customer back to the shop", place.startswith(f"{buyer.shop}/thanks"), place)
