"""What may be done with payouts: each function is one transaction."""

from marketplace.apps.payouts.services.adjustments import approve_adjustment, propose_adjustment, reject_adjustment
from marketplace.apps.payouts.services.bank_account import set_operator_account
from marketplace.apps.payouts.services.cancellation import cancel_payout, cancel_run
from marketplace.apps.payouts.services.closing import close_settled_vendor
from marketplace.apps.payouts.services.connected import (
    connect,
    disconnect,
    learn_account,
    refresh_account,
    refresh_accounts,
)
from marketplace.apps.payouts.services.debts import watch_debts
from marketplace.apps.payouts.services.disputes import book_dispute
from marketplace.apps.payouts.services.eligibility import record_eligibility
from marketplace.apps.payouts.services.holds import hold_for_review, place_holds, release_holds, release_review
from marketplace.apps.payouts.services.named_accounts import confirm_account, list_banks, name_account
from marketplace.apps.payouts.services.outcomes import mark_failed, mark_paid, mark_returned, record_outcome, retry
from marketplace.apps.payouts.services.outlook import payout_outlooks
from marketplace.apps.payouts.services.provider_payouts import learn_transfer, submit_payout, take_back, waiting_payouts
from marketplace.apps.payouts.services.runs import approve_run, pay_run, preview_due_runs, preview_run
from marketplace.apps.payouts.services.statement_links import link_to_statement
from marketplace.apps.payouts.services.transfers import submit_transfers, transfer_orders

__all__ = [
    "approve_adjustment",
    "approve_run",
    "book_dispute",
    "cancel_payout",
    "cancel_run",
    "close_settled_vendor",
    "confirm_account",
    "connect",
    "disconnect",
    "hold_for_review",
    "learn_account",
    "learn_transfer",
    "link_to_statement",
    "list_banks",
    "mark_failed",
    "mark_paid",
    "mark_returned",
    "name_account",
    "pay_run",
    "payout_outlooks",
    "place_holds",
    "preview_due_runs",
    "preview_run",
    "propose_adjustment",
    "record_eligibility",
    "record_outcome",
    "refresh_account",
    "refresh_accounts",
    "reject_adjustment",
    "release_holds",
    "release_review",
    "retry",
    "set_operator_account",
    "submit_payout",
    "submit_transfers",
    "take_back",
    "transfer_orders",
    "waiting_payouts",
    "watch_debts",
]
