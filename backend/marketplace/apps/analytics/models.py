from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q, Value

from marketplace.apps.analytics.types import (
    AlertCondition,
    CampaignState,
    Comparison,
    EventKind,
    FileFormat,
    FileState,
    Grain,
    Interval,
    Measure,
    ReportName,
    SavedPeriod,
    Schedule,
    Segment,
    Source,
    WidgetSize,
)
from marketplace.foundation.postgres.states import choices


class Visitor(models.Model):
    """
    A browser whose user agreed to be counted, with the record of it. ``number`` is the pseudonym in the events: without this row it
    leads to nobody. ``customer_id`` is there once the user has logged in, so that an erasure finds it.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=40, unique=True)  # vis_
    customer_id = models.CharField(max_length=40, default="", blank=True)
    text = models.TextField()  # that the user was shown
    language = models.CharField(max_length=5)
    agreed_at = models.DateTimeField()

    class Meta:
        db_table = "analytics_visitors"
        indexes = [models.Index(fields=["customer_id"], name="analytics_visitors_of_customer", condition=~Q(customer_id=""))]


class BehaviourEvent(models.Model):
    """
    One thing that a visitor did. The table has a partition for each day (UTC) by ``at``, and one for what no other takes
    (migration 0002); a repeat has the same ``at`` and ``id``. ``received_at`` is the server's.
    """

    pk = models.CompositePrimaryKey("at", "id")
    at = models.DateTimeField()
    id = models.UUIDField()
    received_at = models.DateTimeField()
    visitor = models.BigIntegerField()  # Visitor.number; no foreign key, so that taking in costs no lock of a visitor
    kind = models.CharField(max_length=10, choices=choices(EventKind))
    product_id = models.CharField(max_length=40, default="", blank=True)
    query = models.CharField(max_length=100, default="", blank=True)
    position = models.PositiveSmallIntegerField(null=True)
    count = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=10, default="", blank=True)
    is_bot = models.BooleanField()

    class Meta:
        db_table = "analytics_events"
        indexes = [
            models.Index(fields=["visitor"], name="analytics_events_of_visitor"),
            # Of this kind, since every event is entered, in the order in which it comes.
            BrinIndex(fields=["received_at"], name="analytics_events_received", autosummarize=True),
        ]


class SaleLine(models.Model):
    """
    A line of a vendor order as of its ``revision``, a copy of the document's: what products, orders and customers are counted from.

    ``amount_minor`` is the line's total as sold; of ``quantity`` units, ``canceled`` were not. ``customer_id`` is empty for a guest, and
    after the customer's erasure.
    """

    pk = models.CompositePrimaryKey("vendor_order_id", "line_id")
    vendor_order_id = models.CharField(max_length=40)
    line_id = models.CharField(max_length=80)
    order_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField()
    canceled = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    settles_on_delivery = models.BooleanField()
    sold_at = models.DateTimeField(db_index=True)
    revision = models.PositiveIntegerField()  # of the vendor order, as of which the line was written

    class Meta:
        db_table = "analytics_sale_lines"
        indexes = [models.Index(fields=["customer_id", "sold_at"], name="analytics_sales_of_customer", condition=~Q(customer_id=""))]


class DueDelivery(models.Model):
    """By when a vendor order was to be delivered, as its shipping method said when it was ordered, and when it was."""

    vendor_order_id = models.CharField(max_length=40, primary_key=True)
    vendor_id = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    due_at = models.DateTimeField(db_index=True)
    delivered_at = models.DateTimeField(null=True)
    is_canceled = models.BooleanField(default=False)

    class Meta:
        db_table = "analytics_deliveries"


class Aggregate(models.Model):
    """
    A sum of one measure over an hour or a day of the region, by what the measure is parted by (``domain.catalogue``).

    ``value`` is a count, or minor units of ``currency``; ``subject`` is the product, the search text, the method or the reason.
    """

    grain = models.CharField(max_length=4, choices=choices(Grain))
    starts_at = models.DateTimeField()
    measure = models.CharField(max_length=20, choices=choices(Measure))
    currency = models.CharField(max_length=3, default="", blank=True)
    vendor_id = models.CharField(max_length=40, default="", blank=True)
    subject = models.CharField(max_length=100, default="", blank=True)
    country = models.CharField(max_length=2, default="", blank=True)
    value = models.BigIntegerField()

    class Meta:
        db_table = "analytics_aggregates"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "grain", "starts_at", "vendor_id", "subject", "currency", "country"], name="analytics_aggregate_once"
            )
        ]


class TouchedHour(models.Model):
    """An hour of which something changed since it was summed."""

    pk = models.CompositePrimaryKey("source", "starts_at")
    source = models.CharField(max_length=10, choices=choices(Source))
    starts_at = models.DateTimeField()

    class Meta:
        db_table = "analytics_touched_hours"


class AggregateProgress(models.Model):
    """
    How far a source without marks has been summed: an id of the books, or a time in microseconds. What came after ``earlier``, some minutes
    before, is looked at again, since a transaction may commit after one that began later.

    ``summed_at``, of every source: as of when its sums are whole.
    """

    source = models.CharField(max_length=10, primary_key=True, choices=choices(Source))
    position = models.BigIntegerField()
    earlier = models.BigIntegerField()
    summed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "analytics_progress"


class ReportExport(models.Model):
    """A report that a person wants as a file, and the private file once it is made. Colleagues of a vendor share theirs; so do staff."""

    id = models.CharField(primary_key=True, max_length=40)  # rex_
    vendor_id = models.CharField(max_length=40, default="", blank=True)  # empty: the operator's
    requested_by = models.CharField(max_length=40)
    has_money = models.BooleanField()  # for those alone who see money
    asked = models.JSONField()  # types.Asked
    format = models.CharField(max_length=4, choices=choices(FileFormat))
    state = models.CharField(max_length=10, choices=choices(FileState), default=FileState.PENDING)
    path = models.CharField(max_length=400, default="", blank=True)
    is_whole = models.BooleanField(default=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0, db_default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "analytics_exports"
        indexes = [models.Index(fields=["vendor_id", "-id"], name="analytics_exports_of_vendor")]


class CustomerValue(models.Model):
    """What a customer bought in one currency, and in which fifth of all it is by that; made anew each night, and after each order."""

    pk = models.CompositePrimaryKey("customer_id", "currency")
    customer_id = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    orders = models.PositiveIntegerField()
    spent_minor = models.BigIntegerField()  # without canceled units and delivery
    first_order_at = models.DateTimeField()
    last_order_at = models.DateTimeField()
    recency = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField()
    monetary = models.PositiveSmallIntegerField()
    expected_minor = models.BigIntegerField(null=True)  # in the next 90 days; none: it could not be foreseen well enough

    class Meta:
        db_table = "analytics_customers"
        indexes = [models.Index(fields=["currency", "-spent_minor", "customer_id"], name="analytics_customers_by_spent")]


class CustomerFifth(models.Model):
    """From what on a customer of the currency is in a fifth, by each score; empty where nobody is in it. Made anew each night."""

    pk = models.CompositePrimaryKey("currency", "fifth")
    currency = models.CharField(max_length=3)
    fifth = models.PositiveSmallIntegerField()
    last_order_at = models.DateTimeField(null=True)
    orders = models.PositiveIntegerField(null=True)
    spent_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "analytics_fifths"


class SavedReport(models.Model):
    """A report that a person keeps under a name, and has mailed if they want."""

    id = models.CharField(primary_key=True, max_length=40)  # rsv_
    vendor_id = models.CharField(max_length=40, default="", blank=True)  # empty: of a member of staff
    person_id = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    report = models.CharField(max_length=20, choices=choices(ReportName), blank=True)  # empty: put together from what follows
    measures = models.CharField(max_length=300, default="", db_default="", blank=True)
    by = models.CharField(max_length=100, default="", db_default="", blank=True)
    filters = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    period = models.CharField(max_length=20, choices=choices(SavedPeriod))
    interval = models.CharField(max_length=5, choices=choices(Interval), default="", blank=True)
    compare = models.CharField(max_length=10, choices=choices(Comparison), default="", blank=True)
    schedule = models.CharField(max_length=10, choices=choices(Schedule))
    due_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)  # the ETag of edits
    home_position = models.PositiveSmallIntegerField(null=True)  # among the widgets of its owner's home page; none: it is no widget
    home_size = models.CharField(max_length=5, choices=choices(WidgetSize), default="", db_default="", blank=True)

    class Meta:
        db_table = "analytics_saved_reports"
        indexes = [
            models.Index(fields=["person_id", "-id"], name="analytics_saved_of_person"),
            models.Index(fields=["due_at"], name="analytics_saved_due", condition=Q(due_at__isnull=False)),
        ]


class CohortCell(models.Model):
    """What the customers of one currency whose first order was in ``month`` did in a month after it; made anew each night."""

    pk = models.CompositePrimaryKey("currency", "month", "months_after")
    currency = models.CharField(max_length=3)
    month = models.DateField()  # its first day, by the region's calendar
    months_after = models.PositiveSmallIntegerField()
    customers = models.PositiveIntegerField()
    orders = models.PositiveIntegerField()
    second_orders = models.PositiveIntegerField()  # how many of the orders were a customer's second
    revenue_minor = models.BigIntegerField()  # without canceled units and delivery

    class Meta:
        db_table = "analytics_cohorts"


class LifetimeCheck(models.Model):
    """What is expected of customers of one currency, and how it did in the last 90 days; made anew each night."""

    currency = models.CharField(max_length=3, primary_key=True)
    as_of = models.DateTimeField()
    tested = models.PositiveIntegerField()
    error_minor = models.BigIntegerField()
    error_of_mean_minor = models.BigIntegerField()
    error_of_repeat_minor = models.BigIntegerField()
    is_answered = models.BooleanField()
    groups = models.JSONField()  # of each [recency, frequency, customers, expected_minor]

    class Meta:
        db_table = "analytics_lifetime"


class AlertRule(models.Model):
    """When a member of staff wants a mail about a measure."""

    id = models.CharField(primary_key=True, max_length=40)  # alr_
    name = models.CharField(max_length=100)
    measure = models.CharField(max_length=20, choices=choices(Measure))
    currency = models.CharField(max_length=3, default="", blank=True)  # of a measure that is money
    condition = models.CharField(max_length=5, choices=choices(AlertCondition))
    threshold = models.BigIntegerField()
    window_h = models.PositiveSmallIntegerField()
    quiet_h = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "analytics_alert_rules"


class AlertFiring(models.Model):
    """A rule fired for the window that ended at ``until``: once, however many workers look."""

    id = models.CharField(primary_key=True, max_length=40)  # alf_
    rule_id = models.CharField(max_length=40)
    until = models.DateTimeField()
    value = models.BigIntegerField()
    threshold = models.BigIntegerField()
    fired_at = models.DateTimeField()

    class Meta:
        db_table = "analytics_alert_firings"
        constraints = [models.UniqueConstraint(fields=["rule_id", "until"], name="analytics_alert_fired_once")]


class Campaign(models.Model):
    """A mail to a segment. ``sent_to`` is the last customer of the segment that was looked at, by id, while it is being sent."""

    id = models.CharField(primary_key=True, max_length=40)  # cmp_
    name = models.CharField(max_length=100)
    segment = models.CharField(max_length=10, choices=choices(Segment))
    currency = models.CharField(max_length=3)
    texts = models.JSONField()  # {language: {"subject", "body"}}
    state = models.CharField(max_length=10, choices=choices(CampaignState), default=CampaignState.DRAFT)
    recipients = models.PositiveIntegerField(default=0)
    sent_to = models.CharField(max_length=40, default="", blank=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "analytics_campaigns"
