"""
VIES, by which the tax offices of the member states say whether a VAT number is valid: the European Commission's REST API
(ec.europa.eu/taxation_customs/vies, "check-vat-number"), asked in the operator's own name, so that the answer has a consultation number.
"""

from __future__ import annotations

import time

import httpx
import msgspec
from django.conf import settings

from marketplace.apps.tax.domain.union import ViesNumber
from marketplace.foundation import tenancy

DEADLINE_S = 20.0  # for the whole answer; member states answer VIES within some seconds, or not at all
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
ANSWER_MAX_BYTES = 100_000
NOT_VALID = ("INVALID_INPUT",)  # an answer about the number: no number of that member state looks like it
NOT_SET_UP = "NOT_SET_UP"
NO_CONNECTION = "NO_CONNECTION"
NONSENSE = "NONSENSE"


class ViesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a member state says of a number. ``error`` says why it is not valid, where VIES does."""

    is_valid: bool
    name: str = ""
    address: str = ""
    consultation_number: str = ""
    error: str = ""


class NoAnswer(Exception):
    """VIES, or the member state behind it, says nothing of the number; ``code`` is VIES's own, such as ``MS_UNAVAILABLE``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Fault(msgspec.Struct):
    error: str = ""


class _Body(msgspec.Struct, rename="camel"):
    """Of an answer, or of a refusal: those have ``errorWrappers``."""

    valid: bool | None = None
    name: str | None = ""
    address: str | None = ""
    request_identifier: str | None = ""
    error_wrappers: list[_Fault] = []


def is_set_up() -> bool:
    """Whether there is a VIES to ask."""
    return bool(settings.VIES_URL)


def ask(number: ViesNumber, *, requester: ViesNumber) -> ViesAnswer:
    """
    Whether ``number`` is valid now, asked by ``requester``.

    :raises NoAnswer: if that stays unknown
    :raises ForbiddenInTransaction: inside ``tenancy.atomic()``
    """
    tenancy.forbid_in_transaction("asking VIES")
    if not is_set_up():
        raise NoAnswer(NOT_SET_UP)
    question = {
        "countryCode": number.state,
        "vatNumber": number.number,
        "requesterMemberStateCode": requester.state,
        "requesterNumber": requester.number,
    }
    return _read(_send(question))


def _send(question: dict[str, str]) -> bytes:
    ends_at, body = time.monotonic() + DEADLINE_S, b""
    try:
        with (
            httpx.Client(timeout=TIMEOUT, trust_env=False) as client,
            client.stream("POST", f"{settings.VIES_URL}/check-vat-number", json=question) as response,
        ):
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > ends_at or len(body) > ANSWER_MAX_BYTES:
                    raise NoAnswer(NO_CONNECTION)
    except httpx.HTTPError as error:
        raise NoAnswer(NO_CONNECTION) from error
    return body


def _read(body: bytes) -> ViesAnswer:
    try:
        found = msgspec.json.decode(body, type=_Body)
    except msgspec.DecodeError as error:
        raise NoAnswer(NONSENSE) from error
    faults = [fault.error for fault in found.error_wrappers]
    if faults and faults[0] in NOT_VALID:
        return ViesAnswer(is_valid=False, error=faults[0])
    if faults or found.valid is None:
        raise NoAnswer(faults[0][:100] if faults else NONSENSE)
    return ViesAnswer(
        is_valid=found.valid,
        name=_said(found.name, 500),
        address=_said(found.address, 1000),
        consultation_number=_said(found.request_identifier, 100),
    )


def _said(text: str | None, most: int) -> str:
    """A text of the answer; VIES writes dashes where a member state says nothing."""
    said = (text or "").replace("\x00", "").strip()
    return "" if said == "---" else said[:most]
