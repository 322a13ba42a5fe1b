"""Accounts at carriers and labels as they are stored."""

from __future__ import annotations

import msgspec
from django.db import models
from django.db.models import Q

from marketplace.apps.carriers.types import (
    ENDED,
    UNFINISHED,
    CarrierAccountView,
    CarrierCode,
    LabelPurpose,
    LabelState,
    LabelView,
)
from marketplace.apps.orders.types import LineQuantity
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow

_AT_CARRIER = [LabelState.BOUGHT, LabelState.SHIPPING, LabelState.USED, LabelState.VOIDING, LabelState.VOIDED]


class CarrierAccount(TenantRow):
    """A vendor's own account at a carrier; ``secret`` holds both keys, encrypted."""

    vendor_id = models.CharField(primary_key=True, max_length=40)
    carrier = models.CharField(max_length=20, choices=choices(CarrierCode))
    public_key = models.CharField(max_length=100)  # names the account; worth nothing without the other one
    secret = models.TextField()
    is_refused = models.BooleanField(default=False)
    connected_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "carrier_accounts"

    def as_view(self) -> CarrierAccountView:
        return CarrierAccountView(
            is_connected=True,
            carrier=self.carrier,
            public_key=self.public_key,
            connected_at=self.connected_at,
            is_refused=self.is_refused,
            etag=str(self.version),
        )


class CarrierLabel(TenantRow):
    """
    A label of one parcel. Its id is the carrier's name of it, too, by which it is found if an answer is lost. ``claimed_until``: a process
    is at the carrier for it, or was killed there.
    """

    id = models.CharField(primary_key=True, max_length=40)  # lbl_
    vendor_id = models.CharField(max_length=40)
    vendor_order_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40)
    return_id = models.CharField(max_length=40, default="", blank=True)
    purpose = models.CharField(max_length=10, choices=choices(LabelPurpose))
    state = models.CharField(max_length=10, choices=choices(LabelState), default=LabelState.BUYING)
    lines = models.JSONField()  # LineQuantity
    service = models.CharField(max_length=200)
    weight_g = models.PositiveIntegerField()
    account = models.CharField(max_length=100)  # public key of the account that it is bought with
    reference = models.CharField(max_length=100, default="", blank=True)  # the carrier's own id
    parcel = models.CharField(max_length=100, default="", blank=True)  # of the file at the carrier
    carrier = models.CharField(max_length=60, default="", blank=True)
    tracking_number = models.CharField(max_length=100, default="", blank=True)
    tracking_url = models.CharField(max_length=500, default="", blank=True)
    path = models.CharField(max_length=300, default="", blank=True)  # the PDF, a private file
    shipment_id = models.CharField(max_length=40, default="", blank=True)
    problem = models.CharField(max_length=300, default="", blank=True)
    requested_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    bought_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "carrier_labels"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(LabelState)), name="label_state_known"),
            models.CheckConstraint(condition=~Q(state__in=_AT_CARRIER) | Q(bought_at__isnull=False), name="label_bought_at"),
            models.UniqueConstraint(
                fields=["return_id"], condition=Q(purpose=LabelPurpose.RETURN.value) & ~Q(state__in=ENDED), name="label_once_a_return"
            ),
        ]
        indexes = [
            models.Index(fields=["vendor_order_id", "-requested_at", "-id"], name="label_of_vendor_order"),
            models.Index(fields=["order_id"], name="label_of_order"),
            models.Index(fields=["claimed_until"], name="label_unfinished", condition=Q(state__in=UNFINISHED)),
        ]

    @property
    def units(self) -> list[LineQuantity]:
        return msgspec.convert(self.lines, list[LineQuantity])

    def as_view(self) -> LabelView:
        """The row as its vendor reads it."""
        own = {"purpose", "state", "lines"}
        same = {name: getattr(self, name) for name in LabelView.__struct_fields__ if name not in own}
        return LabelView(purpose=LabelPurpose(self.purpose), state=LabelState(self.state), lines=self.units, **same)
