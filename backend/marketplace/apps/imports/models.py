from __future__ import annotations

from django.db import models
from django.db.models import Q, Value

from marketplace.apps.imports.types import ImportState, MissingVariants
from marketplace.foundation.postgres.states import choices

UNFINISHED = (ImportState.QUEUED.value, ImportState.RUNNING.value)


class ImportJob(models.Model):
    """
    One file on its way in. ``groups_done`` products of the file are settled: a cut-off import goes on behind them.

    ``turns`` counts how often a worker has taken it up: a message that names an earlier turn is a double.

    What a row counts is written in the same transaction as the position, so a repeat never counts twice.
    """

    id = models.CharField(max_length=40, primary_key=True)
    vendor_id = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    path = models.CharField(max_length=400)  # of the private blob
    corrections = models.JSONField(default=list, db_default=Value([], models.JSONField()))  # cells that are not in the file at ``path`` yet
    parts = models.JSONField(default=list)  # paths of the private blobs that have its products, once it was read
    mapping = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))  # fields by the file's names of its columns
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5)
    is_dry_run = models.BooleanField(default=False)
    missing_variants = models.CharField(max_length=10, default=MissingVariants.KEEP.value)
    state = models.CharField(max_length=10, choices=choices(ImportState), default=ImportState.QUEUED)
    failure = models.JSONField(null=True)  # a text as data
    actor = models.JSONField()  # who asked for it, for the stock movements
    turns = models.PositiveIntegerField(default=0)
    groups_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    variants_removed = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    notices = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # when it last went on: one that stands still is sent to a worker again
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "import_jobs"
        indexes = [
            models.Index(fields=["vendor_id", "-id"], name="import_jobs_of_vendor"),
            models.Index(fields=["vendor_id", "id"], name="import_jobs_unfinished", condition=Q(state__in=UNFINISHED)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in ImportState]), name="import_job_state"),
            models.CheckConstraint(
                condition=Q(missing_variants__in=[way.value for way in MissingVariants]), name="import_job_missing_variants"
            ),
        ]


class ImportProblem(models.Model):
    """Something in the file that its vendor should know; ``row`` as a spreadsheet shows it."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=50)
    message = models.JSONField()  # a text as data, shown in the language of its reader
    severity = models.CharField(max_length=10)
    handle = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=500, blank=True, default="", db_default="")  # what the file says there, cut off where it is long
    is_value_cut = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "import_problems"
        indexes = [models.Index(fields=["job", "id"], name="import_problems_of_job")]


class ImportDraft(models.Model):
    """A product file whose vendor says how its columns are to be read. It may be imported several times: tried, then for real."""

    id = models.CharField(max_length=40, primary_key=True)  # impd_
    vendor_id = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    path = models.CharField(max_length=400)  # of the private blob
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "import_drafts"
        indexes = [models.Index(fields=["vendor_id", "-id"], name="import_drafts_of_vendor")]


class ImportMapping(models.Model):
    """How a vendor had the columns of files with this header read last."""

    vendor_id = models.CharField(max_length=40)
    header_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)  # fields by the file's names of its columns
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "import_mappings"
        constraints = [models.UniqueConstraint(fields=["vendor_id", "header_hash"], name="import_mapping_once")]
