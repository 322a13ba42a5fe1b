"""Writes: who agreed, what they did, what was sold, and the sums of it."""

from marketplace.apps.analytics.services.aggregates import refresh
from marketplace.apps.analytics.services.alerts import create_alert_rule, delete_alert_rule, edit_alert_rule, fire_alerts
from marketplace.apps.analytics.services.behaviour import MAX_EVENTS, record_behaviour
from marketplace.apps.analytics.services.campaigns import cancel_campaign, create_campaign, send_campaigns, start_campaign
from marketplace.apps.analytics.services.customers import refresh_customers, score_customers
from marketplace.apps.analytics.services.exports import delete_expired_exports, list_pending_exports, make_export, request_export
from marketplace.apps.analytics.services.partitions import keep_partitions
from marketplace.apps.analytics.services.sales import forget_sales, note_payments, note_returns, record_past_sales, record_sales
from marketplace.apps.analytics.services.saved import (
    arrange_home,
    delete_saved_report,
    edit_saved_report,
    mail_due_reports,
    save_report,
)
from marketplace.apps.analytics.services.visitors import agree, forget_visitors, take_back

__all__ = [
    "MAX_EVENTS",
    "agree",
    "arrange_home",
    "cancel_campaign",
    "create_alert_rule",
    "create_campaign",
    "delete_alert_rule",
    "delete_expired_exports",
    "delete_saved_report",
    "edit_alert_rule",
    "edit_saved_report",
    "fire_alerts",
    "forget_sales",
    "forget_visitors",
    "keep_partitions",
    "list_pending_exports",
    "mail_due_reports",
    "make_export",
    "note_payments",
    "note_returns",
    "record_behaviour",
    "record_past_sales",
    "record_sales",
    "refresh",
    "refresh_customers",
    "request_export",
    "save_report",
    "score_customers",
    "send_campaigns",
    "start_campaign",
    "take_back",
]
