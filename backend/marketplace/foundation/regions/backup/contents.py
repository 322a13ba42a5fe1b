"""Documents that lie outside PostgreSQL, and files, of the tenant in scope."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress

import msgspec
from django.conf import settings

from marketplace.foundation.blobs.names import ENDINGS
from marketplace.foundation.blobs.store import store as blobs
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import MAX_QUERY_LIMIT, RawDocument, Ref
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.store import store
from marketplace.foundation.regions.backup.archive import CHUNK_BYTES, ArchiveReader, ArchiveWriter
from marketplace.foundation.regions.backup.manifest import BackupRefused

DOCUMENTS, FILES = "documents", "files"
CONTENT_TYPES = {ending: content_type for content_type, ending in ENDINGS.items()}


def save_documents(archive: ArchiveWriter) -> None:
    """One line for each; nothing where they lie in PostgreSQL, whose tables are saved anyway."""
    if _are_rows():
        return
    for container in all_containers():
        with archive.member(f"{DOCUMENTS}/{container.name}.jsonl") as member:
            for document in _documents_of(container.name):
                member.write(msgspec.json.encode(document) + b"\n")


def refuse_documents() -> None:
    """:raises BackupRefused: if there are documents, which nobody said may go; where they are rows, the tables' check finds them"""
    filled = [] if _are_rows() else [container.name for container in all_containers() if any(_documents_of(container.name))]
    if filled:
        raise BackupRefused(f"There are documents in {', '.join(filled[:5])}: --replace removes all documents of this region first")


def load_documents(archive: ArchiveReader) -> None:
    """
    What is there already is removed, with what it has announced: rows and documents are of one moment. What PostgreSQL holds is numbered
    anew for this server.
    """
    if not _are_rows():
        _remove_documents()
    for name in archive.names(DOCUMENTS):
        container = name.removeprefix(f"{DOCUMENTS}/").removesuffix(".jsonl")
        with archive.open(name) as lines:
            for line in lines:
                store().upsert(container, msgspec.json.decode(line, type=RawDocument))
    store().provision([container.name for container in all_containers()])


def _are_rows() -> bool:
    return bool(settings.DOCUMENTS_ENGINE == "postgres")


def _documents_of(container: str) -> Iterator[RawDocument]:
    continuation = None
    while True:
        page = store().query_across_partitions(container, limit=MAX_QUERY_LIMIT, continuation=continuation)
        yield from page.documents
        if (continuation := page.continuation) is None:
            break


def _remove_documents() -> None:
    for container in all_containers():
        for document in _documents_of(container.name):
            with suppress(DocumentNotFound):  # its life is over
                store().delete(container.name, Ref(document.pk, document.id), etag=document.etag)
    for feed in store().feeds([]):
        token = None
        while (page := store().announced(feed, token=token)).events:
            store().forget_announced(feed, page)
            token = page.token


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
