"""What goes wrong after a sale: a product comes back when its vendor was paid already, and a bank takes the money back."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from amounts import Part, money, shown
from callers import Answer, Caller, wait_for
from world import DEMO_PASSWORD, DEMO_STAFF, PASSWORD, Order, Vendor, World

from chapters.buying import Bank
from chapters.collecting import CURRENCY
from chapters.fulfilling import RETURN_WINDOW_S, deliver_parcels, send_parcel
from chapters.gateways import sell
from chapters.paying_out import balance_once
from chapters.paying_out import part_of as paid_part_of

ALL_TIME = {"since": "2000-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}


def product_comes_back_after_the_payout(world: World) -> None:
    """A fault is one for two years, so the window of other reasons is no matter. The vendor then owes what it was paid too much."""
    narrator, clothes, order = world.narrator, world.vendors["apparel"], world.orders["guest"]
    narrator.chapter("A product comes back after its vendor was paid")
    before = owed_to(clothes)
    guest = world.caller("Noor (guest)", "eu", language="nl")
    guest.extra = {"Order-Token": order.token}
    returned = _send_back(world, guest, clothes, order)
    narrator.check("state of the return", returned["state"], "refunded")
    debt = paid_part_of(world, clothes).earned - _without_first_line(order.parts[clothes.id]).earned
    narrator.note(f"The customer gets {shown(order.parts[clothes.id].lines[0].gross, CURRENCY)}; the vendor its fee of that.")
    narrator.check(f"owed to {clothes.name}", _owed_once(clothes, before - debt), shown(before - debt, CURRENCY))


def bank_takes_the_money_back(world: World) -> None:
    narrator, jewels, staff = world.narrator, world.vendors["jewels"], world.staff["eu"]
    narrator.chapter("A customer's bank takes the money back, and keeps it")
    order = sell(world, jewels, who="lotte", method="sandbox_card")
    part = order.parts[jewels.id]
    before = owed_to(jewels, at_least_once=True)
    narrator.note(f"{jewels.name} is owed {shown(before, CURRENCY)} by now.")
    bank = Bank(world)
    payment = bank.payment_of(order.payment_id)
    bank.dispute(payment, "open")
    dispute = wait_for("the dispute", lambda: _dispute_of(staff, order, "open"))
    narrator.step("Bank", "takes the money back until it has decided", "GET admin/disputes", f"{dispute['reason']}, {dispute['state']}")
    narrator.check("disputed", money(dispute["amount"], CURRENCY), part.total)
    narrator.check(f"owed to {jewels.name}", _owed_once(jewels, before - part.total), shown(before - part.total, CURRENCY))
    bank.dispute(payment, "lost")
    lost = wait_for("the bank's decision", lambda: _dispute_of(staff, order, "lost"))
    narrator.step("Bank", "decides for its customer", "GET admin/disputes", lost["state"])
    narrator.check(f"owed to {jewels.name}", _owed_once(jewels, before - part.total), shown(before - part.total, CURRENCY))


def next_payout_nets_the_debt(world: World) -> None:
    narrator, clothes, staff = world.narrator, world.vendors["apparel"], world.staff["eu"]
    narrator.chapter("The next payout takes off what the vendor owes")
    sell(world, clothes, who="milan", method="sandbox_card")
    gift, jewels = world.orders["gift"], world.vendors["jewels"]
    send_parcel(world, jewels, gift, "what the gift card paid", {0: gift.parts[jewels.id].lines[0].quantity}, state="shipped")
    deliver_parcels(world, jewels, gift)
    _pass_window(world)
    owed = owed_to(clothes)
    narrator.check(f"payable to {clothes.name}", balance_once(clothes, {"payable": owed}), {"payable": owed})
    run = staff.post("admin/payout-runs", {"currency": CURRENCY}, expect=201)
    line = next(line for line in run["preview"] if line["vendor_id"] == clothes.id)
    narrator.step("Operator", "previews a payout run", run.request, f"{len(run['preview'])} vendors")
    narrator.check(f"{clothes.name} is to get", shown(money(line["amount"], CURRENCY), CURRENCY), shown(owed, CURRENCY))
    staff.post(f"admin/payout-runs/{run['id']}/approve", {"reason": "Checked against the bank balance"})
    paid = staff.post(f"admin/payout-runs/{run['id']}/pay", {"reason": "Payday"})
    narrator.step("Operator", "approves and pays it", paid.request, paid["state"])
    narrator.check(f"still owed to {clothes.name}", owed_to(clothes), 0)


def papers_agree(world: World) -> None:
    """Statement, invoices and trial balance are made of the same rows."""
    narrator = world.narrator
    narrator.chapter("Statements, invoices and the trial balance agree")
    for vendor in world.vendors.values():
        _check_statement(world, vendor)
    for region, staff in world.staff.items():
        currency = world.regions[region]["default_currency"]
        trial = staff.get("admin/trial-balance", currency=currency, **ALL_TIME)
        total = {name: money(trial["total"][name], currency) for name in ("opening", "debit", "credit", "closing")}
        said = f"{len(trial['accounts'])} accounts, {shown(total['debit'], currency)} moved"
        narrator.step("Operator", f"reads the trial balance of {region}", trial.request, said)
        narrator.check("debit less credit", total["debit"] - total["credit"], 0)
        closing = sum(money(account["closing"], currency) for account in trial["accounts"])
        narrator.check("all accounts together", (total["opening"], closing, total["closing"]), (0, 0, 0), quietly=True)


def owed_to(vendor: Vendor, *, at_least_once: bool = False) -> int:
    """What the operator owes a vendor, less than nothing if it is the other way round; minor units. Once something is pending, if asked."""

    def read() -> dict[str, Any] | None:
        found = next(item for item in vendor.owner.get("vendor/balance")["items"] if item["currency"] == vendor.currency)
        return found if not at_least_once or money(found["pending"], vendor.currency) else None

    return money(wait_for("the balance", read)["owed"], vendor.currency)


def _owed_once(vendor: Vendor, wanted: int) -> str:
    return shown(balance_once(vendor, {"owed": wanted})["owed"], vendor.currency)


def _send_back(world: World, guest: Caller, vendor: Vendor, order: Order) -> Answer:
    """Requested by the customer; approved, received and inspected by the vendor."""
    narrator, owner = world.narrator, vendor.owner
    line = owner.get(f"vendor/orders/{order.vendor_orders[vendor.id]}")["lines"][0]
    units = {"line_id": line["line_id"], "quantity": 1}
    wish = {"lines": [units], "reason": "damaged", "comment": "Een naad is los."}
    asked = guest.post(f"store/orders/{order.id}/returns", wish, expect=201)
    (item,) = asked["returns"]
    narrator.step(guest.name, "asks to return a damaged product", asked.request, item["state"])
    path = f"vendor/returns/{item['id']}"
    approved = owner.post(f"{path}/approve")
    narrator.step(vendor.name, "approves it", approved.request, approved["state"])
    owner.post(f"{path}/receive", {"lines": [units]})
    seen = {"line_id": line["line_id"], "accepted": 1, "sellable": 0}
    done = owner.post(f"{path}/inspect", {"lines": [seen], "decision": "Sorry!"})
    narrator.step(vendor.name, "has it back, and looks at it", done.request, done["state"])
    return done


def _without_first_line(part: Part) -> Part:
    rest = deepcopy(part)
    rest.lines[0].canceled = rest.lines[0].quantity
    return rest


def _dispute_of(staff: Caller, order: Order, state: str) -> dict[str, Any] | None:
    return next((item for item in staff.every("admin/disputes", state=state) if item["order_id"] == order.id), None)


def _pass_window(world: World) -> None:
    staff = world.staff["eu"]
    moved = staff.post("admin/development/clock", {"advance_s": RETURN_WINDOW_S + 86_400})
    world.narrator.step("Operator", "lets 15 days pass in eu", moved.request, moved["now"][:10])
    staff.log_in(audience="staff", email=DEMO_STAFF, password=DEMO_PASSWORD)
    for vendor in world.vendors.values():
        if vendor.region == "eu":
            vendor.owner.log_in(audience="vendor", email=vendor.email, password=PASSWORD)


def _check_statement(world: World, vendor: Vendor) -> None:
    narrator, currency, query = world.narrator, vendor.currency, {"currency": vendor.currency, **ALL_TIME}
    statement = vendor.owner.get("vendor/account-statement", **query)
    rows = list(vendor.owner.every("vendor/account-statement", **query))
    closing = money(statement["closing"], currency)
    narrator.step(vendor.name, "reads its statement", statement.request, f"{len(rows)} rows")
    narrator.check("rows, added up", sum(money(row["amount"], currency) for row in rows), closing, quietly=True)
    narrator.check("closing balance, as it is owed", shown(closing, currency), shown(owed_to(vendor), currency))
    sold = sum(money(row["amount"], currency) for row in rows if row["type"] in ("sale", "shipping", "refund"))
    papers = {"invoice": 1, "credit_note": -1}

    def invoiced() -> int:
        found = vendor.owner.every("vendor/invoices")
        return sum(papers[item["kind"]] * money(item["total"], currency) for item in found if item["kind"] in papers)

    wait_for("the last papers", lambda: invoiced() == sold or None)
    narrator.check("invoices less credit notes, as the statement has them", shown(invoiced(), currency), shown(sold, currency))
