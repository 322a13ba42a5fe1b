"""Documents that lie outside PostgreSQL, and files, of the tenant in scope."""

from __future__ import annotations

import tempfile

import msgspec
from django.conf import settings

from marketplace.foundation.blobs.names import ENDINGS
from marketplace.foundation.blobs.store import store as blobs
from marketplace.foundation.documents.port import MAX_QUERY_LIMIT, RawDocument
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.store import store
from marketplace.foundation.regions.backup.archive import CHUNK_BYTES, ArchiveReader, ArchiveWriter

DOCUMENTS, FILES = "documents", "files"
CONTENT_TYPES = {ending: content_type for content_type, ending in ENDINGS.items()}


def save_documents(archive: ArchiveWriter) -> None:
    """One line for each; nothing where they lie in PostgreSQL, whose tables are saved anyway."""
    if settings.DOCUMENTS_ENGINE == "postgres":
        return
    for container in all_containers():
        with archive.member(f"{DOCUMENTS}/{container.name}.jsonl") as member:
            continuation = None
            while True:
                page = store().query_across_partitions(container.name, limit=MAX_QUERY_LIMIT, continuation=continuation)
                for document in page.documents:
                    member.write(msgspec.json.encode(document) + b"\n")
                if (continuation := page.continuation) is None:
                    break


def load_documents(archive: ArchiveReader) -> None:
    """What is there already is replaced; and what PostgreSQL holds is numbered anew for this server."""
    for name in archive.names(DOCUMENTS):
        container = name.removeprefix(f"{DOCUMENTS}/").removesuffix(".jsonl")
        with archive.open(name) as lines:
            for line in lines:
                store().upsert(container, msgspec.json.decode(line, type=RawDocument))
    store().provision([container.name for container in all_containers()])


def save_files(archive: ArchiveWriter) -> None:
    """
    Files never change once they are stored, so those that the rows name are there, and a few newer ones. What is deleted meanwhile (an
    upload whose picture is made, a part of an import, the photo of who is forgotten) is left out.
    """
    for path in blobs().all_paths():
        try:
            file = blobs().open(path)
        except FileNotFoundError:
            continue
        with file, archive.member(f"{FILES}/{path}") as member:
            while chunk := file.read(CHUNK_BYTES):
                member.write(chunk)


def load_files(archive: ArchiveReader) -> None:
    for name in archive.names(FILES):
        path = name.removeprefix(f"{FILES}/")
        with archive.open(name) as packed, tempfile.TemporaryFile() as file:
            while chunk := packed.read(CHUNK_BYTES):
                file.write(chunk)
            file.seek(0)
            blobs().put(path, file, CONTENT_TYPES[f".{path.rpartition('.')[2]}"])
