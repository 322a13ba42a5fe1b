"""Files for a container that is no region's: backups, in an account that the programs themselves cannot read."""

from __future__ import annotations

from typing import IO

from azure.core.exceptions import AzureError, ResourceExistsError
from azure.storage.blob import ContainerClient

from marketplace.foundation.blobs.azure import BLOCK_BYTES, CONNECT_S, credential

ANSWER_S = 60  # of a block, on the way to another part of the country


class FileIsThere(Exception):
    """The container has a file of that name, which stays as it is."""


class OutsideUnavailable(Exception):
    """The container does not answer, or refuses; the message is Azure's."""


def is_container(address: str) -> bool:
    return address.startswith("https://")


def put_into(container: str, name: str, content: IO[bytes]) -> str:
    """
    Store a file by the program's identity; its address. Nothing is replaced.

    :raises FileIsThere: :raises OutsideUnavailable:
    """
    client = ContainerClient.from_container_url(
        container.rstrip("/"),
        credential=credential(),
        connection_timeout=CONNECT_S,
        read_timeout=ANSWER_S,
        max_block_size=BLOCK_BYTES,
        max_single_put_size=BLOCK_BYTES,
    )
    with client:
        try:
            return str(client.upload_blob(name, content, overwrite=False).url)
        except ResourceExistsError:
            raise FileIsThere(f"{name} is there already") from None
        except AzureError as error:
            raise OutsideUnavailable(str(error).partition("\n")[0]) from error
