"""Files in Azure Blob Storage: an account for each region, with a container that anybody may read and one that nobody may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from typing import IO, Any

from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError, ResourceExistsError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential
from azure.storage.blob import BlobServiceClient, LinearRetry, PublicAccess, UserDelegationKey
from django.core.files.base import File
from django.core.files.storage import storages
from storages.backends.azure_storage import AzureStorage

from marketplace.foundation import tenancy
from marketplace.foundation.blobs.port import PRIVATE, PUBLIC, Attachment, BlobStore, BlobsUnavailable

CONNECT_S, ANSWER_S = 3, 10
BUSY = (408, 429)
NO_SUCH_RANGE = 416
BLOCK_BYTES = 4 * 1024 * 1024  # of a large file in memory; the SDK's default is a whole one of 64 MB
KEY_LIFE = timedelta(hours=1)


class AzureContainer(AzureStorage):
    """
    django-storages' own, with waits that fit a request: the SDK's defaults try for more than a minute.

    With ``account_url`` instead of a connection string no secret is configured: the program shows the identity that its
    machine gives it, and links are signed by a key that Azure lends to that identity for an hour.
    """

    account_url: str | None
    _user_delegation_key: UserDelegationKey | None
    _user_delegation_key_expiry: datetime

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "account_url": None}

    def _get_service_client(self) -> BlobServiceClient:
        options: dict[str, Any] = {
            "connection_timeout": CONNECT_S,
            "read_timeout": ANSWER_S,
            "retry_policy": LinearRetry(backoff=0, retry_total=1, random_jitter_range=0),
            "max_single_put_size": BLOCK_BYTES,
            "max_block_size": BLOCK_BYTES,
            "max_single_get_size": BLOCK_BYTES,
        }
        if self.account_url is None:
            return BlobServiceClient.from_connection_string(self.connection_string, **options)
        return BlobServiceClient(self.account_url, credential=credential(), **options)

    def get_user_delegation_key(self, expiry: datetime) -> UserDelegationKey | None:
        """What signs a link that lives until ``expiry``; None where the account's own key does it. Asked for anew before it ends."""
        if self.account_url is None:
            return None
        if self._user_delegation_key is None or self._user_delegation_key_expiry < expiry:
            ends_at = expiry + KEY_LIFE
            # It begins in the past, since Azure's clock may be behind this machine's.
            self._user_delegation_key = self.service_client.get_user_delegation_key(expiry - KEY_LIFE, ends_at)
            self._user_delegation_key_expiry = ends_at
        return self._user_delegation_key


@cache
def credential() -> DefaultAzureCredential:
    """The identity of this process: on AKS its workload identity. Its tokens are kept until shortly before they end."""
    return DefaultAzureCredential(connection_timeout=CONNECT_S, read_timeout=ANSWER_S, retry_total=1)


class AzureBlobStore(BlobStore):
    def provision(self) -> None:
        for kind, access in {PUBLIC: PublicAccess.BLOB, PRIVATE: None}.items():
            with _translated(), suppress(ResourceExistsError):
                _container(kind).client.create_container(public_access=access)

    def check(self) -> None:
        for kind in (PUBLIC, PRIVATE):
            with _translated():
                try:
                    _container(kind).client.get_container_properties()
                except ResourceNotFoundError as error:
                    raise BlobsUnavailable(note=f"there is no container {kind}: run manage.py provision") from error

    def put(self, path: str, content: IO[bytes], content_type: str) -> None:
        file = File(content)
        file.content_type = content_type  # type: ignore[attr-defined]
        with _translated():
            _container_of(path).save(path, file)

    def open(self, path: str) -> IO[bytes]:
        with _translated():
            try:
                file: Any = _container_of(path).open(path, "rb")
                file.file  # noqa: B018  # fetched now, so that an outage or an absent file raises here
            except ResourceNotFoundError:
                raise FileNotFoundError(path) from None
        return file

    def beginning_of(self, path: str, byte_count: int) -> bytes:
        container = _container_of(path)
        with _translated():
            try:
                return container.client.download_blob(path, offset=0, length=byte_count).readall()
            except ResourceNotFoundError:
                raise FileNotFoundError(path) from None
            except HttpResponseError as error:
                if error.status_code == NO_SUCH_RANGE:  # an empty file has no first byte
                    return b""
                raise

    def paths_in(self, folder: str) -> list[str]:
        with _translated():
            return sorted(_container_of(folder).list_all(folder))

    def all_paths(self) -> Iterator[str]:
        with _translated():
            for kind in (PUBLIC, PRIVATE):
                yield from sorted(_container(kind).list_all(f"{tenancy.current().slug}/{kind}"))

    def delete(self, path: str) -> None:
        with _translated():
            _container_of(path).delete(path)

    def public_origin(self) -> str:
        return f"{_container(PUBLIC).client.url}/"

    def private_url(self, path: str, attachment: Attachment, *, life: timedelta, now: datetime) -> str:
        # Azure judges by the real time, not by a development clock that was moved.
        answer_headers = {
            "content_disposition": attachment.disposition,
            "content_type": attachment.content_type,
            "cache_control": "private, no-store",
        }
        with _translated():
            url: str = _container_of(path).url(path, expire=int(life.total_seconds()), parameters=answer_headers)
        return url


def _container_of(path: str) -> AzureContainer:
    return _container(path.split("/")[1])


def _container(kind: str) -> AzureContainer:
    container = storages[f"{tenancy.current().slug}.{kind}"]
    assert isinstance(container, AzureContainer)
    return container


@contextmanager
def _translated() -> Iterator[None]:
    """What passes by itself is an outage; what the operator has to mend (a wrong key) stays as it is and is logged."""
    try:
        yield
    except ClientAuthenticationError as error:
        if error.response is not None:
            raise
        raise BlobsUnavailable(note=f"no identity to show Azure: {str(error).partition(chr(10))[0]}") from error
    except HttpResponseError as error:
        if error.status_code is None or error.status_code >= 500 or error.status_code in BUSY:
            raise BlobsUnavailable from error
        raise
    except AzureError as error:
        raise BlobsUnavailable from error
