"""
A label at the carrier: bought, found again when an answer was lost, fetched, voided.

A process claims the row before it calls, for longer than its calls can take, so that no two are there for one label. Who comes after
that only asks what became of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from marketplace.apps.carriers.errors import CarrierKeysRefused, CarrierUnavailable, LabelRefused, LabelStateForbids, LabelUnderWay
from marketplace.apps.carriers.models import CarrierAccount, CarrierLabel
from marketplace.apps.carriers.providers.base import Bought, CarrierProvider, LabelRequest
from marketplace.apps.carriers.services import accounts
from marketplace.apps.carriers.types import LabelPurpose, LabelState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import save_private
from marketplace.kit.actors import SYSTEM, Actor

CLAIMED_FOR = timedelta(minutes=2)  # three calls of 30 s at most, and the time between them
# Why a label has ended, or could not be voided, where the carrier has not said it in its own words.
NOT_BOUGHT, OTHER_ACCOUNT, KEYS_REFUSED = "not_bought", "account_changed", CarrierKeysRefused.code
BATCH = 100
_CLAIM = "id = %(id)s AND state = %(state)s AND (claimed_until IS NULL OR claimed_until <= %(now)s)"

log = logging.getLogger(__name__)


def buy(row: CarrierLabel, request: LabelRequest, account: CarrierAccount, *, actor: Actor, now: datetime) -> CarrierLabel:
    """
    Buy a label whose row the caller has just stored, and claimed.

    :raises LabelRefused: nothing is bought, and the row says why :raises CarrierKeysRefused: as well
    :raises CarrierUnavailable: ``finish`` learns later what became of it
    """
    try:
        with opened_for(account) as carrier:
            bought = carrier.buy(request)
    except (LabelRefused, CarrierKeysRefused) as error:
        _fail(row, str(error.extra.get("reason", error.code)))
        raise
    return _record(row, bought, actor=actor, now=now)


def finish(row: CarrierLabel, *, now: datetime) -> CarrierLabel:
    """
    Learn what became of a label whose buying or voiding had no answer, and note it. Safe to repeat.

    :raises LabelUnderWay: while another process is at the carrier for it :raises CarrierUnavailable: once more
    """
    if row.state not in (LabelState.BUYING, LabelState.VOIDING):
        return row
    _claim(row, now=now)
    account = CarrierAccount.objects.filter(pk=row.vendor_id, public_key=row.account).first()
    if row.state == LabelState.VOIDING:
        if account is None:
            return _keep(row, OTHER_ACCOUNT)
        with suppress(LabelRefused, CarrierKeysRefused):  # the row says so
            return void(row, account)
        return CarrierLabel.objects.get(pk=row.pk)
    if account is None:
        return _fail(row, OTHER_ACCOUNT)
    try:
        with opened_for(account) as carrier:
            found = carrier.find(row.id, is_return=row.purpose == LabelPurpose.RETURN, since=row.requested_at)
    except CarrierKeysRefused:
        return _fail(row, KEYS_REFUSED)
    return _fail(row, NOT_BOUGHT) if found is None else _record(row, found, actor=SYSTEM, now=now)


def finish_labels(*, now: datetime) -> int:
    """Every minute: learn what became of those whose process has died, or had no answer. How many are settled now."""
    waiting = CarrierLabel.objects.filter(state__in=[LabelState.BUYING, LabelState.VOIDING], claimed_until__lte=now)
    settled = 0
    for row in waiting.order_by("claimed_until")[:BATCH]:
        try:
            finish(row, now=now)
            settled += 1
        except (CarrierUnavailable, LabelUnderWay) as error:
            log.warning("label %s: %s", row.id, error)
    return settled


def begin_to_void(row: CarrierLabel, *, now: datetime) -> CarrierLabel:
    """Claim a bought label for ``void``. :raises LabelStateForbids: if it is in another state by then"""
    until = now + CLAIMED_FOR
    bought = {"id": row.id, "state": LabelState.BOUGHT}
    if not rows.change_where(CarrierLabel, "id = %(id)s AND state = %(state)s", bought, state=LabelState.VOIDING, claimed_until=until):
        raise LabelStateForbids(state=CarrierLabel.objects.get(pk=row.pk).state)
    row.state, row.claimed_until = LabelState.VOIDING, until
    return row


def void(row: CarrierLabel, account: CarrierAccount) -> CarrierLabel:
    """
    Void a label that the caller has claimed. One that the carrier does not take back stays bought, and says why.

    :raises LabelRefused: then :raises CarrierUnavailable: ``finish`` tries again
    """
    bought = Bought(
        reference=row.reference,
        parcel=row.parcel,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
    )
    try:
        with opened_for(account) as carrier:
            carrier.void(bought, is_return=row.purpose == LabelPurpose.RETURN)
    except (LabelRefused, CarrierKeysRefused) as error:
        _keep(row, str(error.extra.get("reason", error.code)))
        raise
    return _settle(row, state=LabelState.VOIDED, problem="")


def fetch_file(row: CarrierLabel) -> str:
    """
    Keep the label's PDF, if it is not kept yet; its path.

    :raises CarrierNotConnected: :raises CarrierUnavailable: try again :raises LabelRefused: if the carrier has none any more
    :raises BlobsUnavailable: if the file cannot be kept
    """
    if row.path:
        return row.path
    with opened_for(accounts.account_of(row.vendor_id)) as carrier:
        content = carrier.fetch_file(Bought(reference=row.reference, parcel=row.parcel, carrier="", tracking_number="", tracking_url=""))
    row.path = save_private(f"labels/{row.vendor_order_id}/{row.id}", content, "application/pdf")
    rows.change(row, "path")
    return row.path


@contextmanager
def opened_for(account: CarrierAccount) -> Iterator[CarrierProvider]:
    """The carrier with the vendor's keys; whether it takes them is noted."""
    about = {"vendor_id": account.vendor_id, "public_key": account.public_key}
    try:
        yield accounts.opened(account)
    except CarrierKeysRefused:
        accounts.note_refusal(**about, is_refused=True)
        raise
    if account.is_refused:
        accounts.note_refusal(**about, is_refused=False)


