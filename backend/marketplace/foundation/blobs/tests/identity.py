"""
What gives a program its identity on Azure, as its documentation describes it: the machine's own address for tokens (IMDS).
The library that asks it, and Azurite that judges the tokens, are the real ones.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

TOKEN_PATH = "/metadata/identity/oauth2/token"


class Machine(ThreadingHTTPServer):
    """A machine of Azure's with an identity; without one while ``has_identity`` is False. ``asked`` counts tokens given."""

    has_identity = True
    asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Tokens(BaseHTTPRequestHandler):
    server: Machine

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != TOKEN_PATH or self.headers.get("Metadata") != "true":
            self._answer(400, {"error": "invalid_request", "error_description": "Required metadata header not specified"})
        elif not self.server.has_identity:
            self._answer(400, {"error": "invalid_request", "error_description": "Identity not found"})
        else:
            self.server.asked += 1
            self._answer(200, _token(parse_qs(parts.query)["resource"][0]))

    def _answer(self, status: int, body: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _token(resource: str) -> dict[str, str]:
    now = int(time.time())
    tenant = "11111111-1111-1111-1111-111111111111"
    claims = {"aud": resource, "iss": f"https://sts.windows.net/{tenant}/", "iat": now, "nbf": now - 60, "exp": now + 86_400, "tid": tenant}
    token = jwt.encode({**claims, "oid": tenant}, secrets.token_hex(32), algorithm="HS256")
    return {"access_token": token, "expires_in": "86400", "expires_on": str(now + 86_400), "resource": resource, "token_type": "Bearer"}


@contextmanager
def running_machine() -> Iterator[Machine]:
    with Machine(("127.0.0.1", 0), _Tokens) as machine:
        Thread(target=machine.serve_forever, daemon=True).start()
        yield machine
        machine.shutdown()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key: tokens travel by https only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key_file.write_bytes(key.private_bytes(*form))
    return certificate_file, key_file
