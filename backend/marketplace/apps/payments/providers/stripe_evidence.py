"""Evidence for Stripe: a file (https://docs.stripe.com/api/files/create), then the dispute with it (https://docs.stripe.com/api/disputes/update)."""

from __future__ import annotations

from typing import Any

import msgspec

from marketplace.apps.payments.providers.calls import Name
from marketplace.apps.payments.providers.stripe_client import StripeClient
from marketplace.apps.payments.types import DisputeEvidence

NOTE_MAX = 20_000  # characters of a text of evidence


class _Named(msgspec.Struct):
    id: Name


class StripeEvidence:
    """The part of Stripe's account that answers disputes."""

    _client: StripeClient

    def give_evidence(self, reference: str, evidence: DisputeEvidence, *, idempotency_key: str) -> None:
        file = self._client.upload("dispute_evidence", evidence.filename, evidence.file, _Named, key=f"{idempotency_key}:file")
        said: dict[str, Any] = {
            "uncategorized_file": file.id,
            "uncategorized_text": evidence.note[:NOTE_MAX],
            "customer_name": evidence.customer_name,
            "customer_email_address": evidence.customer_email,
            "product_description": evidence.description,
        }
        if evidence.parcels:
            said |= {
                "shipping_carrier": ", ".join(dict.fromkeys(parcel.carrier for parcel in evidence.parcels)),
                "shipping_tracking_number": ", ".join(parcel.tracking_number for parcel in evidence.parcels),
                "shipping_date": f"{min(parcel.sent_at for parcel in evidence.parcels):%Y-%m-%d}",
            }
        params = {"evidence": {name: text for name, text in said.items() if text}, "submit": True}
        self._client.post(f"/v1/disputes/{reference}", _Named, params, key=idempotency_key)
