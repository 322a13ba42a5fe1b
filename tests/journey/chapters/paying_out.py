"""The payout run pays, and the reports are added up and compared with the ledger."""

from __future__ import annotations

from typing import Any

from amounts import Part, add_up, money, shown
from callers import Answer, Caller, wait_for
from narration import Stopped
from reports import bank_transfers, csv_amounts, csv_transfers, pdf_text, xlsx_amounts, xlsx_total
from world import Vendor, World

from chapters.showing import fetch

OPERATOR_ACCOUNT = {"EUR": "NL20INGB0001234567", "KWD": "KW74NBOK0000000000001000372151"}


def pay_vendors(world: World) -> None:
    world.narrator.chapter("The payout run pays")
    for region, staff in world.staff.items():
        vendors = [vendor for vendor in world.vendors.values() if vendor.region == region]
        currency = vendors[0].currency
        _name_bank_account(world, staff, currency)
        run = _preview(world, staff, vendors)
        approved = staff.post(f"admin/payout-runs/{run}/approve", {"reason": "Checked against the bank balance"})
        world.narrator.step("Operator", "approves the run", approved.request, f"{len(approved['payouts'])} payouts, {approved['state']}")
        for vendor in vendors:
            vendor.payout_id = next((item["id"] for item in approved["payouts"] if item["vendor_id"] == vendor.id), "")
            if not vendor.payout_id:
                raise Stopped(f"The run has no payout for {vendor.name}: {approved['skipped']}")
        paid = staff.post(f"admin/payout-runs/{run}/pay", {"reason": "Payday"})
        world.narrator.step("Operator", "pays", paid.request, paid["state"])
        _check_transfers(world, staff, run, vendors)
        for vendor in vendors:
            _mark_paid(world, staff, vendor)
        _preview_again(world, staff, vendors)


def _name_bank_account(world: World, staff: Caller, currency: str) -> None:
    present = staff.get("admin/bank-account", currency=currency)
    if present["account"]:
        return
    body = {"currency": currency, "holder": "GlobalMarket", "account": OPERATOR_ACCOUNT[currency]}
    named = staff.put("admin/bank-account", body, etag=present.etag)
    world.narrator.step("Operator", f"names the account that {currency} is paid from", named.request)


def _preview(world: World, staff: Caller, vendors: list[Vendor]) -> str:
    """What would be paid; the run's id."""
    currency = vendors[0].currency
    run = staff.post("admin/payout-runs", {"currency": currency}, expect=201)
    world.narrator.step("Operator", f"previews the payout run of {staff.region}", run.request, f"{len(run['preview'])} vendors")
    lines = {line["vendor_id"]: line for line in run["preview"]}
    for vendor in vendors:
        line = lines[vendor.id]
        world.narrator.check(f"{vendor.name}: left out because of", line["ineligibility_reason"], None, quietly=True)
        due = shown(money(line["amount"], currency), currency)
        world.narrator.check(f"{vendor.name} is to get", due, shown(part_of(world, vendor).earned, currency))
    return str(run["id"])


def _check_transfers(world: World, staff: Caller, run: str, vendors: list[Vendor]) -> None:
    """The file for the bank: each vendor's account, in clear, with its amount."""
    is_euro = vendors[0].currency == "EUR"
    file = staff.get(f"admin/payout-runs/{run}/transfers.{'xml' if is_euro else 'csv'}")
    world.narrator.step("Operator", "fetches the transfers for the bank", file.request, "ISO 20022 pain.001" if is_euro else "CSV")
    transfers = bank_transfers(file.content) if is_euro else csv_transfers(file.content, vendors[0].currency)
    for vendor in vendors:
        earned = part_of(world, vendor).earned
        world.narrator.require(f"{vendor.iban} gets its transfer", transfers.get(vendor.iban, 0) >= earned, str(transfers))


def _mark_paid(world: World, staff: Caller, vendor: Vendor) -> None:
    body = {"reason": "On the bank's statement", "bank_reference": f"REF-{world.run}", "attempt": 1}
    done = staff.post(f"admin/payouts/{vendor.payout_id}/mark-paid", body)
    world.narrator.step("Bank", f"has paid {vendor.name}", done.request, done["state"])
    balance = next(item for item in vendor.owner.get("vendor/balance")["items"] if item["currency"] == vendor.currency)
    world.narrator.check("still owed to it", money(balance["owed"], vendor.currency), 0, quietly=True)
    world.narrator.check("paid to it", money(balance["paid"], vendor.currency), part_of(world, vendor).earned, quietly=True)


def _preview_again(world: World, staff: Caller, vendors: list[Vendor]) -> None:
    run = staff.post("admin/payout-runs", {"currency": vendors[0].currency}, expect=201)
    again = [line for line in run["preview"] if line["vendor_id"] in {vendor.id for vendor in vendors}]
    world.narrator.step("Operator", "previews once more", run.request)
    world.narrator.check("what would be paid a second time", again, [])


def read_reports(world: World) -> None:
    world.narrator.chapter("The payout reports add up to the ledger")
    for vendor in world.vendors.values():
        part, currency = part_of(world, vendor), vendor.currency
        path = f"vendor/payouts/{vendor.payout_id}/statement"
        report = vendor.owner.get(f"{path}.json")
        world.narrator.step(vendor.name, "fetches its payout report", report.request, f"{len(report['lines'])} lines")
        _check_amounts(world, report, part)
        _check_forms(world, vendor, report, path)
        _check_ledger(world, vendor, report, part)
        _check_invoices(world, vendor, report)
        world.paid.append((vendor.region, vendor.name, part.earned, currency))


