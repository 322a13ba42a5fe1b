from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from marketplace.apps.webhooks.types import DeliveryState, DeliveryView, DisabledReason, EndpointState, EndpointView
from marketplace.foundation.postgres.states import choices


class WebhookEndpoint(models.Model):
    """Where a vendor's system hears of changes. The secrets are encrypted, each for this endpoint alone."""

    id = models.CharField(primary_key=True, max_length=40)  # whe_
    vendor_id = models.CharField(max_length=40)
    url = models.CharField(max_length=500)
    description = models.CharField(max_length=100, blank=True)
    event_types = ArrayField(models.CharField(max_length=30))
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_secret_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=choices(EndpointState), default=EndpointState.ACTIVE)
    disabled_reason = models.CharField(max_length=10, choices=choices(DisabledReason), blank=True)
    failing_since = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "webhook_endpoints"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(EndpointState)), name="webhook_endpoint_state"),
            models.CheckConstraint(
                condition=Q(state=EndpointState.DISABLED) ^ Q(disabled_reason=""),
                name="webhook_disabled_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["vendor_id"], name="webhook_endpoint_of_vendor")]

    def as_view(self) -> EndpointView:
        return EndpointView(
            id=self.id,
            url=self.url,
            description=self.description,
            event_types=self.event_types,
            state=EndpointState(self.state),
            disabled_reason=DisabledReason(self.disabled_reason),
            created_at=self.created_at,
            failing_since=self.failing_since,
            former_secret_until=self.former_secret_until,
            etag=str(self.version),
        )


class WebhookDelivery(models.Model):
    """One request to an endpoint, and what came of its last attempt."""

    id = models.CharField(primary_key=True, max_length=40)  # whd_
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event_type = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=choices(DeliveryState), default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)  # of a pending one
    claimed_until = models.DateTimeField(null=True)  # of one that is being sent
    delivered_at = models.DateTimeField(null=True)
    answer_status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "webhook_deliveries"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(DeliveryState)), name="webhook_delivery_state"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.PENDING, next_attempt_at__isnull=False)
                | ~Q(state=DeliveryState.PENDING) & Q(next_attempt_at__isnull=True),
                name="webhook_delivery_waits",
            ),
            # What has not been tried yet stands for later changes as well.
            models.UniqueConstraint(
                fields=["endpoint", "event_type", "subject_id"],
                condition=Q(state=DeliveryState.PENDING, attempts=0),
                name="webhook_delivery_once_untried",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_of_endpoint"),
            models.Index(fields=["endpoint", "next_attempt_at"], name="webhook_delivery_due", condition=Q(state=DeliveryState.PENDING)),
            models.Index(fields=["claimed_until"], name="webhook_delivery_under_way", condition=Q(claimed_until__isnull=False)),
            models.Index(fields=["created_at"], name="webhook_delivery_age"),
        ]

    def as_view(self) -> DeliveryView:
        return DeliveryView(
            id=self.id,
            event_type=self.event_type,
            subject_id=self.subject_id,
            state=DeliveryState(self.state),
            attempts=self.attempts,
            created_at=self.created_at,
            next_attempt_at=self.next_attempt_at,
            delivered_at=self.delivered_at,
            answer_status=self.answer_status,
            failure=self.failure,  # type: ignore[arg-type]
        )
