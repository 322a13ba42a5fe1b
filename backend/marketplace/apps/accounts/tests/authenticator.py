"""A device with a passkey, as WebAuthn describes what it sends (W3C, Web Authentication Level 3, 6.1 and 7)."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class Device:
    """Holds one key. ``count`` is how often it was used; a copy of the device would count for itself."""

    def __init__(self) -> None:
        self.count = 0
        self.id = secrets.token_bytes(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: str, *, origin: str, is_verified: bool = True) -> str:
        """What the browser answers once the device has made its key."""
        wanted = json.loads(options)
        head = self._head(wanted["rp"]["id"], WITH_KEY | (VERIFIED if is_verified else 0))
        data = head + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._client_data("webauthn.create", wanted["challenge"], origin)
        return self._answer({"clientDataJSON": said, "attestationObject": attestation})

    def get(self, options: str, *, origin: str, is_verified: bool = True) -> str:
        """What the browser answers once the person has let the device use its key."""
        wanted = json.loads(options)
        self.count += 1
        data = self._head(wanted["rpId"], VERIFIED if is_verified else 0)
        said = self._client_data("webauthn.get", wanted["challenge"], origin)
        signature = self._key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": data, "signature": signature})

    def _head(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([PRESENT | flags]) + self.count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    @staticmethod
    def _client_data(kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.id)
        encoded: dict[str, Any] = {field: bytes_to_base64url(value) for field, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": encoded, "clientExtensionResults": {}})
