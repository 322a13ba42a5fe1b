"""
Sendcloud's API, version 3 (https://sendcloud.dev/api/v3): shipping options, shipments, returns, parcel documents.

A shipment's ``external_reference_id`` is unique at Sendcloud: the same once more is answered 409, and it can be searched by it. A return
has no such name that can be searched, so our own stands as its order number, and returns are listed by the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

import msgspec
from django.conf import settings

from marketplace.apps.accounts.types import Address
from marketplace.apps.carriers.errors import CarrierKeysRefused, CarrierUnavailable, LabelRefused
from marketplace.apps.carriers.providers.base import Bought, CarrierProvider, Keys, LabelRequest, Party
from marketplace.apps.carriers.providers.http import Caller, plain
from marketplace.apps.carriers.types import LabelOption
from marketplace.kit.money import InvalidAmount, Money

PATH = "/api/v3"
PDF = b"%PDF-"
HOUSE_NUMBER = re.compile(r"^(?P<street>.*\D)\s+(?P<number>\d+\s?[\w/-]{0,8})$")
PAGES_AT_MOST = 20
# https://sendcloud.dev/api/v3/parcel-statuses: of a parcel that the carrier did not take, or whose label was voided
NOT_ANNOUNCED = ("ANNOUNCEMENT_FAILED",)
VOIDED = ("CANCELLED", "CANCELLING", "CANCELLED_UPSTREAM", "CANCELLING_UPSTREAM")


class _Price(msgspec.Struct):
    value: str | float
    currency: str


class _QuotePrice(msgspec.Struct):
    total: _Price


class _Quote(msgspec.Struct):
    price: _QuotePrice


class _Named(msgspec.Struct, frozen=True):
    code: str = ""
    name: str = ""


class _Functionalities(msgspec.Struct, frozen=True):
    last_mile: str | None = None
    returns: bool | None = None


class _Option(msgspec.Struct):
    code: str
    name: str = ""
    carrier: _Named = _Named()
    functionalities: _Functionalities = _Functionalities()
    quotes: list[_Quote] | None = None


class _Options(msgspec.Struct):
    data: list[_Option] | None = None


class _Status(msgspec.Struct):
    code: str = ""
    message: str = ""


class _Complaint(msgspec.Struct):
    detail: str = ""


class _Parcel(msgspec.Struct):
    id: int
    tracking_number: str | None = None
    tracking_url: str | None = None
    status: _Status | None = None
    errors: list[_Complaint] | None = None


class _Shipment(msgspec.Struct):
    id: str | int
    parcels: list[_Parcel]
    carrier: _Named | None = None
    errors: list[_Complaint] | None = None


class _One(msgspec.Struct):
    data: _Shipment


class _Many(msgspec.Struct):
    data: list[_Shipment]


class _NewReturn(msgspec.Struct):
    return_id: int
    parcel_id: int


class _Return(msgspec.Struct):
    id: int = 0
    order_number: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    label_url: str | None = None
    status: str | None = None


class _OneReturn(msgspec.Struct):
    data: _Return


class _Returns(msgspec.Struct):
    data: list[_Return]
    next: str | None = None


class _Anything(msgspec.Struct):
    """An answer that is not read further."""


class SendcloudProvider(CarrierProvider):
    """A vendor's account at Sendcloud: a public and a secret key of one of its integrations."""

    code: ClassVar[str] = "sendcloud"

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @classmethod
    def of_keys(cls, keys: Keys) -> Self:
        return cls(Caller("Sendcloud", url=settings.SENDCLOUD_URL, user=keys.public, password=keys.secret))

    def check(self) -> None:
        # https://sendcloud.dev/api/v3/contracts/retrieve-a-list-of-contracts: asks for nothing but the keys
        self._caller.call("GET", f"{PATH}/contracts", _Anything)

    def list_options(self, request: LabelRequest) -> Sequence[LabelOption]:
        # https://sendcloud.dev/api/v3/shipping-options/return-a-list-of-available-shipping-options
        body = {
            "from_address": _place(request.sender.address),
            "to_address": _place(request.recipient.address),
            "parcels": [{"weight": _weight(request)}],
            "functionalities": {"returns": request.is_return},
            "calculate_quotes": True,
        }
        found = self._caller.call("POST", f"{PATH}/shipping-options", _Options, body=body).data or []
        # others want a parcel shop, which nobody has asked the customer for
        options = [
            _option(each) for each in found if request.is_return or each.functionalities.last_mile in (None, "home_delivery", "mailbox")
        ]
        return sorted(options, key=lambda option: (option.price is None, option.price.minor if option.price else 0, option.name))

    def buy(self, request: LabelRequest) -> Bought:
        return self._buy_return(request) if request.is_return else self._buy_shipment(request)

    def find(self, label_id: str, *, is_return: bool, since: datetime) -> Bought | None:
        if is_return:
            return self._find_return(label_id, since)
        # https://sendcloud.dev/api/v3/shipments/retrieve-shipments
        found = self._caller.call("GET", f"{PATH}/shipments", _Many, query={"external_reference_id": label_id}).data
        announced = [each for each in found if each.parcels and not _refusal_of(each)]
        return _bought(announced[0]) if announced else None

    def fetch_file(self, bought: Bought) -> bytes:
        # https://sendcloud.dev/api/v3/parcel-documents/retrieve-a-parcel-document
        path = f"{PATH}/parcels/{bought.parcel}/documents/label"
        content = self._caller.fetch("GET", path, query={"paper_size": "A6"}, accept="application/pdf")
        if not content.startswith(PDF):
            raise CarrierUnavailable(note="Sendcloud's label is no PDF")
        return content

    def void(self, bought: Bought, *, is_return: bool) -> None:
        if not bought.reference:
            raise LabelRefused(reason="Sendcloud did not name this label: void it there")
        # https://sendcloud.dev/api/v3/returns/request-cancellation-of-a-return, .../shipments/cancel-a-shipment
        method, kind = ("PATCH", "returns") if is_return else ("POST", "shipments")
        try:
            self._caller.call(method, f"{PATH}/{kind}/{bought.reference}/cancel", _Anything)
        except LabelRefused:
            if not self._is_voided(bought.reference, is_return=is_return):
                raise

    def _is_voided(self, reference: str, *, is_return: bool) -> bool:
        """Whether the label was voided before, as by a request whose answer was lost."""
        if is_return:
            status = self._caller.call("GET", f"{PATH}/returns/{reference}", _OneReturn).data.status or ""
            return status.upper().replace("-", "_") in VOIDED
        parcels = self._caller.call("GET", f"{PATH}/shipments/{reference}", _One).data.parcels
        return bool(parcels) and all(parcel.status and parcel.status.code.upper() in VOIDED for parcel in parcels)

    def _buy_shipment(self, request: LabelRequest) -> Bought:
        # https://sendcloud.dev/api/v3/shipments/create-and-announce-a-shipment-synchronously
        body = {
            "external_reference_id": request.label_id,
            "order_number": request.order_number,
            "from_address": _address(request.sender, whole_line=True),
            "to_address": _address(request.recipient, whole_line=True),
            "ship_with": {"type": "shipping_option_code", "properties": {"shipping_option_code": request.service}},
            "label_details": {"mime_type": "application/pdf", "dpi": 72},
            "parcels": [{"weight": _weight(request), "parcel_items": _items(request, "price")}],
        }
        answer = self._caller.fetch("POST", f"{PATH}/shipments/announce", body=body, taken=(409,))
        try:
            shipment = msgspec.json.decode(answer, type=_One).data
        except msgspec.DecodeError as error:  # a 409 that only says so, or nonsense: it is looked for
            raise CarrierUnavailable(note=f"Sendcloud answered what cannot be read: {error}") from error
        if refusal := _refusal_of(shipment):
            raise LabelRefused(reason=refusal)
        if not shipment.parcels:
            raise CarrierUnavailable(note=f"Sendcloud's shipment {shipment.id} has no parcel")
        return _bought(shipment)

    def _buy_return(self, request: LabelRequest) -> Bought:
        # https://sendcloud.dev/api/v3/returns/create-a-return-synchronously
        body = {
            "external_reference": request.label_id,
            "order_number": request.label_id,
            "from_address": _address(request.sender, whole_line=False),
            "to_address": _address(request.recipient, whole_line=False),
            "ship_with": {"type": "shipping_option_code", "shipping_option_code": request.service},
            "weight": {"value": request.weight_g / 1000, "unit": "kg"},
            "parcel_items": _items(request, "value"),
            "send_tracking_emails": False,
        }
        made = self._caller.call("POST", f"{PATH}/returns/announce-synchronously", _NewReturn, body=body)
        # https://sendcloud.dev/api/v3/returns/retrieve-a-return: the answer above has no tracking number
        try:
            found = self._caller.call("GET", f"{PATH}/returns/{made.return_id}", _OneReturn).data
        except (LabelRefused, CarrierKeysRefused) as error:  # it is bought all the same
            raise CarrierUnavailable(note=f"Sendcloud does not show the return {made.return_id} that it made: {error}") from error
        return _bought_return(str(made.return_id), str(made.parcel_id), found)

    def _find_return(self, label_id: str, since: datetime) -> Bought | None:
        # https://sendcloud.dev/api/v3/returns/retrieve-a-list-of-returns
        query = {
            "from_date": f"{since.astimezone(UTC) - timedelta(days=1):%Y-%m-%d %H:%M:%S}",  # in whichever zone it reads it
            "to_date": f"{since.astimezone(UTC) + timedelta(days=2):%Y-%m-%d %H:%M:%S}",
            "page_size": "40",
        }
        for _ in range(PAGES_AT_MOST):
            page = self._caller.call("GET", f"{PATH}/returns", _Returns, query=query)
            for found in page.data:
                if found.order_number == label_id:
                    parcel = re.search(r"/parcels/(\d+)/", found.label_url or "")
                    return _bought_return(str(found.id or ""), parcel[1] if parcel else "", found)
            following = re.search(r"[?&]cursor=([\w=-]+)", page.next or "")
            if following is None:
                return None
            query["cursor"] = following[1]
        raise CarrierUnavailable(note="Sendcloud lists more returns of these days than are read")


