"""A vendor's word that invoices are issued in its name."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.invoices.domain.labels import AGREEMENT_VERSION
from marketplace.apps.invoices.errors import AgreementChanged
from marketplace.apps.invoices.events import InvoicingAccepted
from marketplace.apps.invoices.models import InvoicingAgreement
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id


def accept_agreement(*, vendor_id: str, version: str, actor: Actor, now: datetime) -> None:
    """
    Keep who accepted which text when; what waited for it is issued next. Safe to repeat: the first acceptance of a text stays.

    :raises AgreementChanged: if ``version`` is not the present text's
    """
    if version != AGREEMENT_VERSION:
        raise AgreementChanged(version=AGREEMENT_VERSION)
    row = InvoicingAgreement(id=new_id("iag", at=now), vendor_id=vendor_id, version=version, accepted_by=actor.id, accepted_at=now)
    with tenancy.atomic():
        if rows.insert(row, unless_there=True, events=[outbox.record(InvoicingAccepted(vendor_id=vendor_id), now=now)]):
            audit.record(actor=actor, action="invoicing.accepted", resource=vendor_id, new={"version": version}, now=now)
