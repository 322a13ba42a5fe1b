"""Writes of gift cards and store credit. The modules here are split by deed; import this package, not them."""

from marketplace.apps.credit.services.expiry import expire_credits
from marketplace.apps.credit.services.issuing import approve_issue, issue_credit, reject_issue
from marketplace.apps.credit.services.lookups import look_up_gift_card
from marketplace.apps.credit.services.spending import redeem, refund, release, reserve
from marketplace.apps.credit.services.states import block_credit, unblock_credit

__all__ = [
    "approve_issue",
    "block_credit",
    "expire_credits",
    "issue_credit",
    "look_up_gift_card",
    "redeem",
    "refund",
    "reject_issue",
    "release",
    "reserve",
    "unblock_credit",
]
