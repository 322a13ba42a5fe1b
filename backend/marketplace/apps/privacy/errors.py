"""What can go wrong when a customer asks for data, or for its deletion."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, MarketplaceError


class ExportNotReady(Conflict):
    code = "export_not_ready"
    title = "The copy of your data is not ready yet"


class DownloadUsed(MarketplaceError):
    """The link was used, is too old, or never was one."""

    code = "link_expired"
    status = 410
    title = "This link has expired; ask for a new one"


class OrdersUnderWay(Conflict):
    """``orders`` names them."""

    code = "orders_under_way"
    title = "There are orders under way; the account can be deleted once they have arrived or are canceled"
