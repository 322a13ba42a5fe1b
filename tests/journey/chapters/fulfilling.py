"""Vendors send and deliver their parts; the return window passes."""

from __future__ import annotations

from amounts import Part, shown
from callers import Answer, wait_for
from world import DEMO_PASSWORD, DEMO_STAFF, PASSWORD, Order, Vendor, World

from chapters.paying_out import balance_once, part_of
from chapters.selling import STOCK

RETURN_WINDOW_S = 14 * 86_400
CARRIERS = {"eu": ("PostNL", "https://postnl.example/"), "mena": ("Aramex", "https://aramex.example/")}


def send_everything(world: World) -> None:
    narrator = world.narrator
    narrator.chapter("Vendors send their parts, one of them in two parcels")
    guest, customer = world.orders["guest"], world.orders["customer"]
    clothes, jewels, gulf = (world.vendors[key] for key in ("apparel", "jewels", "gulf"))
    _see_own_part_only(world, clothes, guest, other=jewels)
    _accept(world, clothes, guest)
    first, second = guest.parts[clothes.id].lines
    send_parcel(world, clothes, guest, "the first parcel", {0: first.quantity, 1: second.quantity - 1}, state="partly_shipped")
    send_parcel(world, clothes, guest, "the second parcel", {1: 1}, state="shipped")
    send_parcel(world, jewels, guest, "everything", {0: guest.parts[jewels.id].lines[0].quantity}, state="shipped")
    send_parcel(world, gulf, customer, "what was not canceled", {0: customer.parts[gulf.id].lines[0].quantity}, state="shipped")
    for vendor, order in ((clothes, guest), (jewels, guest), (gulf, customer)):
        deliver_parcels(world, vendor, order)
    mail = world.mailbox(world.address("noor")).wait_for("that a parcel is on its way", "PostNL")
    narrator.step("Mail", f"arrives: “{mail['Subject'].strip()}”")
    _check_stock(world)


def _see_own_part_only(world: World, vendor: Vendor, order: Order, *, other: Vendor) -> None:
    own, foreign = order.vendor_orders[vendor.id], order.vendor_orders[other.id]

    def listed() -> Answer | None:
        answer = vendor.owner.get("vendor/orders")
        return answer if any(item["id"] == own for item in answer["items"]) else None

    orders = wait_for("the order in the vendor's list", listed)
    world.narrator.step(vendor.name, "looks at its orders", orders.request, f"{len(orders['items'])} order")
    mine = vendor.owner.get(f"vendor/orders/{own}")
    world.narrator.check("lines that it sees", len(mine["lines"]), len(order.parts[vendor.id].lines))
    text = mine.content.decode()
    world.narrator.require("it sees neither the other vendor's name nor its lines", other.name not in text and other.id not in text)
    hidden = vendor.owner.get(f"vendor/orders/{foreign}", expect=404)
    world.narrator.step(vendor.name, "tries the other vendor's order", hidden.request, hidden.code)


def _accept(world: World, vendor: Vendor, order: Order) -> None:
    accepted = vendor.owner.post(f"vendor/orders/{order.vendor_orders[vendor.id]}/accept")
    world.narrator.step(vendor.name, "accepts the order", accepted.request, accepted["state"])


def send_parcel(world: World, vendor: Vendor, order: Order, what: str, quantities: dict[int, int], *, state: str) -> None:
    """Ship ``quantities`` by the place of the line in the vendor order."""
    path = f"vendor/orders/{order.vendor_orders[vendor.id]}"
    lines = vendor.owner.get(path)["lines"]
    carrier, site = CARRIERS[vendor.region]
    number = f"{vendor.country}{world.run}{len(vendor.owner.get(path)['shipments'])}"
    body = {
        "lines": [{"line_id": lines[place]["line_id"], "quantity": quantity} for place, quantity in quantities.items() if quantity],
        "carrier": carrier,
        "tracking_number": number,
        "tracking_url": f"{site}{number}",
    }
    sent = vendor.owner.post(f"{path}/shipments", body, expect=201)
    world.narrator.step(vendor.name, f"sends {what}", sent.request, f"{carrier} {number}, {sum(quantities.values())} units")
    world.narrator.check("state of its part", sent["state"], state)


def deliver_parcels(world: World, vendor: Vendor, order: Order) -> None:
    """All of the vendor's parcels of the order arrive."""
    path = f"vendor/orders/{order.vendor_orders[vendor.id]}"
    answer = vendor.owner.get(path)
    for shipment in answer["shipments"]:
        answer = vendor.owner.post(f"{path}/shipments/{shipment['id']}/deliver")
    world.narrator.step(vendor.name, "hears that its parcels have arrived", answer.request, answer["state"])
    world.narrator.check("state of its part", answer["state"], "delivered", quietly=True)
    for line, sold in zip(answer["lines"], order.parts[vendor.id].lines, strict=True):
        kept = sold.quantity - sold.canceled
        world.narrator.check("units delivered", (line["delivered"], line["canceled"]), (kept, sold.canceled), quietly=True)


def _check_stock(world: World) -> None:
    """What was sold is gone from the stock, what was canceled is back."""
    for order in world.orders.values():
        for vendor in world.vendors.values():
            part = order.parts.get(vendor.id)
            if part is not None:
                items = list(vendor.owner.every("vendor/stock"))
                gone = sum(STOCK - item["on_hand"] for item in items)
                world.narrator.check(f"units gone from {vendor.name}", gone, _kept(part))
                world.narrator.check("units still reserved", sum(item["reserved"] for item in items), 0, quietly=True)


def _kept(part: Part) -> int:
    return sum(line.quantity - line.canceled for line in part.lines)


def pass_return_window(world: World) -> None:
    narrator = world.narrator
    narrator.chapter("The return window passes")
    for vendor in world.vendors.values():
        _check_balance(world, vendor, {"pending": part_of(world, vendor).earned, "payable": 0})
    for region, staff in world.staff.items():
        moved = staff.post("admin/development/clock", {"advance_s": RETURN_WINDOW_S + 86_400})
        narrator.step("Operator", f"lets 15 days pass in {region}", moved.request, moved["now"][:10])
        staff.log_in(audience="staff", email=DEMO_STAFF, password=DEMO_PASSWORD)
    for vendor in world.vendors.values():
        vendor.owner.log_in(audience="vendor", email=vendor.email, password=PASSWORD)
        _check_balance(world, vendor, {"pending": 0, "payable": part_of(world, vendor).earned})


def _check_balance(world: World, vendor: Vendor, wanted: dict[str, int]) -> None:
    got = balance_once(vendor, wanted)
    world.narrator.check(f"balance of {vendor.name}", _amounts(got, vendor.currency), _amounts(wanted, vendor.currency))


def _amounts(amounts: dict[str, int], currency: str) -> str:
    return ", ".join(f"{shown(minor, currency)} {name}" for name, minor in amounts.items())
