"""What is kept of a customer's orders to learn from."""

from __future__ import annotations

from marketplace.apps.intelligence.models import Purchase
from marketplace.apps.intelligence.types import PurchaseView
from marketplace.foundation import rows


def purchases_of(customer_id: str) -> list[PurchaseView]:
    """All of a customer's, the latest first."""
    found = rows.every(
        Purchase, "customer_id = %(customer_id)s ORDER BY bought_at DESC, order_id, product_id", {"customer_id": customer_id}
    )
    return [
        PurchaseView(order_id=row.order_id, product_id=row.product_id, quantity=row.quantity, country=row.country, bought_at=row.bought_at)
        for row in found
    ]
