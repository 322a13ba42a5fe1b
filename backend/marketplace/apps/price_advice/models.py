from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marketplace.apps.price_advice.types import AdviceState, ChangeCause, ChangeState, ExperimentKind, ExperimentState
from marketplace.foundation.postgres.states import choices


class VariantLimits(models.Model):
    """What a vendor allows for a variant (``types.PriceLimits``), in minor units of ``currency``."""

    variant_id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    floor_minor = models.BigIntegerField(null=True)
    ceiling_minor = models.BigIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    clear_by = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "price_limits"
        constraints = [models.CheckConstraint(condition=Q(floor_minor__lte=F("ceiling_minor")), name="price_limits_order")]
        indexes = [models.Index(fields=["vendor_id"], name="price_limits_of_vendor")]


class VendorPriceRule(models.Model):
    """How a vendor's prices may change in a scope (``types.PriceRule``)."""

    pk = models.CompositePrimaryKey("vendor_id", "scope")
    vendor_id = models.CharField(max_length=40)
    scope = models.CharField(max_length=40)  # all, the id of a category, or of a product
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "price_rules"


class AutomationStop(models.Model):
    """A vendor's prices do not change by themselves while ``is_stopped``. Its row lock orders a stop and the changes under way."""

    vendor_id = models.CharField(primary_key=True, max_length=40)
    is_stopped = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "price_automation_stops"


class DemandModel(models.Model):
    """A trained model of demand, by its version in the registry of models. At most one is in use; one in ``shadow`` is not shown."""

    version_id = models.CharField(primary_key=True, max_length=40)
    is_used = models.BooleanField(default=False)
    is_shadow = models.BooleanField(default=False)

    class Meta:
        db_table = "price_models"
        constraints = [models.UniqueConstraint(fields=["is_used"], condition=Q(is_used=True), name="price_model_one_used")]


class DemandEstimate(models.Model):
    """What a version knows of a variant's demand (``types.Estimate``)."""

    pk = models.CompositePrimaryKey("model", "variant_id")
    model = models.ForeignKey(DemandModel, on_delete=models.PROTECT, related_name="estimates")
    variant_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    value = models.JSONField()

    class Meta:
        db_table = "price_estimates"


class PriceAdvice(models.Model):
    """
    A price that is advised for a variant. At most one is open. One in shadow is scored like the others, and shown to nobody. Decided ones
    stay as they were, for what became of them.
    """

    id = models.CharField(primary_key=True, max_length=40)  # padv_
    vendor_id = models.CharField(max_length=40)
    variant_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField()
    advised_minor = models.BigIntegerField()
    gain_minor = models.BigIntegerField()
    gain_low_minor = models.BigIntegerField()
    gain_high_minor = models.BigIntegerField()
    sure_percent = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    model_version_id = models.CharField(max_length=40)
    is_shadow = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=choices(AdviceState), default=AdviceState.OPEN)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        db_table = "price_advice"
        constraints = [
            models.UniqueConstraint(fields=["variant_id"], condition=Q(state="open"), name="price_advice_one_open"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in AdviceState]), name="price_advice_state"),
            models.CheckConstraint(condition=Q(advised_minor__gt=0), name="price_advice_above_zero"),
        ]
        indexes = [models.Index(fields=["vendor_id", "state", "-gain_minor", "id"], name="price_advice_of_vendor")]


class PriceChange(models.Model):
    """
    A change of a price by this app: written before the product (``applying``), and closed after it. What was left half-way is finished by a
    task. One change of a variant is under way at a time.
    """

    id = models.CharField(primary_key=True, max_length=40)  # pchg_
    vendor_id = models.CharField(max_length=40)
    variant_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    old_minor = models.BigIntegerField()
    new_minor = models.BigIntegerField()
    cause = models.CharField(max_length=10, choices=choices(ChangeCause))
    cause_id = models.CharField(max_length=40)  # of the advice, the experiment, or the change that is taken back
    state = models.CharField(max_length=10, choices=choices(ChangeState))
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)

    class Meta:
        db_table = "price_changes"
        constraints = [
            models.UniqueConstraint(fields=["variant_id"], condition=Q(state="applying"), name="price_change_one_under_way"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in ChangeState]), name="price_change_state"),
        ]
        indexes = [
            models.Index(fields=["vendor_id", "-changed_at", "-id"], name="price_changes_of_vendor"),
            models.Index(fields=["variant_id", "-changed_at", "-id"], name="price_changes_of_variant"),
            models.Index(fields=["changed_at"], name="price_changes_under_way", condition=Q(state="applying")),
        ]


class SeenPrice(models.Model):
    """What a competitor asked for a variant at a time, and who said so. The same said twice is one row."""

    pk = models.CompositePrimaryKey("variant_id", "competitor", "seen_at")
    variant_id = models.CharField(max_length=40)
    competitor = models.CharField(max_length=100)
    seen_at = models.DateTimeField()
    vendor_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    source = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "competitor_prices"
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="competitor_price_above_zero")]
        indexes = [models.Index(fields=["vendor_id", "-seen_at", "variant_id", "competitor"], name="competitor_prices_of_vendor")]


class PriceExperiment(models.Model):
    """
    Prices of a variant that are tried one after the other, in ``periods`` of ``period_hours``. ``arms`` are minor units, the price from
    before first. ``seed`` repeats the lots. At most one runs for a variant.
    """

    id = models.CharField(primary_key=True, max_length=40)  # pexp_
    vendor_id = models.CharField(max_length=40)
    variant_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=10, choices=choices(ExperimentKind))
    arms = models.JSONField()
    unit_profits = models.JSONField()  # of each arm, in minor units: after VAT, commission and cost, as they were when it began
    units_per_day = models.FloatField()  # sold of it in the weeks before
    seed = models.BigIntegerField()
    period_hours = models.PositiveIntegerField()
    periods = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=choices(ExperimentState), default=ExperimentState.RUNNING)
    stop_reason = models.CharField(max_length=20, default="", blank=True)
    result = models.JSONField(null=True)  # types.ExperimentResult, as the last period left it
    chances = models.JSONField(null=True)  # of each arm of a bandit to be the best one (0 to 1), as the last period left it
    started_at = models.DateTimeField()
    next_at = models.DateTimeField()  # when the next period begins
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "price_experiments"
        constraints = [
            models.UniqueConstraint(fields=["variant_id"], condition=Q(state="running"), name="price_experiment_one_running"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in ExperimentState]), name="price_experiment_state"),
        ]
        indexes = [
            models.Index(fields=["vendor_id", "-started_at", "-id"], name="price_experiments_of_vendor"),
            models.Index(fields=["next_at"], name="price_experiments_due", condition=Q(state="running")),
        ]


class ExperimentPeriod(models.Model):
    """A time in which an experiment held one price. ``units`` are known once it is over; ``is_left_out`` where the price did not hold."""

    pk = models.CompositePrimaryKey("experiment", "number")
    experiment = models.ForeignKey(PriceExperiment, on_delete=models.PROTECT, related_name="all_periods")
    number = models.PositiveIntegerField()
    arm = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    units = models.PositiveIntegerField(default=0)
    is_left_out = models.BooleanField(default=False)

    class Meta:
        db_table = "price_experiment_periods"