def _option(option: _Option) -> LabelOption:
    carrier = option.carrier.name or option.carrier.code or option.code.partition(":")[0]
    return LabelOption(code=option.code, name=option.name or option.code, carrier=carrier, price=_price(option))


def _price(option: _Option) -> Money | None:
    for quote in option.quotes or []:
        try:
            return Money.parse(str(quote.price.total.value), quote.price.total.currency)
        except InvalidAmount:
            return None
    return None


def _refusal_of(shipment: _Shipment) -> str:
    """Why the carrier did not take the parcel; empty if it did. One that is not followed, such as a letter, has no tracking number."""
    failed = [parcel for parcel in shipment.parcels if parcel.status and parcel.status.code.upper() in NOT_ANNOUNCED]
    if not failed:
        return ""
    complaints = [*(shipment.errors or []), *(each for parcel in failed for each in parcel.errors or [])]
    return plain("; ".join(each.detail for each in complaints)) or "announcement failed"


def _bought(shipment: _Shipment) -> Bought:
    (parcel, *_) = shipment.parcels
    carrier = shipment.carrier or _Named()
    return Bought(
        reference=str(shipment.id),
        parcel=str(parcel.id),
        carrier=plain(carrier.name or carrier.code)[:60],
        tracking_number=plain(parcel.tracking_number or "")[:100],
        tracking_url=_web_address(parcel.tracking_url),
    )


