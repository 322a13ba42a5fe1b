"""Money that takes other ways: cash that a courier collects and remits, and a gift card that pays half of an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amounts import Part, money, shown
from callers import Answer, Caller, wait_for
from mails import text_of
from world import Order, Vendor, World

from chapters.buying import CARD_OK, Bank, find, put_into_cart, wait_until_confirmed
from chapters.customers import AMSTERDAM, NL_VAT_BP, deliver_for, open_cart, part_of, register, say_where
from chapters.fulfilling import deliver_parcels, send_parcel
from chapters.paying_out import balance_once

CURRENCY = "EUR"
COURIERS_FEE = 250


def courier_collects(world: World) -> None:
    """The vendor is paid for it as for a card, once the courier has remitted the cash."""
    narrator, jewels, staff = world.narrator, world.vendors["jewels"], world.staff["eu"]
    narrator.chapter("A courier collects cash, keeps its fee and remits the rest")
    courier = staff.post("admin/couriers", {"code": f"post-{world.run}", "name": "Parcel post"}, expect=201)
    narrator.step("Operator", "adds a courier who collects cash", courier.request, courier["code"])
    path = f"vendor/shipping-methods/{jewels.method_id}"
    chosen = jewels.owner.patch(path, {"courier": courier["code"]}, etag=jewels.owner.get(path).etag)
    narrator.step(jewels.name, "has it collect what is paid on delivery", chosen.request, chosen["courier"])
    guest = world.caller("Bram (guest)", "eu", language="nl")
    cart, part = cart_of(world, guest, jewels, who="bram")
    order = place(world, guest, cart, part, jewels, method="cash_on_delivery")
    wait_until_confirmed(world, guest, order)
    send_parcel(world, jewels, order, "everything", {0: part.lines[0].quantity}, state="shipped")
    deliver_parcels(world, jewels, order)
    narrator.check("held by the courier", _held(staff, courier["id"]), part.total)
    narrator.check(f"pending of {jewels.name}", balance_once(jewels, {"pending": part.earned}), {"pending": part.earned})
    _remit(world, jewels, order, courier["code"])
    narrator.check("held by the courier", _held(staff, courier["id"]), 0)
    world.orders["cash"] = order


def gift_card_pays_half(world: World) -> None:
    """Its code is in one mail; what it lacks of the total a card pays."""
    narrator, jewels = world.narrator, world.vendors["jewels"]
    narrator.chapter("A customer buys a gift card, and who gets it pays half of an order with it")
    buyer = world.caller("Iris", "eu", language="nl")
    register(world, buyer, "iris", name="Iris de Wit", language="nl")
    friend = world.caller("Daan (guest)", "eu", language="nl")
    cart, part = cart_of(world, friend, jewels, who="daan")
    code = _buy_card(world, buyer, part.total // 2)
    paying = friend.post(f"store/carts/{cart['id']}/gift-cards", {"code": code})
    rest = part.total - part.total // 2
    narrator.step(friend.name, "puts the gift card on the cart", paying.request, shown(rest, CURRENCY) + " left")
    narrator.check("left to pay", money(paying["quote"]["amount_due"], CURRENCY), rest)
    order = place(world, friend, paying, part, jewels, method="sandbox_card", due=rest)
    wait_until_confirmed(world, friend, order)
    payment = world.staff["eu"].get(f"admin/payments/{order.payment_id}")
    narrator.check("charged to the card", money(payment["captured"], CURRENCY), rest)
    balance = friend.post("store/gift-card-lookups", {"code": code})
    narrator.check("left on the gift card", money(balance["balance"], CURRENCY), 0)
    world.orders["gift"] = order


def cart_of(world: World, buyer: Caller, vendor: Vendor, *, who: str, phone: str = "+31 20 123 4567") -> tuple[Answer, Part]:
    """Two units of a vendor's product, in a cart that says where to."""
    part = part_of(vendor, NL_VAT_BP)
    cart = open_cart(world, buyer, "NL", CURRENCY)
    product = vendor.file.with_variants(1)
    page = find(world, buyer, vendor, product.title, product.title)
    _, sold = put_into_cart(world, buyer, cart["id"], vendor, page, product, place=0, quantity=2)
    part.lines.append(sold)
    answer = say_where(world, buyer, cart["id"], world.address(who), {**AMSTERDAM, "phone": phone}, (vendor,))
    deliver_for({vendor.id: part})
    return answer, part


