"""Whose file has which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marketplace.apps.reconciliation.domain import camt053, courier_report, mollie_report, paypal_report, plain_report, stripe_report
from marketplace.apps.reconciliation.types import ReportFormat, ReportRow

READERS: Mapping[ReportFormat, Callable[..., list[ReportRow]]] = {
    ReportFormat.STRIPE: stripe_report.read,
    ReportFormat.MOLLIE: mollie_report.read,
    ReportFormat.PAYPAL: paypal_report.read,
    ReportFormat.PLAIN: plain_report.read,
    ReportFormat.COURIER: courier_report.read,
    ReportFormat.CAMT053: camt053.read,
}
