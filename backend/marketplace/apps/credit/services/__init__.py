"""Writes of gift cards and store credit. The modules here are split by deed; import this package, not them."""

from marketplace.apps.credit.services.erasing import erase_customer
from marketplace.apps.credit.services.expiry import expire_credits
from marketplace.apps.credit.services.issuing import approve_issue, issue_credit, reject_issue
from marketplace.apps.credit.services.lookups import look_up_gift_card
from marketplace.apps.credit.services.mailing import mail_due_gift_cards, mail_gift_card
from marketplace.apps.credit.services.purchases import buy_gift_card, recover_purchases, refund_gift_card, settle_purchase
from marketplace.apps.credit.services.resending import resend_gift_card
from marketplace.apps.credit.services.returned_money import follow_returned_money
from marketplace.apps.credit.services.spending import redeem, refund, release, reserve
from marketplace.apps.credit.services.states import block_credit, unblock_credit

__all__ = [
    "approve_issue",
    "block_credit",
    "buy_gift_card",
    "erase_customer",
    "expire_credits",
    "follow_returned_money",
    "issue_credit",
    "look_up_gift_card",
    "mail_due_gift_cards",
    "mail_gift_card",
    "recover_purchases",
    "redeem",
    "refund",
    "refund_gift_card",
    "reject_issue",
    "release",
    "resend_gift_card",
    "reserve",
    "settle_purchase",
    "unblock_credit",
]