def _check_amounts(world: World, report: Answer, part: Part) -> None:
    """Sums by kind, against what was worked out by hand; and the lines add up to them."""
    currency, rows = part.currency, part.rows()
    wanted = {
        "sales": rows.get("sale", 0),
        "shipping": rows.get("shipping", 0),
        "refunds": rows.get("refund", 0),
        "commission": rows.get("commission", 0) + rows.get("refund_commission", 0),
        "commission_vat": rows.get("commission_vat", 0) + rows.get("refund_commission_vat", 0),
        "cash_collected": 0,
        "corrections": 0,
    }
    for name, minor in wanted.items():
        is_shown = bool(minor)
        world.narrator.check(name, shown(money(report["amounts"][name], currency), currency), shown(minor, currency), quietly=not is_shown)
    world.narrator.check("paid out", shown(money(report["amount"], currency), currency), shown(part.earned, currency))
    world.narrator.check("sum of its lines", sum(_amounts(report, currency)), part.earned, quietly=True)


def _amounts(report: Answer, currency: str) -> list[int]:
    return [money(line["amount"], currency) for line in report["lines"]]


def _check_forms(world: World, vendor: Vendor, report: Answer, path: str) -> None:
    """CSV, XLSX and PDF say what the JSON says."""
    currency, amounts = vendor.currency, _amounts(report, vendor.currency)
    owner, check = vendor.owner, world.narrator.check
    check("amounts in the CSV", csv_amounts(owner.get(f"{path}.csv").content, currency), amounts, quietly=True)
    book = owner.get(f"{path}.xlsx").content
    check("amounts in the workbook", xlsx_amounts(book, currency), amounts, quietly=True)
    check("sum in the workbook", xlsx_total(book, currency), sum(amounts), quietly=True)
    link = owner.post(f"{path}-links", {"type": "pdf"}, expect=201)
    text = pdf_text(fetch(owner, link["url"]).content)
    digits = "".join(character for character in text if character.isdigit())
    world.narrator.require("CSV, XLSX and PDF have the same amounts", str(sum(amounts)) in digits and vendor.name in text, text)


def _check_ledger(world: World, vendor: Vendor, report: Answer, part: Part) -> None:
    """Row by row: the report's lines are rows of the ledger, and the ledger has no other row of the vendor but the payout."""
    account, currency = f"vendor:{vendor.id}", vendor.currency
    rows = list(world.staff[vendor.region].every("admin/transactions", vendor_id=vendor.id))
    own = [row for row in rows if account in (row["source"], row["destination"])]
    paid = [row for row in own if row["type"] == "payout"]
    kept = [row for row in own if row["type"] != "payout"]
    check = world.narrator.check
    check("rows in the ledger, by kind", add_up(kept, account=account, currency=currency), part.rows(), quietly=True)
    check(
        "rows that the report has",
        sorted(line["transaction_id"] for line in report["lines"]),
        sorted(row["id"] for row in kept),
        quietly=True,
    )
    check("the payout's rows", [_signed(row, account, currency) for row in paid], [-part.earned], quietly=True)
    said = f"{len(kept)} rows of the ledger are the {len(report['lines'])} lines of the report, to the minor unit"
    world.narrator.require(said, sum(_signed(row, account, currency) for row in own) == 0)


def _check_invoices(world: World, vendor: Vendor, report: Answer) -> None:
    """Invoices less credit notes are the sales, the delivery and the refunds that the statement has."""
    currency = vendor.currency
    wanted = sum(money(report["amounts"][name], currency) for name in ("sales", "shipping", "refunds"))
    wait_for("the vendor's invoice", lambda: vendor.owner.get("vendor/invoices", kind="invoice")["items"])
    papers = list(vendor.owner.every("vendor/invoices"))
    signs = {"invoice": 1, "credit_note": -1}
    invoiced = sum(signs[paper["kind"]] * money(paper["total"], currency) for paper in papers if paper["kind"] in signs)
    numbers = ", ".join(paper["number"] for paper in papers)
    world.narrator.step(vendor.name, "reads its invoices", "GET vendor/invoices", numbers)
    world.narrator.check("invoiced, as on the statement", shown(invoiced, currency), shown(wanted, currency))


def _signed(row: dict[str, Any], account: str, currency: str) -> int:
    return money(row["amount"], currency) * (1 if row["destination"] == account else -1)


def part_of(world: World, vendor: Vendor) -> Part:
    return next(order.parts[vendor.id] for order in world.orders.values() if vendor.id in order.parts)


def balance_once(vendor: Vendor, wanted: dict[str, int]) -> dict[str, int]:
    """The vendor's balance, once events have brought it to what is wanted; else what it is after some patience."""
    last: dict[str, int] = {}

    def read() -> bool:
        found = next(item for item in vendor.owner.get("vendor/balance")["items"] if item["currency"] == vendor.currency)
        last.update({name: money(found[name], vendor.currency) for name in wanted})
        return last == wanted

    try:
        wait_for("the balance", read, patience_s=20)
    except Stopped:
        return last
    return last
