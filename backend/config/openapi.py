"""How drf-spectacular makes the OpenAPI document."""

from __future__ import annotations

from typing import Any

OPENAPI: dict[str, Any] = {
    "TITLE": "GlobalMarket API",
    "VERSION": "1",
    "DESCRIPTION": "One region's marketplace: its shop, and what its vendors and its operator do.",
    "CONTACT": {"name": "The operator of the marketplace"},
    "SERVERS": [{"url": "https://{host}", "variables": {"host": {"default": "api.eu.localhost", "description": "A region's API host"}}}],
    "TAGS": [
        {"name": "store", "description": "Customers and guests: products, carts, checkouts, orders"},
        {"name": "vendor", "description": "Vendors: products, stock, orders, payouts, members"},
        {"name": "admin", "description": "The operator's staff"},
        {"name": "auth", "description": "Accounts and sessions of every audience"},
        {"name": "me", "description": "The caller's own account"},
        {"name": "live", "description": "Tickets for live updates"},
        {"name": "webhooks", "description": "Payment providers"},
        {"name": "health", "description": "Probes of load balancers"},
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "AudienceName": "marketplace.apps.accounts.types.AUDIENCES",
        "VendorRole": "marketplace.apps.accounts.types.VENDOR_ROLES",
        "StaffRoleName": "marketplace.apps.staff.types.ROLES",
        "DocumentKind": "marketplace.apps.vendors.types.DOCUMENT_KINDS",
        "DeliveryFailureName": "marketplace.apps.orders.types.DELIVERY_FAILURES",
        "RefundReasonName": "marketplace.apps.orders.types.REFUND_REASONS",
        "ReturnReasonName": "marketplace.apps.returns.types.RETURN_REASON_NAMES",
        "InvoiceKindName": "marketplace.apps.invoices.types.INVOICE_KINDS",
        "VatCheckOutcomeName": "marketplace.apps.tax.types.VAT_CHECK_OUTCOMES",
        "ReportFormatName": "marketplace.apps.analytics.types.FILE_FORMATS",
        "SavedPeriodName": "marketplace.apps.analytics.types.SAVED_PERIODS",
        "ScheduleName": "marketplace.apps.analytics.types.SCHEDULES",
        "WidgetSizeName": "marketplace.apps.analytics.types.WIDGET_SIZES",
        "AlertConditionName": "marketplace.apps.analytics.types.ALERT_CONDITIONS",
        "SegmentName": "marketplace.apps.analytics.types.SEGMENTS",
        "MeasureName": "marketplace.apps.analytics.types.MEASURE_NAMES",
        "IntervalName": "marketplace.apps.analytics.types.INTERVALS",
        "ComparisonName": "marketplace.apps.analytics.types.COMPARISONS",
        "AskedReportName": "marketplace.apps.analytics.types.REPORT_NAMES",
        "EventKindName": "marketplace.apps.analytics.types.EVENT_KINDS",
        "CheckoutStepName": "marketplace.apps.analytics.types.CHECKOUT_STEPS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "marketplace.foundation.rest.openapi.postprocess_problems",
        "marketplace.foundation.rest.openapi.postprocess_security",
        "marketplace.foundation.rest.openapi_document.postprocess_summaries",
        "marketplace.foundation.rest.openapi_document.postprocess_defaults",
    ],
}
