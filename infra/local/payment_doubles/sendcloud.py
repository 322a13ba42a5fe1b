"""
Sendcloud, version 3 of its API (https://sendcloud.dev/api/v3): vendors' own accounts, shipments, returns, labels as PDF.

An account opens with the first pair of keys whose public one begins with ``test_``; from then on that secret alone opens it.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Request, as_json

OPTIONS: list[dict[str, Any]] = [
    {
        "code": "postnl:standard",
        "name": "PostNL Standard",
        "carrier": "PostNL",
        "price": "6.25",
        "last_mile": "home_delivery",
        "returns": False,
    },
    {"code": "dhl:parcel", "name": "DHL Parcel", "carrier": "DHL", "price": "5.90", "last_mile": "home_delivery", "returns": False},
    {"code": "dpd:pickup", "name": "DPD Pickup", "carrier": "DPD", "price": "4.10", "last_mile": "service_point", "returns": False},
    {
        "code": "sendcloud:letter",
        "name": "Unstamped letter",
        "carrier": "Sendcloud",
        "price": None,
        "last_mile": "mailbox",
        "returns": False,
    },
    {
        "code": "postnl:standard/return",
        "name": "PostNL Return",
        "carrier": "PostNL",
        "price": "5.75",
        "last_mile": "home_delivery",
        "returns": True,
    },
]
CONTRACT = {"id": 60, "name": "Test contract"}
HEAVIEST_KG = 31.5
PDF = "%PDF-1.4\n% a label of the stand-in: {number}\n%%EOF\n"


class SendcloudDouble(Double):
    """https://sendcloud.dev/api/v3: contracts, shipping-options, shipments, returns and parcel documents."""

    name = "sendcloud"

    def routes(self) -> list[tuple[str, str, Handler]]:
        api = "/api/v3"
        return [
            ("GET", f"{api}/contracts", self.contracts),  # .../contracts/retrieve-a-list-of-contracts
            ("POST", f"{api}/shipping-options", self.options),  # .../shipping-options/return-a-list-of-available-shipping-options
            ("POST", f"{api}/shipments/announce", self.announce),  # .../shipments/create-and-announce-a-shipment-synchronously
            ("GET", f"{api}/shipments", self.list),  # .../shipments/retrieve-shipments
            ("GET", rf"{api}/shipments/(?P<id>shp_\d+)", self.get),
            ("POST", rf"{api}/shipments/(?P<id>shp_\d+)/cancel", self.cancel),  # .../shipments/cancel-a-shipment
            ("POST", f"{api}/returns/announce-synchronously", self.create_return),  # .../returns/create-a-return-synchronously
            ("GET", f"{api}/returns", self.list_returns),  # .../returns/retrieve-a-list-of-returns
            ("GET", rf"{api}/returns/(?P<id>\d+)", self.get_return),
            ("PATCH", rf"{api}/returns/(?P<id>\d+)/cancel", self.cancel_return),
            ("GET", rf"{api}/parcels/(?P<id>\d+)/documents/label", self.label),  # .../parcel-documents/retrieve-a-parcel-document
        ]

    def key_of(self, request: Request) -> str:
        """The public key of the account that the pair opens; an account is opened by the first pair."""
        try:
            text = base64.b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        except (binascii.Error, UnicodeDecodeError):
            return ""
        public, _, secret = text.partition(":")
        if not public.startswith("test_") or not secret:
            return ""
        account = self.accounts.setdefault(public, Account(public, webhook_secret=secret))
        return public if account.webhook_secret == secret else ""

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """Errors as JSON:API has them: https://sendcloud.dev/docs/getting-started/errors"""
        source = {"source": {"pointer": about}} if about else {}
        return as_json(status, {"errors": [{"status": str(status), "code": title.lower().replace(" ", "_"), "detail": detail, **source}]})

    def contracts(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return as_json(200, {"data": [CONTRACT]})

    def options(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        weight = float(body["parcels"][0]["weight"]["value"])
        wanted = body.get("functionalities", {}).get("returns", False)
        found = [_shown(option) for option in OPTIONS if option["returns"] == wanted and weight <= HEAVIEST_KG]
        return as_json(200, {"data": found})

    def announce(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        for name in ("to_address", "from_address", "ship_with", "parcels"):
            if not body.get(name):
                return self.refusal(400, "Invalid", f"{name} is required", about=f"/{name}")
        code = body["ship_with"]["properties"]["shipping_option_code"]
        reference = body.get("external_reference_id", "")
        for shipment in account.objects.values():
            if reference and shipment["external_reference_id"] == reference:
                return as_json(409, {"data": shipment})
        option = next((option for option in OPTIONS if option["code"] == code and not option["returns"]), None)
        if option is None:
            return self.refusal(400, "Invalid", f"Shipping option {code} does not exist", about="/ship_with")
        if not body["to_address"].get("house_number"):
            return self.refusal(400, "Invalid", "A house number is required", about="/to_address/house_number")
        account.created += 1
        number = account.created
        is_taken = body["to_address"]["city"] != "Nowhere"  # where the carrier goes to
        is_followed = is_taken and option["last_mile"] != "mailbox"
        status = ("READY_TO_SEND", "Ready to send") if is_taken else ("ANNOUNCEMENT_FAILED", "Announcement failed")
        parcel: dict[str, Any] = {
            "id": 1000 + number,
            "status": {"code": status[0], "message": status[1]},
            "tracking_number": f"3SDOUBLE{number:06}" if is_followed else None,
            "tracking_url": f"https://tracking.sendcloud.sc/forward?code=3SDOUBLE{number:06}" if is_followed else None,
            "documents": [{"type": "label", "link": f"http://{request.host}/sendcloud/api/v3/parcels/{1000 + number}/documents/label"}],
            "errors": [] if is_taken else [{"code": "address", "detail": "The carrier does not deliver to Nowhere"}],
        }
        shipment = {
            "id": f"shp_{number}",
            "external_reference_id": reference,
            "order_number": body.get("order_number", ""),
            "carrier": {"code": code.partition(":")[0], "name": option["carrier"]},
            **{name: body["parcels"][0][name] for name in ("weight", "parcel_items")},
            "to_address": body["to_address"],
            "from_address": body["from_address"],
            "parcels": [parcel],
        }
        account.objects[shipment["id"]] = shipment
        return as_json(201, {"data": shipment})

    def list(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        wanted = request.query.get("external_reference_id")
        found = [each for each in account.objects.values() if wanted in (None, each["external_reference_id"])]
        return as_json(200, {"data": found})

    def get(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        shipment = account.objects.get(names["id"])
        return as_json(200, {"data": shipment}) if shipment else self.refusal(404, "Not found", "No such shipment")

    def cancel(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        shipment = account.objects.get(names["id"])
        if shipment is None:
            return self.refusal(404, "Not found", "No such shipment")
        (parcel,) = shipment["parcels"]
        if parcel["status"]["code"] != "READY_TO_SEND":
            return self.refusal(409, "Conflict", "This shipment cannot be cancelled any more")
        parcel["status"] = {"code": "CANCELLED", "message": "Cancelled"}
        return as_json(200, {"data": {"status": "cancelled", "message": "Shipment has been cancelled"}})

    def create_return(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        body = json.loads(request.body)
        code = body["ship_with"].get("shipping_option_code")
        if not any(option["code"] == code and option["returns"] for option in OPTIONS):
            return self.refusal(400, "Invalid", f"Shipping option {code} is not one of returns", about="/ship_with")
        account.created += 1
        number = account.created
        account.records[str(5000 + number)] = {
            "id": 5000 + number,
            "order_number": body.get("order_number"),
            "from_address": body["from_address"],
            "to_address": body["to_address"],
            "tracking_number": f"3SRETURN{number:06}",
            "tracking_url": f"https://tracking.sendcloud.sc/forward?code=3SRETURN{number:06}",
            "label_url": f"http://{request.host}/sendcloud/api/v3/parcels/{1000 + number}/documents/label",
            "status": "ready-to-send",
            "is_cancellable": True,
        }
        return as_json(201, {"return_id": 5000 + number, "parcel_id": 1000 + number, "multi_collo_ids": []})

    def list_returns(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        if not {"from_date", "to_date"} <= set(request.query):
            return self.refusal(400, "Invalid", "from_date and to_date are required")
        return as_json(200, {"next": None, "previous": None, "data": list(account.records.values())})

    def get_return(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = account.records.get(names["id"])
        return as_json(200, {"data": found}) if found else self.refusal(404, "Not found", "No such return")

    def cancel_return(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = account.records.get(names["id"])
        if found is None or found["status"] != "ready-to-send":
            return self.refusal(400, "Invalid", "This return cannot be cancelled any more")
        found["status"] = "cancelled"
        return as_json(202, {"message": "Cancellation requested successfully"})

    def label(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return Answer(200, PDF.format(number=names["id"]).encode(), "application/pdf")

    # What happens at the carrier's.

    def scan(self, shipment_id: str) -> None:
        """The carrier has the parcel: its label cannot be voided any more."""
        for account in self.accounts.values():
            for shipment in account.objects.values():
                if shipment["id"] == shipment_id:
                    shipment["parcels"][0]["status"] = {"code": "EN_ROUTE_TO_SORTING_CENTER", "message": "On its way"}


def _shown(option: dict[str, Any]) -> dict[str, Any]:
    price = option["price"]
    return {
        "code": option["code"],
        "name": option["name"],
        "carrier": {"code": option["code"].partition(":")[0], "name": option["carrier"]},
        "product": {"code": option["code"], "name": option["name"]},
        "functionalities": {"last_mile": option["last_mile"], "returns": option["returns"]},
        "contract": CONTRACT,
        "quotes": [{"price": {"total": {"value": price, "currency": "EUR"}}}] if price else None,
    }