def place(
    world: World,
    buyer: Caller,
    cart: Answer,
    part: Part,
    vendor: Vendor,
    *,
    method: str,
    due: int | None = None,
    pay: Callable[[World, Caller, dict[str, Any]], None] | None = None,
) -> Order:
    """Order it and pay: by ``pay`` as the action says, or else on the sandbox's page, if there is one to go to."""
    body = {"cart_id": cart["id"], "payment_method": method, "return_url": f"{buyer.shop}/thanks"}
    total = {"minor": part.total if due is None else due, "currency": CURRENCY}
    placed = buyer.post("store/checkouts", {**body, "quoted_total": total}, expect=201)
    world.narrator.step(buyer.name, "orders", placed.request, f"{placed['order_number']}, {placed['status']}")
    order = Order(id=placed["order_id"], number=placed["order_number"], token=placed["order_token"], payment_id=placed["payment"]["id"])
    order.parts = {vendor.id: part}
    buyer.extra = {"Order-Token": order.token}
    if (action := placed["payment"]["action"]) and pay:
        pay(world, buyer, action)
    elif action:
        Bank(world).pay(buyer, action["url"], CARD_OK)
    return order


def _remit(world: World, vendor: Vendor, order: Order, courier: str) -> None:
    (shipment,) = vendor.owner.get(f"vendor/orders/{order.vendor_orders[vendor.id]}")["shipments"]
    collected = order.parts[vendor.id].total
    cells = (shipment["tracking_number"], f"R-{world.run}", CURRENCY, f"{collected / 100:.2f}", f"{COURIERS_FEE / 100:.2f}")
    times = (shipment["delivered_at"], shipment["delivered_at"])
    header = "tracking_number,remittance,currency,collected,fee,collected_at,remitted_at"
    file = ("remittance.csv", f"{header}\n{','.join((*cells, *times))}\n".encode(), "text/csv")
    form = {"format": "courier", "provider": courier}
    report = world.staff["eu"].post("admin/settlement-reports", expect=201, data=form, files={"file": file})
    world.narrator.step("Operator", "takes in the courier's remittance", report.request, f"{report['matched_count']} rows match")
    world.narrator.check("rows that match", (report["row_count"], report["matched_count"]), (3, 3), quietly=True)


def _held(staff: Caller, courier_id: str) -> int:
    held = staff.get(f"admin/couriers/{courier_id}")["held"]
    return sum(money(amount, CURRENCY) for amount in held)


def _buy_card(world: World, buyer: Caller, amount: int) -> str:
    """Buy and pay it; its code, out of the recipient's mail."""
    recipient = world.address("gift")
    body = {
        "amount": {"minor": amount, "currency": CURRENCY},
        "recipient_email": recipient,
        "sender_name": "Iris",
        "message": "Happy birthday!",
        "payment_method": "sandbox_card",
        "return_url": f"{buyer.shop}/thanks",
    }
    bought = buyer.post("store/gift-cards", body, expect=201)
    world.narrator.step(buyer.name, f"buys a gift card worth {shown(amount, CURRENCY)}", bought.request, bought["state"])
    Bank(world).pay(buyer, bought["action"]["url"], CARD_OK)
    path = f"store/gift-cards/{bought['id']}"
    paid = wait_for("the gift card to be paid", lambda: answer if (answer := buyer.get(path))["state"] == "paid" else None)
    mail = world.mailbox(recipient).wait_for("that brings the gift card", "Iris")
    code = next(line for line in text_of(mail).splitlines() if len(line) == 19 and line.count("-") == 3)
    world.narrator.require("the buyer cannot read the code", code not in paid.content.decode())
    return code
