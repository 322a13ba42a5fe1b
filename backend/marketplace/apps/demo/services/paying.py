"""Ways to pay of every shape that the sandbox has, so that each page of the shop can be seen."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.kit.actors import SYSTEM
from marketplace.kit.pages import PageRequest

# Behind the default ones.
_BANK = {"code": "sandbox_bank_transfer", "provider": "sandbox", "kind": "voucher", "name": "bank_transfer", "position": 110}
_PHONE = {"code": "sandbox_mobile_money", "provider": "sandbox", "kind": "phone", "name": "mobile_money", "position": 120}


def ensure_methods(*, now: datetime) -> None:
    """Offer them in the region in scope, unless it does."""
    offered = {method.code for method in payment_queries.list_methods(page=PageRequest(100)).items}
    for fields in (_BANK, _PHONE):
        if fields["code"] not in offered:
            payment_services.add_method(fields=dict(fields), actor=SYSTEM, now=now)
