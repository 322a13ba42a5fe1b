from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from marketplace.apps.vendors.types import DocumentState, VendorState
from marketplace.foundation.postgres.states import choices


class Vendor(models.Model):
    """A seller on this marketplace. ``state`` moves only through ``services.lifecycle``."""

    id = models.CharField(primary_key=True, max_length=40)  # ven_
    slug = models.CharField(unique=True, max_length=60)
    name = models.CharField(max_length=100)
    legal_name = models.CharField(max_length=150)
    registration_number = models.CharField(max_length=40, blank=True)
    vat_number = models.CharField(max_length=30, blank=True)  # not empty: registered for VAT
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)  # of most of its payouts
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=30, blank=True)
    address = models.JSONField(null=True)  # the fields of accounts.types.Address
    descriptions = models.JSONField(default=dict)  # text by language
    state = models.CharField(max_length=10, choices=choices(VendorState), default=VendorState.PENDING, db_index=True)
    state_reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField()
    applied_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # the ETag of edits
    logo = models.JSONField(default=dict, db_default={})  # the fields of types.Logo
    vacation_starts_on = models.DateField(null=True)  # both or none: days of the region, both of them closed
    vacation_ends_on = models.DateField(null=True)
    vacation_texts = models.JSONField(default=dict, db_default={})  # by language
    is_vacation_announced = models.BooleanField(default=False, db_default=False)  # the rest of the system knows that it has begun

    class Meta:
        db_table = "vendors"
        indexes = [models.Index(Lower("name"), "id", name="vendor_by_name")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in VendorState]), name="vendor_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[VendorState.APPROVED.value, VendorState.SUSPENDED.value]) | Q(approved_at__isnull=False),
                name="vendor_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(vacation_starts_on=None, vacation_ends_on=None) | Q(vacation_ends_on__gte=F("vacation_starts_on")),
                name="vacation_ends_after_it_starts",
            ),
        ]


class CommissionPlanVersion(models.Model):
    """One version of a vendor's commission plan; never changed nor deleted (a trigger says so), so a frozen fee stays explained."""

    id = models.CharField(primary_key=True, max_length=40)  # cpl_
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="commission_plans")
    version = models.PositiveIntegerField()
    percent_bp = models.PositiveIntegerField()  # hundredths of a percent
    fixed = models.JSONField(default=dict)  # minor units per unit sold, by currency
    floor = models.JSONField(default=dict)  # minor units per line, by currency
    cap = models.JSONField(default=dict)  # minor units per line, by currency
    category_overrides = models.JSONField(default=dict)  # basis points by category id
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.CharField(max_length=40)
    valid_from = models.DateTimeField()

    class Meta:
        db_table = "vendor_commission_plans"
        constraints = [
            models.UniqueConstraint(fields=["vendor", "version"], name="commission_plan_version_once"),
            models.CheckConstraint(condition=Q(percent_bp__lte=10_000), name="commission_percent_is_a_share"),
        ]


class PayoutAccountRow(models.Model):
    """Where a vendor's payouts of one currency go; ``secret`` holds the account number, encrypted."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="payout_accounts")
    secret = models.TextField()
    masked_account = models.CharField(max_length=40)
    is_iban = models.BooleanField()
    bic = models.CharField(max_length=11, blank=True)
    holder = models.CharField(max_length=140)
    bank_name = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "vendor_payout_accounts"
        constraints = [models.UniqueConstraint(fields=["vendor", "currency"], name="payout_account_once_a_currency")]


class ApiKey(models.Model):
    """A program's access to a vendor's endpoints; only a hash of its secret is kept."""

    id = models.CharField(primary_key=True, max_length=40)  # key_
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=40)
    secret_hash = models.CharField(max_length=64, unique=True)
    roles = ArrayField(models.CharField(max_length=20))
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)  # to the hour
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vendor_api_keys"
        constraints = [
            models.CheckConstraint(condition=Q(revoked_at=None) | Q(revoked_at__gte=F("created_at")), name="api_key_revoked_after_made")
        ]


class VendorDocument(models.Model):
    """A paper that a vendor shows the operator; ``path`` leads to the file, a private blob, and leaves us only as a link."""

    id = models.CharField(primary_key=True, max_length=40)  # vdoc_
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    path = models.CharField(max_length=500)
    uploaded_by = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=choices(DocumentState), default=DocumentState.WAITING, db_default=DocumentState.WAITING.value
    )
    refusal = models.CharField(max_length=500, blank=True, default="", db_default="")  # why it was refused
    reviewed_by = models.CharField(max_length=40, blank=True, default="", db_default="")
    reviewed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)  # the ETag of reviews

    class Meta:
        db_table = "vendor_documents"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in DocumentState]), name="vendor_document_state_is_known"),
        ]
