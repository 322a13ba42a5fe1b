"""Reads of invoices."""

from marketplace.apps.invoices.queries.commission import due_commissions, list_waiting_commissions, operator_party, reasons_to_wait
from marketplace.apps.invoices.queries.invoices import get_invoice, get_ubl, list_invoices, list_invoices_of_customer
from marketplace.apps.invoices.queries.status import faults_of_seller, get_status
from marketplace.apps.invoices.queries.vat_sums import count_waiting_sales, vat_sums

__all__ = [
    "count_waiting_sales",
    "due_commissions",
    "faults_of_seller",
    "get_invoice",
    "get_status",
    "get_ubl",
    "list_invoices",
    "list_invoices_of_customer",
    "list_waiting_commissions",
    "operator_party",
    "reasons_to_wait",
    "vat_sums",
]
