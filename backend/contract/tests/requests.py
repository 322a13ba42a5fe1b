"""A valid request for every endpoint that takes an id and a body, so that only the id can be what it is refused for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from contract.tests.endpoints import Endpoint
from contract.tests.world import Caller
from marketplace.apps.catalog.tests.factories import picture

Request = Callable[[Mapping[str, str]], dict[str, Any]]
REASONED = {"body": {"reason": "For a test"}}


def _json(**body: Any) -> Request:
    return lambda ids: {"body": body}


def _picture(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"body": {}, "files": {"file": SimpleUploadedFile("cup.png", picture(), "image/png")}}


def _products(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"body": {"variant_id": ids["variant_id"], "quantity": 1}}


def _part(**more: Any) -> Request:
    """One unit of a vendor order's first line."""
    return lambda ids: {"body": {"lines": [{"line_id": ids["part_line_id"], "quantity": 1}], **more}}


_ONE_CENT = {"minor": 1, "currency": "EUR"}
_WITH_SHIPMENTS = ("vendor/orders/<vendor_order_id>", "admin/orders/<order_id>")
BODIES: dict[str, Request] = {
    "GET vendor/orders/<vendor_order_id>/label-options": lambda ids: {"weight_g": 500},
    "PATCH vendor/products/<product_id>": _json(brand="Other"),
    "POST vendor/products/<product_id>/images": _picture,
    "POST admin/picture-matches/<match_id>/decide": _json(state="allowed", reason="For a test"),
    "POST admin/payment-risks/<payment_id>/decide": _json(review="cleared", reason="For a test"),
    "POST store/conversations/<conversation_id>/messages": _json(text="Hello"),
    "POST store/conversations/<conversation_id>/hand-over": _json(email="noor@example.com"),
    "POST admin/conversations/<conversation_id>/replies": _json(reply="Hello"),
    "PUT vendor/price-limits/<variant_id>": _json(floor=None, ceiling=None, cost=None, clear_by=None),
    "PUT vendor/price-rules/<scope>": _json(is_automatic=False, max_step_percent=5, max_changes_per_day=1, ending=""),
    "POST vendor/payouts/<payout_id>/statement-links": _json(type="csv"),
    "POST admin/payouts/<payout_id>/statement-links": _json(type="csv"),
    "POST vendor/imports/<import_id>/corrections": _json(cells=[{"row": 2, "column": "Title", "value": "Other"}], dry_run=True),
    "POST vendor/import-drafts/<draft_id>/previews": _json(),
    "POST vendor/import-drafts/<draft_id>/imports": _json(dry_run=True),
    "PATCH vendor/webhooks/<endpoint_id>": _json(description="Other"),
    "PATCH vendor/members/<person_id>": _json(roles=["owner"]),
    "PATCH vendor/shipping-methods/<method_id>": _json(min_days=2, max_days=4),
    "PATCH vendor/shipping-zones/<zone_id>": _json(name="Other"),
    "PATCH admin/shipping-methods/<method_id>": _json(is_active=False, reason="For a test"),
    "PATCH admin/couriers/<courier_id>": _json(name="Other"),
    "POST vendor/orders/<vendor_order_id>/shipments": _part(carrier="DHL"),
    "POST vendor/orders/<vendor_order_id>/labels": _part(service="postnl:standard", weight_g=500),
    "POST vendor/returns/<return_id>/carrier-label": _json(service="postnl:standard/return", weight_g=500),
    **{f"POST {route}/shipments/<shipment_id>/fail": _json(failure="lost", reason="For a test") for route in _WITH_SHIPMENTS},
    **{f"POST {route}/shipments/<shipment_id>/receive": _json(sellable=[]) for route in _WITH_SHIPMENTS},
    **{f"POST admin/adjustments/<adjustment_id>/{move}": lambda ids: REASONED for move in ("approve", "reject")},
    **{f"POST admin/credit-issues/<issue_id>/{move}": lambda ids: REASONED for move in ("approve", "reject")},
    **{f"POST {route}/<purchase_id>/refund": lambda ids: REASONED for route in ("store/gift-cards", "admin/gift-card-purchases")},
    "POST admin/gift-card-purchases/<purchase_id>/resend": lambda ids: REASONED,
    **{f"POST admin/credits/<credit_id>/{move}": lambda ids: REASONED for move in ("block", "unblock")},
    "POST admin/customers/<customer_id>/support-views": lambda ids: REASONED,
    "POST admin/holds/<review_id>/release": lambda ids: REASONED,
    "POST vendor/orders/<vendor_order_id>/cancellations": _part(reason="Broken"),
    "POST vendor/orders/<vendor_order_id>/refunds": _json(amount=_ONE_CENT, reason="late"),
    "POST admin/orders/<order_id>/refunds": lambda ids: {
        "body": {"vendor_order_id": ids["vendor_order_id"], "amount": _ONE_CENT, "reason": "late"}
    },
    "POST store/orders/<order_id>/returns": _part(reason="damaged"),
    "POST store/orders/<order_id>/messages": lambda ids: {"body": {"vendor_order_id": ids["part_id"], "text": "When does it come?"}},
    "POST vendor/orders/<vendor_order_id>/messages": _json(text="Tomorrow"),
    "POST store/orders/<order_id>/withdrawals": _json(name="Noor Jansen"),
    "POST store/orders/<order_id>/return-photos": _picture,
    **{f"POST {side}/returns/<return_id>/label": lambda ids: {"body": {"drop_off": "Here"}, "files": {}} for side in ("vendor", "admin")},
    "PATCH store/carts/<cart_id>": _json(email="other@example.com"),
    "POST store/carts/<cart_id>/gift-cards": lambda ids: {"body": {"code": ids.get("gift_card_code", "none")}},
    "POST store/carts/<cart_id>/lines": _products,
    "PATCH store/carts/<cart_id>/lines/<line_id>": _json(quantity=2),
    "POST store/carts/<cart_id>/saved": lambda ids: {"body": {"variant_id": ids["variant_id"]}},
    "POST store/orders/<order_id>/cancellations": _json(reason="Too late"),
    "PATCH me/addresses/<address_id>": _json(label="Other"),
    "PATCH admin/payment-methods/<payment_method_id>": _json(position=7),
    "PATCH admin/categories/<category_id>": _json(position=7),
    "POST admin/categories/<category_id>/move": _json(parent_id=None),
    "PATCH admin/staff/<member_id>": _json(roles=["finance"], reason="For a test"),
    **{f"POST admin/staff/<member_id>/{move}-access": lambda ids: REASONED for move in ("end", "restore")},
    **{f"POST admin/products/<product_id>/{move}": lambda ids: REASONED for move in ("take-down", "reinstate")},
    **{f"POST admin/customers/<customer_id>/{move}": lambda ids: REASONED for move in ("block", "unblock", "exports", "erasure")},
    "POST admin/customers/<customer_id>/exports/<export_id>/links": lambda ids: REASONED,
    "PATCH admin/pages/<page_id>": _json(position=7),
    **{f"PATCH {side}/analytics/saved-reports/<saved_id>": _json(name="Other") for side in ("vendor", "admin")},
    "PATCH admin/analytics/alert-rules/<rule_id>": _json(name="Other"),
    "PATCH admin/settlement-differences/<difference_id>": _json(state="explained", reason="For a test"),
    "PUT admin/vendors/<vendor_id>/documents/<document_id>/review": _json(state="accepted"),
    "PUT admin/vendors/<vendor_id>/commission-plan": _json(percent_bp=500, reason="For a test"),
    "POST admin/vendors/<vendor_id>/commission-plan/previews": _json(percent_bp=500),
    **{f"POST admin/vendors/<vendor_id>/{move}": lambda ids: REASONED for move in ("approve", "suspend", "reinstate", "close")},
    "POST admin/vendors/<vendor_id>/webhooks/<endpoint_id>/deliveries/<delivery_id>/replay": lambda ids: REASONED,
    "POST admin/vendors/<vendor_id>/members/<person_id>/remove-second-factor": lambda ids: REASONED,
    "POST admin/disputes/<dispute_id>/evidence": _json(note="For a test"),
    **{f"POST admin/payout-runs/<run_id>/{move}": lambda ids: REASONED for move in ("approve", "pay", "cancel")},
    **{f"POST admin/payouts/<payout_id>/{move}": lambda ids: REASONED for move in ("retry", "cancel")},
    **{f"POST admin/payouts/<payout_id>/mark-{end}": _json(**REASONED["body"], attempt=1) for end in ("paid", "failed", "returned")},
}


def if_match_of(api: Any, endpoint: Endpoint, caller: Caller, ids: Mapping[str, str]) -> str | None:
    """The present version of what is edited, where the caller can read it; else a made-up one, where one is needed."""
    if endpoint.method in ("GET", "POST"):
        return None
    answer = caller.send(api, "GET", endpoint.path(dict(ids)))
    if "ETag" in answer:
        return str(answer["ETag"]).strip('"')
    return None if endpoint.route.startswith("store/") else "1"
