"""What may be done with payouts: each function is one transaction."""

from marketplace.apps.payouts.services.bank_account import set_operator_account
from marketplace.apps.payouts.services.cancellation import cancel_payout, cancel_run
from marketplace.apps.payouts.services.closing import close_settled_vendor
from marketplace.apps.payouts.services.disputes import book_dispute, book_failed_refund, book_foreign_refund
from marketplace.apps.payouts.services.maturity import note_maturities
from marketplace.apps.payouts.services.outcomes import mark_failed, mark_paid, mark_returned, retry
from marketplace.apps.payouts.services.runs import approve_run, pay_run, preview_due_runs, preview_run
from marketplace.apps.payouts.services.statement_files import link_to_statement
from marketplace.apps.payouts.services.transfers import transfer_orders

__all__ = [
    "approve_run",
    "book_dispute",
    "book_failed_refund",
    "book_foreign_refund",
    "cancel_payout",
    "cancel_run",
    "close_settled_vendor",
    "link_to_statement",
    "mark_failed",
    "mark_paid",
    "mark_returned",
    "note_maturities",
    "pay_run",
    "preview_due_runs",
    "preview_run",
    "retry",
    "set_operator_account",
    "transfer_orders",
]
