"""What gateways report of their settlements, as their documentation describes it; tests, or a person, say what there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from payment_doubles.server import Account, Answer, Double, Handler, Request, as_json


class StripeSettled(Double):
    """https://docs.stripe.com/api/balance_transactions/list, newest first, with ``expand[]=data.source``. ``page_max``: of a page."""

    page_max = 100

    def settle(self, region: str, **entry: Any) -> None:
        """A balance transaction: ``id``, ``amount``, ``fee``, ``currency``, ``created``, ``reporting_category``, ``source``."""
        account = next(account for account in self.accounts.values() if account.name == region)
        account.records[entry["id"]] = {"object": "balance_transaction", "fee": 0, "source": None, **entry}

    def list_settled(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        since, until = int(request.query["created[gte]"]), int(request.query["created[lt]"])
        found = [each for each in account.records.values() if each["object"] == "balance_transaction" and since <= each["created"] < until]
        found.sort(key=lambda each: each["created"], reverse=True)
        ids = [each["id"] for each in found]
        after = request.query.get("starting_after")
        began = ids.index(after) + 1 if after else 0
        page = found[began : began + self.page_max]
        return as_json(200, {"object": "list", "data": page, "has_more": began + len(page) < len(found)})


class PayPalSettled(Double):
    """https://developer.paypal.com/docs/api/transaction-search/v1/#transactions_get: by the time of initiation, 31 days at most."""

    page_max = 500

    def settled_routes(self) -> list[tuple[str, str, Handler]]:
        return [("GET", "/v1/reporting/transactions", self.list_settled)]

    def settle(self, region: str, **info: Any) -> None:
        """The ``transaction_info`` of a transaction, which is completed unless ``transaction_status`` says otherwise."""
        account = next(account for account in self.accounts.values() if account.name == region)
        account.records[info["transaction_id"]] = {"object": "transaction", "transaction_status": "S", **info}

    def list_settled(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        query = request.query
        since, until = datetime.fromisoformat(query["start_date"]), datetime.fromisoformat(query["end_date"])
        if (until - since).days > 31:
            return self.refusal(400, "Invalid Request", "Date range is greater than 31 days", about="INVALID_DATE_RANGE")
        kept = [each for each in account.records.values() if each["object"] == "transaction"]
        kept = [each for each in kept if since <= datetime.fromisoformat(each["transaction_initiation_date"]) <= until]
        kept = [{**each, "transaction_status": self._status_of(account, each)} for each in kept]
        found = [each for each in kept if each["transaction_status"] == query.get("transaction_status", each["transaction_status"])]
        size, number = min(int(query["page_size"]), self.page_max), int(query["page"])
        page = found[size * (number - 1) : size * number]
        pages = -(-len(found) // size)
        return as_json(200, {"transaction_details": [{"transaction_info": each} for each in page], "page": number, "total_pages": pages})

    def _status_of(self, account: Account, info: dict[str, Any]) -> str:
        """``V`` once all of a payment was refunded."""
        orders = [order["purchase_units"][0]["payments"]["captures"] for order in account.objects.values() if "purchase_units" in order]
        refunded = {capture["id"] for captures in orders for capture in captures if capture["status"] == "REFUNDED"}
        return "V" if info["transaction_id"] in refunded else info["transaction_status"]


class MollieSettled(Double):
    """https://docs.mollie.com/reference/list-settlements and what is in one; for an organization's token (``access_<key>``) alone."""

    settled_page_max = 250

    def settled_routes(self) -> list[tuple[str, str, Handler]]:
        lists = "payments|captures|refunds|chargebacks"
        return [
            ("GET", "/v2/settlements", self.list_settlements),
            ("GET", rf"/v2/settlements/(?P<settlement>stl_\w+)/(?P<list>{lists})", self.list_settled),
        ]

    def settle(self, region: str, **settlement: Any) -> None:
        """A settlement: ``id``, ``reference``, ``status``, ``amount``, ``settledAt``, ``periods``; and the lists of what is in it."""
        account = next(account for account in self.accounts.values() if account.name == region)
        parts = {name: list(settlement.pop(name, ())) for name in ("payments", "captures", "refunds", "chargebacks")}
        account.records[settlement["id"]] = {"object": "settlement", "parts": parts, "status": "paidout", **settlement}

    def list_settlements(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        found = [each for each in account.records.values() if each["object"] == "settlement"]
        found.sort(key=lambda each: each["settledAt"] or "9", reverse=True)
        shown = [{name: value for name, value in each.items() if name not in ("object", "parts")} for each in found]
        return self._list_page(account, request, "settlements", shown)

    def list_settled(self, account: Account, request: Request, names: dict[str, str]) -> Answer:
        return self._list_page(account, request, names["list"], account.records[names["settlement"]]["parts"][names["list"]])

    def _list_page(self, account: Account, request: Request, name: str, items: list[dict[str, Any]]) -> Answer:
        """https://docs.mollie.com/reference/pagination: ``from`` is the first of the page."""
        if not self.is_organization(request):
            return self.refusal(403, "Forbidden", "The API key does not have the required permissions")
        ids = [item["id"] for item in items]
        began = ids.index(request.query["from"]) if "from" in request.query else 0
        end = began + min(int(request.query["limit"]), self.settled_page_max)
        following = {"href": "https://api.mollie.com", "type": "application/hal+json"} if end < len(items) else None
        return as_json(200, {"count": end - began, "_embedded": {name: items[began:end]}, "_links": {"next": following}})

    def is_organization(self, request: Request) -> bool:
        return request.headers.get("Authorization", "").startswith("Bearer access_")

    def key_of(self, request: Request) -> str:
        return super().key_of(request).removeprefix("access_")
