"""Accounts that vendors name at Paystack and PayPal, for tests, and what became of payouts to them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.payments.tests.at_gateways import post_webhook, waiting
from marketplace.apps.payments.types import NamedAccount
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import ConnectedAccount, VendorPayout
from marketplace.apps.payouts.tests.factories import LATER, a_run, a_sale, payout_of
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor
from marketplace.foundation.mail.testing import committed
from marketplace.testing import NOW

AT_BANK = NamedAccount(holder="Mug & Co", account="0123456789", currency="EUR", bank="057")
AT_PAYPAL = NamedAccount(holder="Mug & Co", account="owner@mug.example", currency="EUR")


def name(provider: str, vendor_id: str, named: NamedAccount, *, now: datetime = NOW) -> ConnectedAccount:
    return services.name_account(vendor_id=vendor_id, provider=provider, named=named, language="en", actor=VENDOR_ACTOR, now=now)


def name_and_confirm(vendor_id: str, capture: Any, *, now: datetime = NOW) -> str:
    """The code in the mail to the address."""
    with committed(capture) as sent:
        name("paypal", vendor_id, AT_PAYPAL, now=now)
    (mail,) = sent
    code = re.search(r"code=([\w-]+)", mail.body)[1]
    services.confirm_account(vendor_id=vendor_id, code=code, actor=VENDOR_ACTOR, now=now)
    return code


def balance(account: str) -> int:
    """In cents."""
    return ledger_queries.get_balance(account, "EUR").minor


def faults() -> list[str]:
    report = insight_queries.check_books(now=LATER)
    found = [difference for currency in report.currencies for difference in currency.differences]
    return [each.check for each in found if each.check.startswith(("payout", "vendor"))]


def pay(vendor_id: str, run: Any, *, now: datetime = LATER) -> VendorPayout:
    services.submit_payout(payout_id=payout_of(run, vendor_id).id, now=now)
    return payout_of(run, vendor_id)


def tell(gateway: Any) -> None:
    """Bring each webhook twice."""
    for notice in waiting(gateway) * 2:
        assert post_webhook(gateway.code, notice) == 200


def kill_at_each_call(gateway: Any, crasher: Any, named: Any, made_at: Any) -> None:
    """Kill the sending of a payout before and after each call of the provider: the money is moved once."""
    for number in range(1, 6):
        for after_answer in (False, True):
            vendor = make_vendor()
            a_sale(vendor.id, 10_000, fee=1_200)
            named(vendor.id)
            run, before = a_run(now=LATER + timedelta(days=number)), len(made_at(gateway))
            arguments = {"service": "submit_payout", "arguments": {"payout_id": payout_of(run, vendor.id).id}}
            job = Job("pay_out", 0, LATER, request=arguments, kill_at_call=number, kill_after_answer=after_answer)
            answer = crasher.run(job)
            gateway.remote.account.answers.clear()

            place = f"{'after' if after_answer else 'before'} call {number}: {answer}"
            assert pay(vendor.id, run).bank_reference, place
            assert len(made_at(gateway)) == before + 1, place
            if answer == "done":
                assert number > 1
                return
    raise AssertionError("still not through")
