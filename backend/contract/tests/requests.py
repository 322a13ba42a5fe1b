"""A valid request for every door that takes an id and a body, so that only the id can be what it is refused for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from contract.tests.doors import Door
from contract.tests.world import Caller
from marketplace.apps.catalog.tests.factories import picture

Request = Callable[[Mapping[str, str]], dict[str, Any]]
REASONED = {"body": {"reason": "For a test"}}


def _json(**body: Any) -> Request:
    return lambda ids: {"body": body}


def _picture(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"body": {}, "files": {"file": SimpleUploadedFile("cup.png", picture(), "image/png")}}


def _goods(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"body": {"variant_id": ids["variant_id"], "quantity": 1}}


def _part(**more: Any) -> Request:
    """One piece of a vendor order's first line."""
    return lambda ids: {"body": {"lines": [{"line_id": ids["part_line_id"], "quantity": 1}], **more}}


BODIES: dict[str, Request] = {
    "PATCH vendor/products/<product_id>": _json(brand="Other"),
    "POST vendor/products/<product_id>/images": _picture,
    "POST vendor/payouts/<payout_id>/statement-links": _json(type="csv"),
    "POST admin/payouts/<payout_id>/statement-links": _json(type="csv"),
    "PATCH vendor/members/<person_id>": _json(roles=["owner"]),
    "PATCH vendor/shipping-methods/<method_id>": _json(min_days=2, max_days=4),
    "PATCH vendor/shipping-zones/<zone_id>": _json(name="Other"),
    "POST vendor/orders/<vendor_order_id>/shipments": _part(carrier="DHL"),
    "POST vendor/orders/<vendor_order_id>/cancellations": _part(reason="Broken"),
    "PATCH store/carts/<cart_id>": _json(email="other@example.com"),
    "POST store/carts/<cart_id>/lines": _goods,
    "PATCH store/carts/<cart_id>/lines/<line_id>": _json(quantity=2),
    "POST store/orders/<order_id>/cancellations": _json(reason="Too late"),
    "PATCH me/addresses/<address_id>": _json(label="Other"),
    "PATCH admin/categories/<category_id>": _json(position=7),
    "PUT admin/vendors/<vendor_id>/commission-plan": _json(percent_bp=500, reason="For a test"),
    **{f"POST admin/vendors/<vendor_id>/{move}": lambda ids: REASONED for move in ("approve", "suspend", "reinstate", "close")},
    **{f"POST admin/payout-runs/<run_id>/{move}": lambda ids: REASONED for move in ("approve", "pay", "cancel")},
    **{
        f"POST admin/payouts/<payout_id>/{move}": lambda ids: REASONED
        for move in ("mark-paid", "mark-failed", "mark-returned", "retry", "cancel")
    },
}


def if_match_of(api: Any, door: Door, caller: Caller, ids: Mapping[str, str]) -> str | None:
    """The present version of what is edited, where the caller can read it; else a made-up one, where one is needed."""
    if door.method in ("GET", "POST"):
        return None
    answer = caller.send(api, "GET", door.path(dict(ids)))
    if "ETag" in answer:
        return str(answer["ETag"]).strip('"')
    return None if door.route.startswith("store/") else "1"
