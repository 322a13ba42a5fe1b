from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.intelligence.types import ListKind, ModelName, TrialState, VersionState
from marketplace.foundation.postgres.states import choices


class ModelSwitch(models.Model):
    """What staff have set about a model; one that nobody has touched has no row, and is on. Its row lock orders activations."""

    name = models.CharField(max_length=20, primary_key=True, choices=choices(ModelName))
    is_on = models.BooleanField(default=True)
    renews_itself = models.BooleanField(default=True)
    is_shadow = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=0)  # the ETag of edits

    class Meta:
        db_table = "model_switches"


class ModelVersion(models.Model):
    """A training and what it was worth. ``metrics`` are measures by name, ``baselines`` those of each simpler method."""

    id = models.CharField(primary_key=True, max_length=40)  # mdl_
    name = models.CharField(max_length=20, choices=choices(ModelName))
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=choices(VersionState))
    window_from = models.DateField(null=True)
    window_until = models.DateField(null=True)
    row_count = models.PositiveIntegerField()
    metrics = models.JSONField()
    baselines = models.JSONField()
    refused_for = models.CharField(max_length=20, default="", blank=True)
    trained_by = models.CharField(max_length=40)  # of a member of staff; "system" for the daily one
    trained_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    activated_by = models.CharField(max_length=40, default="", blank=True)
    activated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "model_versions"
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="model_version_number"),
            models.UniqueConstraint(fields=["name"], condition=Q(state=VersionState.ACTIVE.value), name="model_one_active_version"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in VersionState]), name="model_version_state"),
        ]


class ModelScore(models.Model):
    """
    What a version said of a day after its training, against what came: the sum of its losses over ``cases``, and of those of its simplest
    baseline. Written once, whether the version's answers were shown or not.
    """

    pk = models.CompositePrimaryKey("version", "day")
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="scores")
    day = models.DateField()
    cases = models.PositiveIntegerField()
    loss = models.FloatField()
    baseline_loss = models.FloatField()

    class Meta:
        db_table = "model_scores"


class ModelTrial(models.Model):
    """
    Two versions answer at once: the challenger a fixed share of the customers, drawn by the trial's id, and the champion the others. Of the
    days until ``scored_until`` it is counted how many of their orders each guessed.
    """

    id = models.CharField(primary_key=True, max_length=40)  # mtr_
    name = models.CharField(max_length=20, choices=choices(ModelName))
    champion = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    challenger = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    share_percent = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=choices(TrialState), default=TrialState.RUNNING)
    days = models.PositiveSmallIntegerField(default=0)
    scored_until = models.DateField(null=True)
    champion_cases = models.PositiveIntegerField(default=0)
    champion_hits = models.PositiveIntegerField(default=0)
    challenger_cases = models.PositiveIntegerField(default=0)
    challenger_hits = models.PositiveIntegerField(default=0)
    started_by = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "model_trials"
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(state=TrialState.RUNNING.value), name="model_one_running_trial"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in TrialState]), name="model_trial_state"),
            models.CheckConstraint(condition=Q(share_percent__gte=1, share_percent__lte=50), name="model_trial_share"),
        ]
        indexes = [models.Index(fields=["name", "-started_at"], name="model_trials_of_model")]


class Purchase(models.Model):
    """
    A product of a confirmed order, once however often the event arrives: what models learn from. ``customer_id`` is empty for a guest, and
    after the customer's erasure.
    """

    pk = models.CompositePrimaryKey("order_id", "product_id")
    order_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    country = models.CharField(max_length=2)
    quantity = models.PositiveIntegerField()
    bought_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "model_purchases"
        indexes = [models.Index(fields=["customer_id", "-bought_at"], name="model_purchases_of_customer", condition=~Q(customer_id=""))]


class NeighbourList(models.Model):
    """Which products go with one, the best first, as pairs of product and score: a version's answer, prepared."""

    pk = models.CompositePrimaryKey("version", "kind", "product_id")
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="lists")
    kind = models.CharField(max_length=10, choices=choices(ListKind))
    product_id = models.CharField(max_length=40)
    products = models.JSONField()

    class Meta:
        db_table = "model_neighbour_lists"


class TrendingList(models.Model):
    """What is bought most in these days, the best first, for a country; made anew every hour. Without a country: everywhere."""

    country = models.CharField(max_length=2, primary_key=True)
    products = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "model_trending"


class DemandForecast(models.Model):
    """
    A version's forecast for a variant in a warehouse: its mean per day, and how lumpy two weeks are (``lumpiness``: variance is mean +
    lumpiness * mean^2). ``is_due`` is whether it was to be ordered when that was last looked at, for lists; what to order is computed when
    it is read.
    """

    pk = models.CompositePrimaryKey("version", "variant_id", "warehouse_id")
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="forecasts")
    variant_id = models.CharField(max_length=40)
    warehouse_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=255)
    units_per_day = models.FloatField()
    lumpiness = models.FloatField()
    sold_units = models.PositiveIntegerField()
    history_days = models.PositiveIntegerField()
    is_due = models.BooleanField()

    class Meta:
        db_table = "model_demand_forecasts"
        indexes = [models.Index(fields=["version", "vendor_id", "sku", "variant_id", "warehouse_id"], name="model_forecasts_of_vendor")]


class VendorReorderTerms(models.Model):
    """How a vendor orders (``types.ReorderTerms``); without a row the defaults hold."""

    vendor_id = models.CharField(primary_key=True, max_length=40)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "model_reorder_terms"
