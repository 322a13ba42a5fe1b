"""Azure Blob Storage for tests, as Azurite answers for it: an account for each region."""

from __future__ import annotations

import os
import secrets
import signal
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from launcher import emulators
from launcher.ports import free_port
from launcher.servers import Server, start_server

from .identity import make_certificate

SLUGS = ("eu", "mena")
CACHE_CONTROL = {"public": "public, max-age=31536000, immutable", "private": "private, no-store"}


class Azurite:
    """``start`` and ``stop`` may be called again and again; the files stay."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = {slug: b64encode(secrets.token_bytes(32)).decode() for slug in SLUGS}
        self._server: Server | None = None
        self._port = 0

    def start(self) -> None:
        os.environ["AZURITE_ACCOUNTS"] = ";".join(f"globalmarket{slug}:{key}" for slug, key in self._keys.items())
        self._server = self._serve()
        self._port = self._server.port

    def _serve(self) -> Server:
        return emulators.start_azurite(self._folder, self._port)

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()

    @property
    def storages(self) -> dict[str, Any]:
        """The settings' storages of both regions."""
        return {f"{slug}.{kind}": self._container(slug, kind) for slug in SLUGS for kind in CACHE_CONTROL}

    def _container(self, slug: str, kind: str) -> dict[str, Any]:
        return {
            "BACKEND": "marketplace.foundation.blobs.azure.AzureContainer",
            "OPTIONS": {
                "azure_container": kind,
                **self._account(slug),
                "cache_control": CACHE_CONTROL[kind],
                "overwrite_files": True,
            },
        }

    def _account(self, slug: str) -> dict[str, str]:
        account = f"globalmarket{slug}"
        endpoint = f"http://127.0.0.1:{self._port}/{account}"
        key = self._keys[slug]
        return {"connection_string": f"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};BlobEndpoint={endpoint};"}


class AzuriteByIdentity(Azurite):
    """Opened by tokens instead of keys, hence over https."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.certificate, self._key = make_certificate(folder)

    def _serve(self) -> Server:
        emulators.install()
        port = self._port or free_port()
        tls = ["--oauth", "basic", "--cert", str(self.certificate), "--key", str(self._key)]
        command = [*emulators.azurite_command(port, self._folder, ends_with_parent=True), *tls]
        log = self._folder / "azurite.log"
        return start_server(
            "Azurite", command, url=f"https://127.0.0.1:{port}", port=port, log=log, is_up=self._answers, stop_signal=signal.SIGTERM
        )

    def _account(self, slug: str) -> dict[str, str]:
        account = f"globalmarket{slug}"
        return {"account_url": f"https://127.0.0.1:{self._port}/{account}", "account_name": account}

    def _answers(self, url: str) -> bool:
        try:
            httpx.get(url, verify=ssl.create_default_context(cafile=str(self.certificate)), trust_env=False)
        except httpx.HTTPError:
            return False
        return True


@contextmanager
def running_azurite(folder: Path, kind: type[Azurite] = Azurite) -> Iterator[Azurite]:
    """A server of this run's own."""
    azurite = kind(folder)
    azurite.start()
    try:
        yield azurite
    finally:
        azurite.stop()


def use_azure(settings: Any, azurite: Azurite) -> None:
    """From here to the test's end files lie in Azure."""
    settings.BLOBS_ENGINE = "azure"
    settings.STORAGES = {**settings.STORAGES, **azurite.storages}


def provision() -> None:
    from marketplace.foundation import tenancy
    from marketplace.foundation.blobs.store import store
    from marketplace.foundation.tenancy import directory

    for slug in SLUGS:
        with tenancy.scope(directory.get(slug)):
            store().provision()
