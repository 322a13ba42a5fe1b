"""Providers' reports, their rows, and what differs from the books. Amounts are in minor units of the row's currency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.reconciliation.types import (
    DifferenceKind,
    DifferenceState,
    DifferenceView,
    EntryKind,
    EntryState,
    EntryView,
    ReportFormat,
    ReportRow,
)
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.money import Money


class Report(TenantRow):
    """A file of a provider, as it was uploaded. The same file is one report."""

    id = models.CharField(primary_key=True, max_length=40)  # srp_
    format = models.CharField(max_length=10, choices=choices(ReportFormat))
    provider = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    filename = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    uploaded_by = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "settlement_reports"
        constraints = [
            models.UniqueConstraint(fields=["provider", "digest"], name="settlement_report_once"),
            models.CheckConstraint(condition=Q(format__in=tuple(ReportFormat)), name="settlement_report_format"),
        ]
        indexes = [models.Index(fields=["-id"], name="settlement_report_newest")]


class ReportedProvider(TenantRow):
    """A provider of which there are reports: up to when what we have was looked for in them. Its row is locked while reports come in."""

    provider = models.CharField(primary_key=True, max_length=40)  # or the account of a courier, ``cash:<code>``
    checked_until = models.DateTimeField()
    fetched_until = models.DateTimeField(null=True)  # up to when its reports were asked for by API, if they are

    class Meta:
        db_table = "settlement_providers"


class Entry(TenantRow):
    """
    A row of a report: once, in whatever number of reports it stands. Only what it was matched with changes.

    A matched one is the only one of its movement in its direction, and is in the books once.
    """

    id = models.CharField(primary_key=True, max_length=40)  # ste_
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="entries")
    row = models.PositiveIntegerField()
    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=choices(EntryKind))
    reference = models.CharField(max_length=200)
    names = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(null=True)  # None: the report does not say
    is_return = models.BooleanField(default=False)  # whether money moved the other way than is usual for the kind
    occurred_at = models.DateTimeField()
    state = models.CharField(max_length=15, choices=choices(EntryState))
    payment_id = models.CharField(max_length=40, default="", blank=True)
    subject_id = models.CharField(max_length=150, default="", blank=True)

    class Meta:
        db_table = "settlement_entries"
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="settlement_entry_once"),
            models.UniqueConstraint(
                fields=["kind", "subject_id", "is_return"],
                condition=Q(state=EntryState.MATCHED.value) & ~Q(subject_id=""),
                name="settlement_matched_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=tuple(EntryKind)), name="settlement_entry_kind"),
            models.CheckConstraint(condition=Q(state__in=tuple(EntryState)), name="settlement_entry_state"),
        ]
        indexes = [
            models.Index(fields=["report", "row"], name="settlement_entry_of_report"),
            models.Index(fields=["payment_id"], name="settlement_entry_of_payment", condition=~Q(payment_id="")),
            models.Index(fields=["subject_id"], name="settlement_entry_of_subject", condition=~Q(subject_id="")),
            models.Index(fields=["provider", "id"], name="settlement_entry_unmatched", condition=~Q(state=EntryState.MATCHED.value)),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor or 0, self.currency)

    def as_row(self) -> ReportRow:
        """The row as it was reported."""
        return ReportRow(
            row=self.row,
            kind=EntryKind(self.kind),
            reference=self.reference,
            names=tuple(self.names),
            amount=self.amount,
            fee=None if self.fee_minor is None else self.fee,
            occurred_at=self.occurred_at,
        )

    def as_view(self) -> EntryView:
        """The row as staff see it."""
        return EntryView(
            id=self.id,
            report_id=self.report_id,
            row=self.row,
            kind=EntryKind(self.kind),
            reference=self.reference,
            amount=self.amount,
            fee=self.fee,
            occurred_at=self.occurred_at,
            state=EntryState(self.state),
            payment_id=self.payment_id,
            subject_id=self.subject_id,
        )


class Difference(TenantRow):
    """What a report and the books do not agree on, until it is resolved. Rows are never deleted."""

    id = models.CharField(primary_key=True, max_length=40)  # sdf_
    kind = models.CharField(max_length=15, choices=choices(DifferenceKind))
    state = models.CharField(max_length=10, choices=choices(DifferenceState), default=DifferenceState.OPEN)
    provider = models.CharField(max_length=40)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="difference")
    entry_kind = models.CharField(max_length=10, choices=choices(EntryKind))
    payment_id = models.CharField(max_length=40, default="", blank=True)
    subject_id = models.CharField(max_length=150, default="", blank=True)  # without an entry ``:returned`` may follow
    expected_minor = models.BigIntegerField(null=True)
    expected_currency = models.CharField(max_length=3, default="", blank=True)
    found_minor = models.BigIntegerField(null=True)
    found_currency = models.CharField(max_length=3, default="", blank=True)
    owner_id = models.CharField(max_length=40, default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "settlement_differences"
        constraints = [
            models.UniqueConstraint(fields=["subject_id"], condition=Q(entry=None), name="settlement_missing_once"),
            models.CheckConstraint(condition=Q(kind__in=tuple(DifferenceKind)), name="settlement_difference_kind"),
            models.CheckConstraint(condition=Q(state__in=tuple(DifferenceState)), name="settlement_difference_state"),
            models.CheckConstraint(
                condition=Q(kind=DifferenceKind.MISSING_THERE.value, entry=None)
                | ~Q(kind=DifferenceKind.MISSING_THERE.value) & ~Q(entry=None),
                name="settlement_difference_entry",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="settlement_difference_newest")]

    def as_view(self) -> DifferenceView:
        """The row as staff see it; reads its entry, so select that along with it."""
        return DifferenceView(
            id=self.id,
            kind=DifferenceKind(self.kind),
            state=DifferenceState(self.state),
            provider=self.provider,
            entry_kind=EntryKind(self.entry_kind),
            entry_id=self.entry_id or "",
            report_id=self.entry.report_id if self.entry else "",
            payment_id=self.payment_id,
            subject_id=self.subject_id,
            expected=None if self.expected_minor is None else Money(self.expected_minor, self.expected_currency),
            found=None if self.found_minor is None else Money(self.found_minor, self.found_currency),
            owner_id=self.owner_id,
            reason=self.reason,
            opened_at=self.opened_at,
            changed_at=self.changed_at,
            etag=str(self.version),
        )
