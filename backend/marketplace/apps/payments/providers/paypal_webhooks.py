"""
Signatures of PayPal's webhooks (https://developer.paypal.com/api/rest/webhooks/rest/), checked here by PayPal's certificate.

The certificate's address comes with the webhook, so it is fetched from PayPal's own host alone, and once: there are few of them.
"""

from __future__ import annotations

import re
import threading
import time
from base64 import b64decode
from collections.abc import Mapping
from functools import lru_cache
from zlib import crc32

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.calls import Gateway

CERTIFICATE = re.compile(r"/v1/notifications/certs/CERT-[A-Za-z0-9-]{1,64}")
ALGORITHM = "SHA256withRSA"
KEPT_AT_MOST = 8
DEADLINE_S = 3.0  # PayPal sends again what is not answered; the thread is wanted for others


class Certificates:
    """PayPal's certificates, by address. ``origins`` are its own hosts."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._gateways = {
            origin: Gateway("PayPal", url=origin, headers={}, refusal=lambda body: "unknown", deadline_s=DEADLINE_S) for origin in origins
        }
        self._kept: dict[str, x509.Certificate] = {}
        self._turn = threading.Lock()

    def find(self, url: str) -> x509.Certificate | None:
        """None for an address that is not PayPal's, or leads to no certificate. :raises ProviderUnavailable: if it cannot be fetched now"""
        if url in self._kept:
            return self._kept[url]
        origin = next((origin for origin in self._gateways if CERTIFICATE.fullmatch(url.removeprefix(origin))), None)
        if origin is None:
            return None
        # Anybody may name new addresses there: one thread at a time asks for them, and the others do not wait.
        if not self._turn.acquire(blocking=False):
            raise ProviderUnavailable(note="another certificate of PayPal's is being fetched")
        try:
            return self._fetched(self._gateways[origin], url, url.removeprefix(origin))
        finally:
            self._turn.release()

    def _fetched(self, gateway: Gateway, url: str, path: str) -> x509.Certificate | None:
        try:
            certificate = x509.load_pem_x509_certificate(gateway.fetch("GET", path).body)
        except (Rejected, ValueError):
            return None
        if len(self._kept) >= KEPT_AT_MOST:
            self._kept.clear()
        self._kept[url] = certificate
        return certificate


@lru_cache(maxsize=8)
def certificates_of(url: str) -> Certificates:
    """Those of PayPal at that address of its API: webhooks name its older host, ``api.paypal.com``, and ``api-m.paypal.com`` alike."""
    return Certificates(tuple(dict.fromkeys([url, url.replace("://api-m.", "://api.")])))


def is_signed(body: bytes, headers: Mapping[str, str], *, webhook_id: str, certificates: Certificates) -> bool:
    """
    Whether PayPal has signed it for this webhook of ours. Its age says nothing: PayPal repeats for three days, and an event counts once.

    :raises ProviderUnavailable: if the certificate cannot be fetched now
    """
    named = {name: headers.get(f"PayPal-{name}", "") for name in ("Transmission-Id", "Transmission-Time", "Transmission-Sig")}
    if headers.get("PayPal-Auth-Algo", "") != ALGORITHM or not all(named.values()):
        return False
    try:
        signature = b64decode(named["Transmission-Sig"], validate=True)
    except ValueError:
        return False
    certificate = certificates.find(headers.get("PayPal-Cert-Url", ""))
    if certificate is None or not _is_valid(certificate):
        return False
    text = f"{named['Transmission-Id']}|{named['Transmission-Time']}|{webhook_id}|{crc32(body)}"
    key = certificate.public_key()
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, text.encode(), PKCS1v15(), SHA256())
            return True
    except InvalidSignature:
        pass
    return False


def _is_valid(certificate: x509.Certificate) -> bool:
    """By the wall clock, not ours that development moves: a certificate's time does not move with it."""
    return certificate.not_valid_before_utc.timestamp() <= time.time() <= certificate.not_valid_after_utc.timestamp()
