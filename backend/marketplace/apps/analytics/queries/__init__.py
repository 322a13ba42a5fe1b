"""Reads: reports, their files, customers and their worth, alerts, and what is stored about a customer's browsers."""

from marketplace.apps.analytics.queries.alerts import find_firing, get_alert_rule, list_alert_rules, list_firings, try_alert
from marketplace.apps.analytics.queries.campaigns import (
    campaign_view_of,
    get_campaign,
    list_campaigns,
    members_after,
    reach_of,
    recipients_of,
)
from marketplace.apps.analytics.queries.choices import search_choices
from marketplace.apps.analytics.queries.exports import export_view_of, get_export, list_exports, open_export
from marketplace.apps.analytics.queries.lifetime import find_lifetime, list_cohorts
from marketplace.apps.analytics.queries.live import live_metrics
from marketplace.apps.analytics.queries.reports import get_report
from marketplace.apps.analytics.queries.saved import (
    OWN_SAVED,
    asked_by,
    get_home,
    get_saved_report,
    home_of,
    list_saved_reports,
    own_saved_report,
    saved_view_of,
)
from marketplace.apps.analytics.queries.segments import list_segment, segment_sizes, values_of
from marketplace.apps.analytics.queries.visitors import visitors_of

__all__ = [
    "OWN_SAVED",
    "asked_by",
    "campaign_view_of",
    "export_view_of",
    "find_firing",
    "find_lifetime",
    "get_alert_rule",
    "get_campaign",
    "get_export",
    "get_home",
    "get_report",
    "get_saved_report",
    "home_of",
    "list_alert_rules",
    "list_campaigns",
    "list_cohorts",
    "list_exports",
    "list_firings",
    "list_saved_reports",
    "list_segment",
    "live_metrics",
    "members_after",
    "open_export",
    "own_saved_report",
    "reach_of",
    "recipients_of",
    "saved_view_of",
    "search_choices",
    "segment_sizes",
    "try_alert",
    "values_of",
    "visitors_of",
]
