"""PayPal's transaction search (https://developer.paypal.com/docs/api/transaction-search/v1/): the rows of its settlement report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

import msgspec

from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.calls import Name, Phrase
from marketplace.apps.payments.providers.paypal_answers import Amount, amount_of
from marketplace.apps.payments.providers.settlements import ReportsSettlements, TooMuchSettled
from marketplace.apps.payments.types import SettlementKind, SettlementRow
from marketplace.kit.money import Money

# https://developer.paypal.com/docs/transaction-search/transaction-event-codes/: whole codes, then groups of them
KINDS = {
    "T0001": SettlementKind.PAYOUT,  # a payout to another account
    "T1107": SettlementKind.REFUND,
    "T1106": SettlementKind.DISPUTE,
    "T1201": SettlementKind.DISPUTE,
    "T1202": SettlementKind.DISPUTE,
}
GROUPS = {"T00": SettlementKind.CHARGE, "T01": SettlementKind.FEE, "T04": SettlementKind.TRANSFER}
# The charge's, that of a transfer that came back, or the batch of a payout.
NAMED_BY_ANOTHER = (SettlementKind.DISPUTE, SettlementKind.TRANSFER, SettlementKind.PAYOUT)
MOVED = ("S", "V")  # completed; completed, and all of it returned since. The refund is a transaction of its own
PAGE, PAGES_AT_MOST = 500, 20  # PayPal lists 10,000 at most


class _Info(msgspec.Struct):
    transaction_id: Name
    transaction_event_code: Name
    transaction_initiation_date: datetime
    transaction_status: Name
    transaction_amount: Amount
    fee_amount: Amount | None = None
    paypal_reference_id: Name | None = None
    custom_field: Phrase = ""
    invoice_id: Phrase = ""


class _Detail(msgspec.Struct):
    transaction_info: _Info


class _Page(msgspec.Struct):
    transaction_details: list[_Detail] = []
    total_pages: int = 1


class PayPalSettlements(ReportsSettlements):
    """The part of PayPal's account that reports. A bank's payment is pending for days, and is then listed where it was initiated."""

    late: ClassVar[timedelta] = timedelta(days=31)

    def _get(self, path: str, kind: type[Any]) -> Any:
        raise NotImplementedError

    def list_settled(self, since: datetime, until: datetime) -> list[SettlementRow]:
        """What is pending, or denied, has moved nothing. PayPal lists by the time of initiation, and takes one status, or all."""
        about = {
            "start_date": since.isoformat(timespec="seconds"),
            "end_date": until.isoformat(timespec="seconds"),
            "fields": "transaction_info",
            "page_size": PAGE,
        }
        found: list[_Info] = []
        for number in range(1, PAGES_AT_MOST + 1):
            page = self._page({**about, "page": number})
            found += [detail.transaction_info for detail in page.transaction_details]
            if number >= page.total_pages:
                moved = [info for info in found if info.transaction_status in MOVED]
                return [_row(info) for info in moved if since <= info.transaction_initiation_date < until]
            if page.total_pages > PAGES_AT_MOST:
                break
        raise TooMuchSettled(note=f"PayPal has more than {PAGE * PAGES_AT_MOST} transactions there")

    def _page(self, query: dict[str, Any]) -> _Page:
        try:
            page: _Page = self._get(f"/v1/reporting/transactions?{urlencode(query)}", _Page)
        except Rejected as rejected:
            if rejected.code == "resultset_too_large":
                raise TooMuchSettled(note="PayPal has more transactions there than it lists") from rejected
            raise
        return page


def _row(info: _Info) -> SettlementRow:
    code = info.transaction_event_code
    kind = KINDS.get(code) or GROUPS.get(code[:3], SettlementKind.OTHER)
    amount = amount_of(info.transaction_amount)
    about = info.paypal_reference_id if kind in NAMED_BY_ANOTHER else ""
    names = (info.transaction_id, info.custom_field, info.invoice_id if kind is SettlementKind.PAYOUT else "", about)
    return SettlementRow(
        kind=kind,
        reference=info.transaction_id,
        names=tuple(dict.fromkeys(name for name in names if name)),
        amount=amount,
        fee=-amount_of(info.fee_amount) if info.fee_amount else Money.zero(amount.currency),
        occurred_at=info.transaction_initiation_date,
    )
