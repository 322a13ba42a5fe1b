"""Evidence for PayPal (https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_provide-evidence)."""

from __future__ import annotations

from typing import Any

import msgspec

from marketplace.apps.payments.providers.calls import multipart
from marketplace.apps.payments.types import DisputeEvidence

NOTE_MAX = 2_000
FULFILLED, OTHER = "PROOF_OF_FULFILLMENT", "OTHER"  # kinds of evidence
CARRIERS_OTHER = "OTHER"


class PayPalEvidence:
    """The part of PayPal's account that answers disputes."""

    def _send(self, path: str, content: bytes, *, kind: str, key: str) -> None:
        raise NotImplementedError

    def give_evidence(self, reference: str, evidence: DisputeEvidence, *, idempotency_key: str) -> None:
        """One item with the file; a parcel names its carrier in words, since PayPal's list of carriers is not ours."""
        info = [
            {"carrier_name": CARRIERS_OTHER, "carrier_name_other": parcel.carrier, "tracking_number": parcel.tracking_number}
            for parcel in evidence.parcels
        ]
        item: dict[str, Any] = {
            "evidence_type": FULFILLED if info else OTHER,
            "evidence_info": {"tracking_info": info} if info else {},
            "documents": [{"name": evidence.filename}],
            "notes": evidence.note[:NOTE_MAX],
        }
        said = msgspec.json.encode({"evidences": [{name: value for name, value in item.items() if value}]})
        parts = {"input": ("input.json", said, "application/json"), "file1": (evidence.filename, evidence.file, "application/pdf")}
        content, kind = multipart({}, parts)
        self._send(f"/v1/customer/disputes/{reference}/provide-evidence", content, kind=kind, key=idempotency_key)
