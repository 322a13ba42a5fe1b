from __future__ import annotations

from django.db import models

from marketplace.apps.fraud.types import Label, Outcome, ReviewState, RiskLevel
from marketplace.foundation.postgres.states import choices


class PaymentRisk(models.Model):
    """
    A payment as it was assessed before it was taken, and what became of it. The keys are signatures of the e-mail address, the network and
    the place of delivery: rows can be counted by them, and nobody reads them back.
    """

    payment_id = models.CharField(primary_key=True, max_length=40)
    order_id = models.CharField(max_length=40)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    email_key = models.CharField(max_length=64)
    network_key = models.CharField(max_length=64)
    place_key = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    method = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    features = models.JSONField()
    rules_score = models.FloatField()
    score = models.FloatField()
    level = models.CharField(max_length=10, choices=choices(RiskLevel))
    model = models.CharField(max_length=40, default="", blank=True)
    shadow_model = models.CharField(max_length=40, default="", db_default="", blank=True)  # whose score decided nothing
    shadow_score = models.FloatField(null=True)
    reasons = models.JSONField()
    outcome = models.CharField(max_length=10, choices=choices(Outcome), default=Outcome.STARTED)
    label = models.CharField(max_length=10, choices=choices(Label), default=Label.UNKNOWN)
    review = models.CharField(max_length=10, choices=choices(ReviewState))
    assessed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "payment_risks"
        constraints = [
            models.CheckConstraint(condition=models.Q(review__in=[state.value for state in ReviewState]), name="payment_risk_review"),
            models.CheckConstraint(condition=models.Q(label__in=[label.value for label in Label]), name="payment_risk_label"),
        ]
        indexes = [
            models.Index(fields=["email_key", "assessed_at"], name="payment_risks_of_email"),
            models.Index(fields=["network_key", "assessed_at"], name="payment_risks_of_network"),
            models.Index(fields=["place_key", "assessed_at"], name="payment_risks_of_place"),
            models.Index(fields=["assessed_at"], name="payment_risks_by_time"),
            models.Index(fields=["currency", "assessed_at"], name="payment_risks_of_currency"),
            models.Index(fields=["-score", "payment_id"], name="payment_risks_to_review", condition=models.Q(review="open")),
            models.Index(fields=["customer_id"], name="payment_risks_of_customer", condition=~models.Q(customer_id="")),
        ]


class RiskModel(models.Model):
    """
    A trained classifier, by its version in the registry of models. At most one is in use; without one, and while it is in shadow, rules
    alone decide.
    """

    version_id = models.CharField(primary_key=True, max_length=40)
    classifier = models.JSONField()  # types.Classifier
    is_used = models.BooleanField(default=False)
    is_shadow = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "risk_models"
        constraints = [models.UniqueConstraint(fields=["is_used"], condition=models.Q(is_used=True), name="risk_model_one_used")]
