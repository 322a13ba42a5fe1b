"""Who has done what to a product, as far as its vendor may know: read from the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.catalog.queries.products import get_product
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.audit import queries as audit_queries
from marketplace.foundation.audit.types import AuditLogEntry, AuditLogQuery
from marketplace.kit.ids import is_id
from marketplace.kit.pages import Page, PageRequest

ProductDeed = Literal["created", "edited", "picture_added", "published", "unpublished", "archived", "taken_down", "reinstated"]
HistoryActor = Literal["person", "program", "marketplace"]


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """
    What was done to a product, by one of the vendor's people, by a program of the vendor's (then ``actor_name`` is the key's), or by the
    marketplace. ``fields`` are those that an edit named.
    """

    at: datetime
    deed: ProductDeed
    actor: HistoryActor
    actor_name: str
    fields: list[str]


_ITEM = "vendor/products/<product_id>"
DEEDS: dict[str, ProductDeed] = {
    "POST vendor/products": "created",
    f"PATCH {_ITEM}": "edited",
    f"POST {_ITEM}/images": "picture_added",
    f"POST {_ITEM}/publish": "published",
    f"POST {_ITEM}/unpublish": "unpublished",
    f"POST {_ITEM}/archive": "archived",
    "product.taken_down": "taken_down",
    "product.reinstated": "reinstated",
}


def list_history(vendor_id: str, product_id: str, page: PageRequest) -> Page[HistoryEntry]:
    """
    Newest first; a page may have fewer entries than were asked for. Of staff it says no more than that it was the marketplace. What an
    import did is with the import.

    :raises DocumentNotFound: if that vendor has no such product
    """
    get_product(vendor_id, product_id)
    found = audit_queries.list_entries(AuditLogQuery(resource=product_id), page)
    actor_ids = {entry.actor_id for entry in found.items}
    people = account_queries.contacts_by_id(actor_ids)
    names = {person_id: person.name for person_id, person in people.items()}
    if any(is_id(actor_id, "key") for actor_id in actor_ids):
        names |= {key.id: key.name for key in vendor_queries.list_api_keys(vendor_id)}
    return Page([_entry(entry, names) for entry in found.items if entry.action in DEEDS], found.next_cursor)


def _entry(entry: AuditLogEntry, names: dict[str, str]) -> HistoryEntry:
    is_own = entry.actor_kind == "vendor"
    actor: HistoryActor = "marketplace"
    if is_own:
        actor = "program" if is_id(entry.actor_id, "key") else "person"
    deed, new = DEEDS[entry.action], entry.new or {}
    return HistoryEntry(
        at=entry.at,
        deed=deed,
        actor=actor,
        actor_name=names.get(entry.actor_id, "") if is_own else "",
        fields=sorted(new.get("fields", new)) if deed == "edited" else [],
    )
