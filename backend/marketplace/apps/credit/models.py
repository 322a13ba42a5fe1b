from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from marketplace.apps.credit.types import (
    CREDIT_KINDS,
    CreditState,
    CreditView,
    IssueState,
    IssueView,
    PurchaseState,
    PurchaseView,
    ReservationState,
)
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.money import Money


class Credit(TenantRow):
    """
    What the operator owes the holder of a gift card (by its code) or a customer (store credit), in one currency.

    ``balance_minor`` is what the books say of its account; ``reserved_minor`` the sum of its reservations that are held. Both change only
    under the row's lock, together with the posting or the reservation.
    """

    id = models.CharField(primary_key=True, max_length=40)  # crd_
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=choices(CreditState), default=CreditState.ACTIVE)
    currency = models.CharField(max_length=3)
    balance_minor = models.BigIntegerField(default=0)
    reserved_minor = models.BigIntegerField(default=0)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    code_hash = models.CharField(max_length=64, default="", blank=True)
    code_hint = models.CharField(max_length=4, default="", blank=True)
    expires_at = models.DateTimeField(null=True)
    block_reason = models.CharField(max_length=500, default="", db_default="", blank=True)  # of one that is blocked
    created_at = models.DateTimeField()

    class Meta:
        db_table = "credits"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(CreditState)), name="credit_state"),
            models.CheckConstraint(
                condition=Q(reserved_minor__gte=0) & Q(balance_minor__gte=F("reserved_minor")), name="credit_reserved_is_there"
            ),
            models.CheckConstraint(
                condition=Q(kind=TenderKind.GIFT_CARD, customer_id="") & ~Q(code_hash="")
                | Q(kind=TenderKind.STORE_CREDIT, code_hash="") & ~Q(customer_id=""),
                name="credit_kind",
            ),
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="credit_of_code"),
            models.UniqueConstraint(fields=["customer_id", "currency"], condition=~Q(customer_id=""), name="credit_of_customer"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="credit_newest"),
            models.Index(fields=["expires_at"], name="credit_expiring", condition=Q(balance_minor__gt=0, expires_at__isnull=False)),
        ]

    def as_view(self) -> CreditView:
        """The row as it is read: also by other apps."""
        return CreditView(
            id=self.id,
            kind=TenderKind(self.kind),
            state=CreditState(self.state),
            customer_id=self.customer_id,
            code_hint=self.code_hint,
            balance=Money(self.balance_minor, self.currency),
            reserved=Money(self.reserved_minor, self.currency),
            expires_at=self.expires_at,
            created_at=self.created_at,
        )

    def can_pay(self, amount_minor: int, *, at: datetime) -> bool:
        """Whether so much more can be reserved or redeemed at that time."""
        view = self.as_view()
        return view.problem_at(at) is None and amount_minor <= view.available.minor


class CreditReservation(TenantRow):
    """What of a credit an order is to be paid with, or was. While it is held, nobody else can spend it."""

    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="reservations")
    order_id = models.CharField(max_length=40)
    cart_id = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=choices(ReservationState), default=ReservationState.HELD)
    amount_minor = models.BigIntegerField()  # of a redeemed one: what the sale has taken
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "credit_reservations"
        constraints = [
            models.UniqueConstraint(fields=["order_id", "credit"], name="credit_reserved_once"),
            models.CheckConstraint(condition=Q(state__in=tuple(ReservationState)), name="credit_reservation_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="credit_reservation_positive"),
        ]
        indexes = [models.Index(fields=["cart_id"], name="credit_held_for_cart", condition=Q(state=ReservationState.HELD))]


class CreditIssue(TenantRow):
    """Credit that staff give, with a reason. Above the region's limit one person proposes it and another one approves it."""

    id = models.CharField(primary_key=True, max_length=40)  # cis_
    kind = models.CharField(max_length=20)
    credit_id = models.CharField(max_length=40, default="", blank=True)  # once it is issued
    customer_id = models.CharField(max_length=40, default="", blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=choices(IssueState), default=IssueState.PROPOSED)
    needs_second_person = models.BooleanField()
    request_key = models.CharField(max_length=255)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "credit_issues"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CREDIT_KINDS), name="credit_issue_kind"),
            models.CheckConstraint(condition=Q(state__in=tuple(IssueState)), name="credit_issue_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="credit_issue_positive"),
            models.CheckConstraint(
                condition=~Q(state=IssueState.ISSUED) | Q(needs_second_person=False) | ~Q(decided_by=F("created_by")),
                name="credit_issue_two_people",
            ),
            models.UniqueConstraint(fields=["created_by", "request_key"], name="credit_issue_of_request"),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="credit_issue_newest")]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_view(self, *, code: str | None = None) -> IssueView:
        """The row as it is read; ``code`` where it is to be shown."""
        own = {"kind", "state", "credit_id", "amount", "code"}
        same = {name: getattr(self, name) for name in IssueView.__struct_fields__ if name not in own}
        return IssueView(
            kind=TenderKind(self.kind),
            state=IssueState(self.state),
            credit_id=self.credit_id or None,
            amount=self.amount,
            code=code,
            **same,
        )


class GiftCardPurchase(TenantRow):
    """
    A gift card that a customer buys: one payment, and one credit once that is paid.

    ``mail_at`` is when its mail is tried next, ``resends`` how often staff had it sent again, ``touched_at`` when its payment was asked
    about last.
    """

    id = models.CharField(primary_key=True, max_length=40)  # gcp_
    customer_id = models.CharField(max_length=40)
    request_key = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=choices(PurchaseState), default=PurchaseState.PENDING)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    recipient_email = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=100)
    message = models.CharField(max_length=500, default="", blank=True)
    language = models.CharField(max_length=5)
    send_at = models.DateTimeField()
    mail_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    resends = models.PositiveSmallIntegerField(default=0, db_default=0)
    payment_id = models.CharField(max_length=40, unique=True)
    credit_id = models.CharField(max_length=40, default="", blank=True)  # once it is paid
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_default=Now())
    paid_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gift_card_purchases"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(PurchaseState)), name="gift_card_purchase_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="gift_card_purchase_positive"),
            models.CheckConstraint(
                condition=Q(state__in=(PurchaseState.PAID.value, PurchaseState.REFUNDED.value), paid_at__isnull=False) & ~Q(credit_id="")
                | Q(state__in=(PurchaseState.PENDING.value, PurchaseState.FAILED.value), credit_id="", paid_at=None),
                name="gift_card_purchase_paid",
            ),
            models.UniqueConstraint(fields=["customer_id", "request_key"], name="gift_card_purchase_of_request"),
            models.UniqueConstraint(fields=["credit_id"], condition=~Q(credit_id=""), name="gift_card_bought_once"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="gift_card_purchase_newest"),
            models.Index(fields=["customer_id", "-created_at"], name="gift_card_purchase_of"),
            models.Index(fields=["touched_at"], name="gift_card_to_recover", condition=Q(state=PurchaseState.PENDING.value)),
            models.Index(fields=["mail_at"], name="gift_card_to_mail", condition=Q(state=PurchaseState.PAID.value, sent_at=None)),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_view(self) -> PurchaseView:
        """The row as it is read."""
        own = {"state", "amount"}
        same = {name: getattr(self, name) for name in PurchaseView.__struct_fields__ if name not in own}
        return PurchaseView(state=PurchaseState(self.state), amount=self.amount, **same)
