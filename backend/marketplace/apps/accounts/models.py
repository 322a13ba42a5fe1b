from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from marketplace.apps.accounts.types import ConsentPurpose, ConsentSource


class Account(models.Model):
    """
    A customer, or one of a vendor's people. E-mail addresses are stored in lower case.

    An address belongs to the one account of its audience that has confirmed it. Vendors' people who have not may share one: nobody
    holds an address by naming it first, and none of these accounts can log in.
    """

    id = models.CharField(primary_key=True, max_length=40)  # cus_ or usr_
    audience = models.CharField(max_length=10)
    email = models.CharField(max_length=254)
    password = models.CharField(max_length=200, blank=True)  # Argon2; empty until one is chosen
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5)
    phone = models.CharField(max_length=30, blank=True)
    vendor_id = models.CharField(max_length=40, blank=True, db_index=True)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    blocked_at = models.DateTimeField(null=True)  # by staff, for a reason; only a customer who is active otherwise
    block_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    email_confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits
    second_factor = models.JSONField(null=True)  # domain.second_factor.SecondFactor

    class Meta:
        db_table = "accounts"
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "email"], condition=Q(email_confirmed_at__isnull=False), name="account_confirmed_email_once"
            ),
            models.UniqueConstraint(fields=["vendor_id", "email"], condition=Q(audience="vendor"), name="vendor_person_email_once"),
            models.CheckConstraint(
                condition=~Q(audience="customer") | Q(email_confirmed_at__isnull=False), name="account_of_customer_is_confirmed"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="account_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(audience="customer", vendor_id="", roles=[]) | (Q(audience="vendor") & ~Q(vendor_id="") & ~Q(roles=[])),
                name="account_roles_fit_audience",
            ),
        ]
        indexes = [
            models.Index(fields=["email"], condition=Q(blocked_at__isnull=False), name="account_blocked_email"),
            models.Index(fields=["email"], condition=Q(email_confirmed_at=None), name="account_unconfirmed_email"),
        ]

    @property
    def etag(self) -> str:
        return str(self.version)


class SavedAddressRow(models.Model):
    """An address in a customer's book; ``address`` holds the fields of ``types.Address``."""

    id = models.CharField(primary_key=True, max_length=40)  # adr_
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=50, blank=True)
    address = models.JSONField()
    is_default_shipping = models.BooleanField(default=False)
    is_default_billing = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "account_addresses"
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(is_default_shipping=True), name="one_default_shipping_address"),
            models.UniqueConstraint(fields=["account"], condition=Q(is_default_billing=True), name="one_default_billing_address"),
        ]


class Consent(models.Model):
    """A person agreed to something, or took it back. Rows are added only; the last one of a purpose holds."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=[(purpose, purpose) for purpose in ConsentPurpose])
    is_granted = models.BooleanField()
    text = models.TextField()  # that the person was shown
    language = models.CharField(max_length=5)
    source = models.CharField(max_length=20, choices=[(source, source) for source in ConsentSource])
    at = models.DateTimeField()

    class Meta:
        db_table = "account_consents"
        indexes = [models.Index(fields=["account", "purpose", "-id"], name="consent_latest")]


class Session(models.Model):
    """A login and all refresh tokens that follow from it. Staff have theirs in the region where they logged in, hence no foreign key."""

    id = models.CharField(primary_key=True, max_length=40)  # ses_
    audience = models.CharField(max_length=10)
    person_id = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # whatever happens in between
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(
        max_length=30, blank=True
    )  # logout, everywhere, one, expired, reuse, password, role, removed, second_factor
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    has_second_factor = models.BooleanField(default=False, db_default=False)  # the person proved it in this session
    acting_staff_id = models.CharField(
        max_length=40, blank=True, default="", db_default=""
    )  # a member of staff who looks at the shop as the customer; it has no refresh token
    reauthenticated_at = models.DateTimeField(null=True)  # when the person last proved again who they are

    class Meta:
        db_table = "account_sessions"
        indexes = [
            models.Index(fields=["person_id", "refreshed_at"], name="session_of_person", condition=Q(ended_at=None)),
            models.Index(fields=["expires_at"], name="session_expiry"),
        ]
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="session_has_a_life")]


class RefreshToken(models.Model):
    """One link of a session's chain; a used one that comes back means that it was copied."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="tokens")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_refresh_tokens"


class OneTimeToken(models.Model):
    """
    What a link in a mail proves: that its reader has the mailbox. Stored as a hash.

    A registration waits here, too (``details``: name, language, phone, password hash): an account exists once its address is confirmed,
    so nobody can hold an address that is not theirs.
    """

    token_hash = models.CharField(primary_key=True, max_length=64)
    purpose = models.CharField(max_length=20)  # of services.one_time
    audience = models.CharField(max_length=10)
    person_id = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_one_time_tokens"
        indexes = [
            models.Index(fields=["audience", "email", "purpose"], name="one_time_token_of_email"),
            models.Index(fields=["person_id"], name="one_time_token_of_person"),
        ]


class Attempts(models.Model):
    """How often something was tried in a row (a password, a mail to an address), by a hash of what it is counted for."""

    key_hash = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)
    next_at = models.DateTimeField()  # the next try is let in from here on

    class Meta:
        db_table = "account_attempts"
