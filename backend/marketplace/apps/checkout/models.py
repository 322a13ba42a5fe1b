from __future__ import annotations

from functools import cached_property

import msgspec
from django.db import models
from django.db.models import Q

from marketplace.apps.checkout.types import LIVE, UNFINISHED, CheckoutSnapshot, CheckoutState
from marketplace.apps.orders.types import UnsoldPart
from marketplace.apps.pricing.types import QuotePart
from marketplace.foundation.postgres.states import choices
from marketplace.kit.money import Money, total


class Checkout(models.Model):
    """The log of one checkout: how far turning a cart into an order has come. Its state is written by ``services/states.py`` alone."""

    id = models.CharField(primary_key=True, max_length=40)
    cart_id = models.CharField(max_length=40)
    cart_owner = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)  # of the cart's content and of what was asked for
    payment_fingerprint = models.CharField(max_length=64)  # of the card and the return address
    state = models.CharField(max_length=20, choices=choices(CheckoutState))
    reason = models.CharField(max_length=60, default="")  # why it ended without a sale, as a stable code
    order_id = models.CharField(max_length=40, unique=True)
    payment_id = models.CharField(max_length=40, unique=True)
    snapshot = models.JSONField()  # a CheckoutSnapshot
    unsold = models.JSONField(default=list)  # UnsoldParts: what could not be sold when the rest was
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "checkouts"
        constraints = [
            # One order from one cart: the loser of a race finds the winner's checkout.
            models.UniqueConstraint(fields=["cart_id"], condition=Q(state__in=LIVE), name="checkout_one_live"),
        ]
        indexes = [
            models.Index(fields=["cart_owner"], name="checkout_of_owner"),
            models.Index(fields=["touched_at"], name="checkout_unfinished", condition=Q(state__in=UNFINISHED)),
        ]

    @cached_property
    def agreed(self) -> CheckoutSnapshot:
        """What was agreed on when the checkout was opened."""
        return msgspec.convert(self.snapshot, CheckoutSnapshot)

    @property
    def unsold_parts(self) -> tuple[UnsoldPart, ...]:
        """What was not sold when the other vendors' parts were."""
        return msgspec.convert(self.unsold, tuple[UnsoldPart, ...])

    @property
    def sold_parts(self) -> list[QuotePart]:
        """The parts that were not left out: all, until some cannot be sold."""
        unsold = {item.vendor_id for item in self.unsold_parts}
        return [part for part in self.agreed.quote.parts if part.vendor_id not in unsold]

    @property
    def to_pay(self) -> Money:
        """What is to be paid before anything is sent: for all parts that were not left out."""
        return total((part.amount_due for part in self.sold_parts), self.agreed.quote.currency)

    @property
    def sold(self) -> Money:
        """What the parts that were not left out cost, however they are paid."""
        return total((part.total for part in self.sold_parts), self.agreed.quote.currency)

    @property
    def order_owner(self) -> str:
        """Whose order it is: the customer's, or the order's own where a guest buys."""
        return self.agreed.customer_id or self.order_id
