"""The life of a vendor: every move of its state is here, guarded, announced, audited and mailed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.vendors.domain.papers import needs_of
from marketplace.apps.vendors.errors import OwnerNotConfirmed, PapersNeeded, VendorNotSelling, VendorStateForbids
from marketplace.apps.vendors.events import VendorApproved, VendorClosed, VendorReinstated, VendorSuspended
from marketplace.apps.vendors.models import ApiKey, Vendor
from marketplace.apps.vendors.queries import list_documents, view_of
from marketplace.apps.vendors.region_settings import DOCUMENTS_NEEDED
from marketplace.apps.vendors.services.locking import lock_vendor
from marketplace.apps.vendors.types import CLOSABLE, VendorState, VendorView
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

_ON_VACATION = """
    SELECT id FROM vendors WHERE id = ANY (%(ids)s::text[]) AND %(day)s BETWEEN vacation_starts_on AND vacation_ends_on ORDER BY id
"""


def require_selling(vendor_ids: Iterable[str]) -> None:
    """
    Hold the vendors in their state until the caller's transaction ends, and make sure that all of them may sell.

    The rows are locked FOR SHARE in the order of ids: checkouts do not wait for each other, a suspension waits for checkouts.

    :raises VendorNotSelling: naming the vendors that are unknown or not approved
    :raises RuntimeError: outside ``tenancy.atomic()``, where nothing would be held
    """
    if refused := hold_selling(vendor_ids):
        raise VendorNotSelling(vendor_ids=refused)


def hold_selling(vendor_ids: Iterable[str]) -> list[str]:
    """
    The same without a refusal: hold the vendors in their state, and return those that are unknown or not approved.

    :raises RuntimeError: outside ``tenancy.atomic()``, where nothing would be held
    """
    wanted = sorted(set(vendor_ids))
    states = hold_vendors(wanted)
    return [vendor_id for vendor_id in wanted if states.get(vendor_id) != VendorState.APPROVED]


def require_taking_orders(vendor_ids: Iterable[str], *, now: datetime) -> None:
    """
    ``require_selling`` for a new order: on vacation nobody takes one either. What was opened before a vacation begins is still sold.

    :raises VendorNotSelling: naming the vendors that are unknown, not approved or on vacation
    :raises RuntimeError: outside ``tenancy.atomic()``, where nothing would be held
    """
    wanted = sorted(set(vendor_ids))
    require_selling(wanted)
    asked = {"ids": wanted, "day": tenancy.current().local_day(now)}
    if away := [vendor_id for (vendor_id,) in sql.rows(_ON_VACATION, asked)]:  # the rows are held, so this stays as it is
        raise VendorNotSelling(vendor_ids=away)


def hold_vendors(vendor_ids: Iterable[str]) -> dict[str, str]:
    """
    Hold the vendors in their state, and their payout accounts as they are, until the caller's transaction ends; the states by id.

    :raises RuntimeError: outside ``tenancy.atomic()``, where nothing would be held
    """
    if not tenancy.in_transaction():
        raise RuntimeError("vendors are held inside tenancy.atomic()")
    wanted = sorted(set(vendor_ids))
    return dict(sql.rows("SELECT id, state FROM vendors WHERE id = ANY (%(ids)s::text[]) ORDER BY id FOR SHARE", {"ids": wanted}))


def approve_vendor(*, vendor_id: str, reason: str = "", actor: Actor, now: datetime) -> VendorView:
    """
    Let an applicant sell.

    :raises VendorStateForbids: unless it is pending
    :raises OwnerNotConfirmed: if no owner has proved that the address is theirs: the applicant may be another person
    :raises PapersNeeded: if a paper that the region wants of every vendor is missing or was refused
    """
    with tenancy.atomic():
        if lock_vendor(vendor_id).state == VendorState.PENDING:
            _require_ready(vendor_id)
        return _move(
            vendor_id,
            (VendorState.PENDING,),
            VendorState.APPROVED,
            VendorApproved(vendor_id=vendor_id),
            reason=reason,
            actor=actor,
            now=now,
        )


def _require_ready(vendor_id: str) -> None:
    if account_queries.count_owners(vendor_id) == 0:
        raise OwnerNotConfirmed
    needs = needs_of(list_documents(vendor_id), needed=DOCUMENTS_NEEDED.current().split())
    if needs:
        raise PapersNeeded(kinds=[need.kind for need in needs])


def suspend_vendor(*, vendor_id: str, reason: str, actor: Actor, now: datetime) -> VendorView:
    """
    Stop a vendor's sales and payouts; its people can still log in, ship and refund.

    :raises VendorStateForbids: unless it is approved
    :raises InvalidInput: without a reason
    """
    event = VendorSuspended(vendor_id=vendor_id)
    return _move(vendor_id, (VendorState.APPROVED,), VendorState.SUSPENDED, event, reason=_needed(reason), actor=actor, now=now)


def reinstate_vendor(*, vendor_id: str, reason: str, actor: Actor, now: datetime) -> VendorView:
    """
    Let a suspended vendor sell again.

    :raises VendorStateForbids: unless it is suspended
    :raises InvalidInput: without a reason
    """
    event = VendorReinstated(vendor_id=vendor_id)
    return _move(vendor_id, (VendorState.SUSPENDED,), VendorState.APPROVED, event, reason=_needed(reason), actor=actor, now=now)


def close_vendor(*, vendor_id: str, reason: str, actor: Actor, now: datetime, from_state: str | None = None) -> VendorView:
    """
    End a vendor for good, or refuse an applicant. Its API keys stop working. With ``from_state``, only a vendor in that state is closed:
    an applicant that was approved meanwhile is not.

    Open orders and balances are not seen from here: the payouts app asks for them before it calls this.

    :raises VendorStateForbids: if it is closed already, or not in ``from_state``
    :raises InvalidInput: without a reason
    """
    with tenancy.atomic():
        event = VendorClosed(vendor_id=vendor_id)
        view = _move(
            vendor_id,
            tuple(state for state in CLOSABLE if from_state in (None, state)),
            VendorState.CLOSED,
            event,
            reason=_needed(reason),
            actor=actor,
            now=now,
        )
        rows.change_where(ApiKey, "vendor_id = %(vendor_id)s AND revoked_at IS NULL", {"vendor_id": vendor_id}, revoked_at=now)
    return view


def _move(
    vendor_id: str, sources: tuple[VendorState, ...], target: VendorState, event: Event, *, reason: str, actor: Actor, now: datetime
) -> VendorView:
    with tenancy.atomic():
        vendor = lock_vendor(vendor_id)
        if vendor.state not in sources:
            raise VendorStateForbids(state=vendor.state)
        old = {"state": vendor.state}
        vendor.state, vendor.state_reason, vendor.state_changed_at = target, reason, now
        vendor.approved_at = vendor.approved_at or (now if target == VendorState.APPROVED else None)
        vendor.version += 1
        changed = ("state", "state_reason", "state_changed_at", "approved_at", "version")
        rows.change(vendor, *changed, events=[outbox.record(event, now=now)])
        action = event.wire_name.split(".")[1].replace("vendor_", "vendor.")
        audit.record(actor=actor, action=action, resource=vendor_id, old=old, new={"state": target}, reason=reason, now=now)
        _mail_owners(vendor, action.removeprefix("vendor."))
    return view_of(vendor)


def _mail_owners(vendor: Vendor, what: str) -> None:
    for owner in account_queries.vendor_contacts(vendor.id, "owner"):
        mail.send(
            f"vendors/{what}",
            to=owner.email,
            language=owner.language,
            name=owner.name,
            vendor=vendor.name,
            reason=vendor.state_reason,
            url=mail.web_url("/", app="vendor"),
        )


def _needed(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(errors=[FieldError("reason", "required", Text("Say why"))])
    return reason.strip()
