"""How PayPal signs webhooks (https://developer.paypal.com/api/rest/webhooks/rest/): RSA, with a certificate of its own."""

from __future__ import annotations

import secrets
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from zlib import crc32

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


class Signer:
    """A key, and the certificate under which it is found. ``days`` is how long that is valid; below zero it has ended."""

    def __init__(self, *, days: int = 30) -> None:
        self._key = generate_private_key(public_exponent=65537, key_size=2048)
        self.name = f"CERT-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.paypal.stand-in")])
        ends_at = datetime.now(UTC) + timedelta(days=days)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(ends_at - timedelta(days=60))
            .not_valid_after(ends_at)
            .sign(self._key, SHA256())
        )
        self.pem = certificate.public_bytes(Encoding.PEM)

    def headers(self, body: bytes, *, webhook_id: str, url: str) -> dict[str, str]:
        """What comes with a webhook; ``url`` is the folder in which the certificate is found."""
        transmission, at = secrets.token_hex(16), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        text = f"{transmission}|{at}|{webhook_id}|{crc32(body)}".encode()
        return {
            "Content-Type": "application/json",
            "PayPal-Transmission-Id": transmission,
            "PayPal-Transmission-Time": at,
            "PayPal-Transmission-Sig": b64encode(self._key.sign(text, PKCS1v15(), SHA256())).decode(),
            "PayPal-Auth-Algo": "SHA256withRSA",
            "PayPal-Cert-Url": f"{url}/{self.name}",
        }
