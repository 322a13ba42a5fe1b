"""Reads of invoices."""

from marketplace.apps.invoices.queries.invoices import get_invoice, list_invoices, list_invoices_of_customer
from marketplace.apps.invoices.queries.status import faults_of_seller, get_status

__all__ = ["faults_of_seller", "get_invoice", "get_status", "list_invoices", "list_invoices_of_customer"]
