"""What must not be possible is not, and the books are clean."""

from __future__ import annotations

from typing import Any

from amounts import shown
from callers import Answer, Caller, wait_for
from world import World


def try_other_region(world: World) -> None:
    narrator = world.narrator
    narrator.chapter("A token of one region is tried in the other")
    clothes, gulf = world.vendors["apparel"], world.vendors["gulf"]
    stranger = world.caller("Stranger", "mena")
    for who, token in (("the operator's", world.staff["eu"].token), ("the vendor's", clothes.owner.token)):
        with stranger.with_token(token):
            refused = stranger.get("me", expect=421)
        narrator.step("Stranger", f"tries {who} token of eu in mena", refused.request, refused.code)
        narrator.check("refusal", refused.code, "wrong_region", quietly=True)
    hidden = gulf.owner.get(f"vendor/orders/{world.orders['guest'].vendor_orders[clothes.id]}", expect=404)
    narrator.step(gulf.name, "asks in mena for an order of eu", hidden.request, hidden.code)
    foreign = gulf.owner.get(f"vendor/payouts/{clothes.payout_id}/statement.json", expect=404)
    narrator.step(gulf.name, "asks in mena for a payout report of eu", foreign.request, foreign.code)
    wrong = clothes.owner.get("admin/vendors", expect=403)
    narrator.step(clothes.name, "tries an operator's endpoint", wrong.request, wrong.code)
    nobody = world.caller("Stranger", "no-such-region")
    unknown = nobody.get("store/region", expect=421)
    narrator.step("Stranger", "asks for a region that there is not", unknown.request, unknown.code)


def prove_books(world: World) -> None:
    narrator = world.narrator
    narrator.chapter("The audit chain is verified and the books are checked")
    for region, staff in world.staff.items():
        chain = wait_for("the last entries to be sealed", lambda staff=staff: _sealed(staff))
        said = f"{chain['sealed']} entries sealed, {chain['unsealed']} new"
        narrator.step("Operator", f"verifies the audit log of {region}", chain.request, said)
        narrator.check("chain intact", chain["is_intact"], True)
        for vendor in (vendor for vendor in world.vendors.values() if vendor.region == region):
            actions = {entry["action"] for entry in staff.every("admin/audit-log", resource=vendor.id)}
            narrator.check(f"approval of {vendor.name} is in it", "vendor.approved" in actions, True, quietly=True)
        books = staff.get("admin/books")
        narrator.step("Operator", f"checks the books of {region}", books.request, f"{_row_count(books.data)} rows")
        narrator.check("differences", _differences(books.data), [])


def _sealed(staff: Caller) -> Answer | None:
    """The verification, once every entry of this journey is in the chain: sealing runs every few seconds."""
    answer = staff.get("admin/audit-log/verification")
    return answer if not answer["unsealed"] or not answer["is_intact"] else None


def _row_count(books: dict[str, Any]) -> int:
    return sum(int(currency["row_count"]) for currency in books["currencies"])


def _differences(books: dict[str, Any]) -> list[str]:
    found = [*books["other_differences"], *(item for currency in books["currencies"] for item in currency["differences"])]
    return [
        f"{item['check']} {item['subject']}: expected {item['expected']}, found {item['found']} {item['detail']}".strip() for item in found
    ]


def summarize(world: World) -> None:
    narrator = world.narrator
    guest, customer = world.orders["guest"], world.orders["customer"]
    lines = [
        f"{'region':<7} {'order':<18} {'paid by the customer':>22} {'refunded':>14}",
        _order("eu", guest.number, guest.total, 0, "EUR"),
        _order("mena", customer.number, customer.total, sum(part.refunded for part in customer.parts.values()), "KWD"),
        "",
        f"{'region':<7} {'vendor':<28} {'sold':>14} {'refunded':>12} {'fees and VAT':>14} {'paid out':>14}",
        *(_vendor(world, key) for key in world.vendors),
        "",
        f"{narrator.chapters} chapters, {narrator.steps} steps, {narrator.comparisons} amounts compared, all right.",
        f"It took {narrator.seconds:.0f} s.",
    ]
    print("\n" + "─" * 96 + "\n" + "\n".join(lines) + "\n" + "─" * 96, flush=True)


def _order(region: str, number: str, total: int, refunded: int, currency: str) -> str:
    return f"{region:<7} {number:<18} {shown(total, currency):>22} {shown(refunded, currency):>14}"


def _vendor(world: World, key: str) -> str:
    vendor = world.vendors[key]
    part = next(order.parts[vendor.id] for order in world.orders.values() if vendor.id in order.parts)
    currency = vendor.currency
    fees = part.earned - part.total + part.refunded
    said = (part.total, -part.refunded, fees, part.earned)
    widths = (14, 12, 14, 14)
    columns = [f"{shown(minor, currency):>{width}}" for minor, width in zip(said, widths, strict=True)]
    return f"{vendor.region:<7} {vendor.name:<28} {' '.join(columns)}"
