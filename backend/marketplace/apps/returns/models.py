"""Returns as they are stored."""

from __future__ import annotations

import msgspec
from django.db import models
from django.db.models import Q

from marketplace.apps.carts.queries import exchange_cart_id
from marketplace.apps.orders.types import RefundReason
from marketplace.apps.returns.types import ENDED, Exchange, ExchangeState, PolicyView, ReturnLine, ReturnState, ReturnView
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow


class Return(TenantRow):
    """Units of one vendor order that the customer sends back. ``version`` counts the changes of its lines."""

    id = models.CharField(primary_key=True, max_length=40)  # ret_
    order_id = models.CharField(max_length=40)
    order_number = models.CharField(max_length=30)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    vendor_order_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=choices(ReturnState), default=ReturnState.REQUESTED)
    version = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=20)
    is_granted_by_law = models.BooleanField(default=False)
    as_store_credit = models.BooleanField(default=False)
    comment = models.TextField(default="", blank=True)
    declared_by = models.CharField(max_length=200, default="", blank=True)
    decision = models.CharField(max_length=500, default="", blank=True)
    decided_by = models.CharField(max_length=10, default="", blank=True)  # customer (by the law), vendor, staff
    lines = models.JSONField()  # ReturnLine
    photo_ids = models.JSONField(default=list)
    instructions = models.TextField(default="", blank=True)
    drop_off = models.CharField(max_length=500, default="", db_default="", blank=True)
    label_path = models.CharField(max_length=300, default="", db_default="", blank=True)
    label_source = models.CharField(max_length=40, default="", db_default="", blank=True)  # lbl_: bought at a carrier
    exchange_state = models.CharField(max_length=10, choices=choices(ExchangeState), default="", db_default="", blank=True)
    exchange_order_id = models.CharField(max_length=40, default="", db_default="", blank=True)
    exchange_until = models.DateTimeField(null=True)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    send_until = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    inspected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "returns"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(ReturnState)), name="return_state"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED) & Q(ended_at__isnull=True), name="return_ended"
            ),
            models.CheckConstraint(condition=Q(exchange_state__in=("", *ExchangeState)), name="return_exchange_state"),
        ]
        indexes = [
            models.Index(fields=["vendor_order_id"], name="return_of_vendor_order"),
            models.Index(fields=["order_id", "-requested_at", "-id"], name="return_of_order"),
            models.Index(fields=["vendor_id", "-requested_at", "-id"], name="return_of_vendor"),
            models.Index(fields=["-requested_at", "-id"], name="return_newest"),
            models.Index(fields=["customer_id"], name="return_of_customer", condition=~Q(customer_id="")),
            models.Index(fields=["exchange_until"], name="return_exchange_due", condition=Q(exchange_state=ExchangeState.DUE.value)),
            models.Index(fields=["send_until"], name="return_to_arrive", condition=Q(state=ReturnState.APPROVED)),
        ]

    @property
    def units(self) -> list[ReturnLine]:
        return msgspec.convert(self.lines, list[ReturnLine])

    def as_view(self) -> ReturnView:
        """The row as it is read: also by other apps."""
        own = {"state", "reason", "lines", "has_label", "exchange"}
        same = {name: getattr(self, name) for name in ReturnView.__struct_fields__ if name not in own}
        return ReturnView(
            state=ReturnState(self.state),
            reason=RefundReason(self.reason),
            lines=self.units,
            has_label=bool(self.label_path),
            exchange=self._exchange(),
            **same,
        )

    def _exchange(self) -> Exchange | None:
        if not self.exchange_state:
            return None
        state = ExchangeState(self.exchange_state)
        cart_id = exchange_cart_id(self.id) if state is ExchangeState.DUE else ""
        return Exchange(state=state, cart_id=cart_id, order_id=self.exchange_order_id, until=self.exchange_until)


class ReturnPhoto(TenantRow):
    """A picture that the customer took of what is wrong: a private file."""

    id = models.CharField(primary_key=True, max_length=40)  # rph_
    order_id = models.CharField(max_length=40)
    path = models.CharField(max_length=300)
    content_type = models.CharField(max_length=30)
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "return_photos"
        indexes = [models.Index(fields=["order_id"], name="return_photo_of_order")]


class ReturnPolicy(TenantRow):
    """What a vendor grants beyond the law."""

    vendor_id = models.CharField(primary_key=True, max_length=40)
    days = models.PositiveSmallIntegerField(null=True)
    instructions = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "return_policies"

    def as_view(self) -> PolicyView:
        return PolicyView(days=self.days, instructions=self.instructions, etag=str(self.version))
