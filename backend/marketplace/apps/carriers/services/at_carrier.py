"""
A label at the carrier: bought, found again when an answer was lost, fetched, voided.

A process claims the row before it calls, for longer than its calls can take, so that no two are there for one label. Who comes after
that only asks what became of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.carriers.errors import (
    CarrierKeysRefused,
    CarrierUnavailable,
    LabelNotPossible,
    LabelRefused,
    LabelStateForbids,
    LabelUnderWay,
)
from marketplace.apps.carriers.events import ReturnLabelSettled
from marketplace.apps.carriers.models import CarrierAccount, CarrierLabel
from marketplace.apps.carriers.providers.base import Bought, CarrierProvider, LabelRequest
from marketplace.apps.carriers.services import accounts
from marketplace.apps.carriers.types import LabelPurpose, LabelState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import save_private
from marketplace.foundation.events import outbox
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.texts import Text

CLAIMED_FOR = timedelta(minutes=2)  # two calls of less than a minute (``providers.http.TIMEOUT``), and the time between them
# Why a label has ended, is not known, or could not be voided, where the carrier has not said it in its own words.
NOT_BOUGHT, OTHER_ACCOUNT, KEYS_REFUSED = "not_bought", "account_changed", CarrierKeysRefused.code
BATCH = 100
# A label whose answer comes when another process has already ended it is there all the same.
_LATE = "id = %(id)s AND (state = ANY (%(waiting)s::text[]) OR (state = %(failed)s AND problem = %(not_bought)s))"
_WAITING = [LabelState.BUYING, LabelState.UNKNOWN]
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
        _settle(row, state=LabelState.FAILED, problem=str(error.extra.get("reason", error.code)), now=now)
        raise
    return _record(row, bought, actor=actor, now=now)


def finish(row: CarrierLabel, *, now: datetime) -> CarrierLabel:
    """
    Learn what became of a label whose buying or voiding had no answer, and note it. Safe to repeat. Where the carrier cannot be asked, or
    another account than the one it was asked for with knows nothing of it, it stays ``unknown``, and its units covered.

    :raises LabelUnderWay: while another process is at the carrier for it :raises CarrierUnavailable: once more
    """
    if row.state not in (LabelState.BUYING, LabelState.VOIDING):
        return row
    _claim(row, now=now)
    account = CarrierAccount.objects.filter(pk=row.vendor_id).first()
    is_same = account is not None and account.public_key == row.account
    if row.state == LabelState.VOIDING:
        if account is None or not is_same:
            return _settle(row, state=LabelState.BOUGHT, problem=OTHER_ACCOUNT, now=now)
        with suppress(LabelRefused, CarrierKeysRefused):  # the row says so
            return void(row, account, now=now)
        return CarrierLabel.objects.get(pk=row.pk)
    if account is None:
        return _settle(row, state=LabelState.UNKNOWN, problem=OTHER_ACCOUNT, now=now)
    try:
        with opened_for(account) as carrier:
            found = carrier.find(row.id, is_return=row.purpose == LabelPurpose.RETURN, since=row.requested_at)
    except CarrierKeysRefused:
        return _settle(row, state=LabelState.UNKNOWN, problem=KEYS_REFUSED, now=now)
    except LabelRefused as error:  # of the question, which says nothing of the label
        raise CarrierUnavailable(note=f"the carrier does not say whether it has label {row.id}: {error}") from error
    if found is not None:
        row.account = account.public_key
        return _record(row, found, actor=SYSTEM, now=now)
    if is_same:
        return _settle(row, state=LabelState.FAILED, problem=NOT_BOUGHT, now=now)
    return _settle(row, state=LabelState.UNKNOWN, problem=OTHER_ACCOUNT, now=now)


def finish_labels(*, now: datetime) -> int:
    """Every minute: learn what became of those whose process has died, or had no answer. How many are settled now."""
    waiting = CarrierLabel.objects.filter(state__in=[LabelState.BUYING, LabelState.VOIDING], claimed_until__lte=now)
    began, settled = time.monotonic(), 0
    for row in waiting.order_by("claimed_until")[:BATCH]:
        try:
            finish(row, now=now + timedelta(seconds=time.monotonic() - began))  # each is claimed from when its own turn has come
            settled += 1
        except (CarrierUnavailable, LabelUnderWay) as error:
            log.warning("label %s: %s", row.id, error)
        except Exception:
            log.exception("label %s cannot be finished", row.id)
    return settled


def end_unknown(row: CarrierLabel, *, now: datetime) -> CarrierLabel:
    """A person has looked at the carrier for an unknown label: there is none, or it was voided there."""
    return _settle(row, state=LabelState.FAILED, problem=row.problem, now=now)


def begin_to_void(row: CarrierLabel, *, now: datetime) -> CarrierLabel:
    """Claim a bought label for ``void``. :raises LabelStateForbids: if it is in another state by then"""
    until = now + CLAIMED_FOR
    bought = {"id": row.id, "state": LabelState.BOUGHT}
    if not rows.change_where(CarrierLabel, "id = %(id)s AND state = %(state)s", bought, state=LabelState.VOIDING, claimed_until=until):
        raise LabelStateForbids(state=CarrierLabel.objects.get(pk=row.pk).state)
    row.state, row.claimed_until = LabelState.VOIDING, until
    return row


def void(row: CarrierLabel, account: CarrierAccount, *, now: datetime) -> CarrierLabel:
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
        _settle(row, state=LabelState.BOUGHT, problem=str(error.extra.get("reason", error.code)), now=now)
        raise
    return _settle(row, state=LabelState.VOIDED, problem="", now=now)


def fetch_file(row: CarrierLabel) -> str:
    """
    Keep the label's PDF, if it is not kept yet; its path.

    :raises CarrierNotConnected: :raises CarrierUnavailable: try again :raises LabelRefused: if the carrier has none any more
    :raises LabelNotPossible: if another account bought it, or its file went with the customer's data
    :raises BlobsUnavailable: if the file cannot be kept
    """
    if row.path:
        return row.path
    if not row.parcel:
        raise LabelNotPossible(Text("The label's file was deleted with the customer's data."))
    account = accounts.account_of(row.vendor_id)
    if account.public_key != row.account:
        raise LabelNotPossible(Text("It was bought with another account at the carrier: print it there, or connect that account again."))
    with opened_for(account) as carrier:
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
    noted: dict[str, Any] = {
        "state": LabelState.BOUGHT,
        "bought_at": now,
        "claimed_until": None,
        "problem": "",
        "account": row.account,
        "reference": bought.reference,
        "parcel": bought.parcel,
        "carrier": bought.carrier or row.service.partition(":")[0],
        "tracking_number": bought.tracking_number,
        "tracking_url": bought.tracking_url,
    }
    waiting = {"id": row.id, "waiting": _WAITING, "failed": LabelState.FAILED, "not_bought": NOT_BOUGHT}
    with tenancy.atomic():
        if rows.change_where(CarrierLabel, _LATE, waiting, **noted):  # else another process has noted it
            new = {"label": row.id, "tracking_number": bought.tracking_number, "service": row.service}
            audit.record(actor=actor, action="label.bought", resource=row.vendor_order_id, new=new, now=now)
            _announce(row, now=now)
    return CarrierLabel.objects.get(pk=row.pk)


def _settle(row: CarrierLabel, *, state: LabelState, problem: str, now: datetime) -> CarrierLabel:
    before = {"id": row.id, "state": row.state}
    row.state, row.problem, row.claimed_until = state, problem[:300], None
    condition = "id = %(id)s AND state = %(state)s"
    with tenancy.atomic():
        if rows.change_where(CarrierLabel, condition, before, state=row.state, problem=row.problem, claimed_until=None):
            _announce(row, now=now)
    return row


def _announce(row: CarrierLabel, *, now: datetime) -> None:
    """In the caller's transaction: a return shows its label, and no voided one."""
    if row.purpose == LabelPurpose.RETURN:
        outbox.publish(ReturnLabelSettled(label_id=row.id, return_id=row.return_id, vendor_id=row.vendor_id), now=now)
