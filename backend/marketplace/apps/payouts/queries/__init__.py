"""Reads of payouts and balances. The modules here are split by noun; import this package, not them."""

from marketplace.apps.payouts.queries.debts import debt_limit, debts_over_limit, get_debt_warning, is_over_limit, list_debt_warnings
from marketplace.apps.payouts.queries.payouts import (
    balances,
    count_held_orders,
    earnings_of,
    get_adjustment,
    get_payout,
    get_run,
    last_run_ends,
    list_adjustments,
    list_holds,
    list_payouts,
    list_runs,
    operator_accounts,
    payouts_by_id,
    payouts_by_reference,
    payouts_of_run,
)
from marketplace.apps.payouts.queries.statements import notice_unprintable_languages, statement_of

__all__ = [
    "balances",
    "count_held_orders",
    "debt_limit",
    "debts_over_limit",
    "earnings_of",
    "get_adjustment",
    "get_debt_warning",
    "get_payout",
    "get_run",
    "is_over_limit",
    "last_run_ends",
    "list_adjustments",
    "list_debt_warnings",
    "list_holds",
    "list_payouts",
    "list_runs",
    "notice_unprintable_languages",
    "operator_accounts",
    "payouts_by_id",
    "payouts_by_reference",
    "payouts_of_run",
    "statement_of",
]