def _bought_return(reference: str, parcel: str, found: _Return) -> Bought:
    number = plain(found.tracking_number or "")[:100]
    return Bought(reference=reference, parcel=parcel, carrier="", tracking_number=number, tracking_url=_web_address(found.tracking_url))


def _web_address(text: str | None) -> str:
    """What the customer's page links; nothing but an address of the web."""
    return text if text and text.startswith(("https://", "http://")) and len(text) <= 500 and text.isprintable() else ""


def _weight(request: LabelRequest) -> dict[str, str]:
    return {"value": f"{request.weight_g / 1000:.3f}", "unit": "kg"}


def _place(address: Address) -> dict[str, str]:
    return {"country_code": address.country, "postal_code": address.postcode, "city": address.city}


def _items(request: LabelRequest, price: str) -> list[dict[str, Any]]:
    """
    What is in the parcel, for customs. Each unit has an equal part of the weight, in whole grams and at least one: together they weigh no
    more than the parcel, and the rest is its packaging.
    """
    unit_g = max(request.weight_g // sum(item.quantity for item in request.items), 1)
    return [
        {
            "description": item.title,
            "quantity": item.quantity,
            "sku": item.sku,
            "weight": {"value": unit_g / 1000, "unit": "kg"},
            price: {"value": str(item.value.decimal), "currency": item.value.currency},
        }
        for item in request.items
    ]


def _address(party: Party, *, whole_line: bool) -> dict[str, str]:
    """In the form of Sendcloud's examples: a shipment's first line is whole, a return's is without the house number."""
    address = party.address
    parts = HOUSE_NUMBER.match(address.line1)
    said = {
        "name": address.name,
        "company_name": address.company,
        "address_line_1": parts["street"] if parts and not whole_line else address.line1,
        "house_number": parts["number"] if parts else "",
        "address_line_2": ", ".join(filter(None, (address.line2, address.area))),
        "postal_code": address.postcode,
        "city": address.city,
        "country_code": address.country,
        "phone_number": address.phone,
        "email": party.email,
    }
    return {name: value for name, value in said.items() if value}