def _claim(row: CarrierLabel, *, now: datetime) -> None:
    until = now + CLAIMED_FOR
    if not rows.change_where(CarrierLabel, _CLAIM, {"id": row.id, "state": row.state, "now": now}, claimed_until=until):
        raise LabelUnderWay
    row.claimed_until = until


def _record(row: CarrierLabel, bought: Bought, *, actor: Actor, now: datetime) -> CarrierLabel:
    row.state, row.bought_at, row.claimed_until, row.problem = LabelState.BOUGHT, now, None, ""
    row.reference, row.parcel, row.carrier = bought.reference, bought.parcel, bought.carrier or row.service.partition(":")[0]
    row.tracking_number, row.tracking_url = bought.tracking_number, bought.tracking_url
    names = ("reference", "parcel", "carrier", "tracking_number", "tracking_url", "state", "bought_at", "claimed_until", "problem")
    with tenancy.atomic():
        try:
            rows.change(row, *names, expected={"state": LabelState.BUYING})
        except rows.StaleRow:  # another process has noted it
            return CarrierLabel.objects.get(pk=row.pk)
        new = {"label": row.id, "tracking_number": row.tracking_number, "service": row.service}
        audit.record(actor=actor, action="label.bought", resource=row.vendor_order_id, new=new, now=now)
    return row


def _fail(row: CarrierLabel, problem: str) -> CarrierLabel:
    return _settle(row, state=LabelState.FAILED, problem=problem)


def _keep(row: CarrierLabel, problem: str) -> CarrierLabel:
    """It could not be voided, so it is bought as before."""
    return _settle(row, state=LabelState.BOUGHT, problem=problem)


def _settle(row: CarrierLabel, *, state: LabelState, problem: str) -> CarrierLabel:
    before = {"id": row.id, "state": row.state}
    row.state, row.problem, row.claimed_until = state, problem[:300], None
    condition = "id = %(id)s AND state = %(state)s"
    rows.change_where(CarrierLabel, condition, before, state=row.state, problem=row.problem, claimed_until=None)
    return row
