"""
The rules that the books must keep, each a function that yields what breaks it.

Insights is the highest app and the only one whose SQL reads over the tables of others: a check that asked each app for its own
opinion would find what the apps already believe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from marketplace.apps.insights.queries.checks import analytics, credit, invoices, ledger, orders, payments, payouts, reconciliation, stock
from marketplace.apps.insights.types import Difference

Check = Callable[[], Iterator[Difference]]

# Asked of PostgreSQL alone, so they can see it at one moment.
OF_ROWS: tuple[Check, ...] = (
    ledger.check_postings,
    payments.check_own_sums,
    payments.check_against_ledger,
    payments.check_failed_refunds,
    payments.check_cash,
    payments.check_unexplained,
    orders.check_checkouts,
    credit.check_credit_balances,
    credit.check_credit_reservations,
    credit.check_credit_issues,
    credit.check_credit_sales,
    payouts.check_items,
    payouts.check_transfers,
    payouts.check_balances,
    invoices.check_against_ledger,
    invoices.check_own_sums,
    invoices.check_numbers,
    invoices.check_commission,
    reconciliation.check_booked,
    reconciliation.check_matched,
    reconciliation.check_sums,
    reconciliation.check_noted,
    reconciliation.check_collections,
    stock.check_stock,
    analytics.check_report_sums,
    analytics.check_report_lines,
)
# Asked of the document store, too.
OF_DOCUMENTS: tuple[Check, ...] = (orders.check_vendor_orders,)
