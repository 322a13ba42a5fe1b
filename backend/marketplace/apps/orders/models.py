from __future__ import annotations

from django.db import models
from django.db.models import Q

OPEN_STATES = ("prepared", "ordered")
SOLD_STATES = ("settled", "completed")
CANCELED_BY = "canceled_by_"  # and who: the failure of a checkout that somebody called off
LIVE_STATES = (*OPEN_STATES, *SOLD_STATES)


class Checkout(models.Model):
    """
    The log of one checkout: how far turning a cart into an order has come.

    prepared (stock reserved, payment created) > ordered (order document written) > settled (money booked, stock sold)
    > completed (vendors have their parts, cart closed). Or failed, expired; or refunded, when money came too late.
    """

    id = models.CharField(primary_key=True, max_length=40)
    cart_id = models.CharField(max_length=40)
    cart_owner = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)  # of the cart's version and of what was asked for
    state = models.CharField(max_length=20, default="prepared")
    order_id = models.CharField(max_length=40, unique=True)
    order_number = models.CharField(max_length=30, unique=True)
    order_owner = models.CharField(max_length=60)
    order_token_hash = models.CharField(max_length=64)
    payment_id = models.CharField(max_length=40, unique=True)
    terms = models.JSONField()  # CheckoutTerms: all that later steps need, so that they read no cart
    commissions = models.JSONField(default=list)  # frozen at settlement
    failure = models.CharField(max_length=60, default="")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "checkouts"
        constraints = [
            # One order from one cart: the loser of a race finds the winner's checkout.
            models.UniqueConstraint(fields=["cart_id"], condition=Q(state__in=LIVE_STATES), name="checkout_one_live"),
        ]
        indexes = [
            models.Index(fields=["touched_at"], name="checkout_unfinished", condition=Q(state__in=(*OPEN_STATES, "settled"))),
        ]

    @property
    def is_canceled(self) -> bool:
        """Whether somebody gave it up by intent: money that still comes is not wanted."""
        return self.failure.startswith(CANCELED_BY)


class OrderCounter(models.Model):
    """The last order number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "order_counters"
