"""Giving evidence in a dispute to its provider, outside any transaction."""

from __future__ import annotations

import logging
from datetime import datetime

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import DisputeNotFound
from marketplace.apps.payments.models import Dispute
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.types import DisputeEvidence
from marketplace.foundation import tenancy

log = logging.getLogger(__name__)


def give_evidence(*, dispute_id: str, evidence: DisputeEvidence, idempotency_key: str, now: datetime) -> str:
    """
    Send it, and record how the dispute stands then. Returns why the provider does not take it, empty if it does. The same key sends once.

    :raises DisputeNotFound: :raises ProviderUnavailable: what was done is unknown; call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    dispute = Dispute.objects.select_related("payment").filter(pk=dispute_id).first()
    if dispute is None:
        raise DisputeNotFound
    provider, reference = providers.get(dispute.payment.provider), dispute.provider_reference
    try:
        provider.give_evidence(reference, evidence, idempotency_key=idempotency_key)
    except Rejected as rejected:
        return rejected.code
    try:
        outcome = provider.read_dispute(reference, payment_reference=dispute.payment.provider_reference)
    except Rejected as rejected:  # the evidence is there; a webhook says how the dispute goes on
        log.warning("dispute %s cannot be read after its evidence was given: %s", dispute_id, rejected.code)
        return ""
    record_dispute(payment_id=dispute.payment_id, outcome=outcome, now=now)
    return ""
