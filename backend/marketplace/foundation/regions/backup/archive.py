"""
A zip file inside age's format (https://age-encryption.org/v1). It is encrypted while it is written, to public keys: nothing lies open on
a disk, and the server that makes a backup cannot read it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec
import pyrage

from marketplace.foundation.regions.backup.manifest import FORMAT, NAME, BackupRefused, Manifest, Member

CHUNK_BYTES = 1024 * 1024


class HashedMember:
    """Takes a member's bytes as they come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class ArchiveWriter:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[HashedMember]:
        with self._archive.open(name, "w", force_zip64=True) as file:
            member = HashedMember(file)
            yield member
        self.members.append(Member(name, member.size, member.sha256))

    def finish(self, manifest: Manifest) -> None:
        self._archive.writestr(NAME, msgspec.json.encode(manifest))


class ArchiveReader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        """:raises BackupRefused: if it is not what its manifest says"""
        self._archive = archive
        self.manifest = self._read_manifest()
        self._verify()

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)

    def names(self, folder: str) -> list[str]:
        return [member.name for member in self.manifest.members if member.name.startswith(f"{folder}/")]

    def _read_manifest(self) -> Manifest:
        try:
            manifest = msgspec.json.decode(self._archive.read(NAME), type=Manifest)
        except (KeyError, msgspec.DecodeError):
            raise BackupRefused("The file has no manifest that this version can read") from None
        if manifest.format != FORMAT:
            raise BackupRefused(f"The backup has format {manifest.format}; this version reads {FORMAT}")
        return manifest

    def _verify(self) -> None:
        expected = {member.name: member for member in self.manifest.members}
        if set(self._archive.namelist()) != {*expected, NAME}:
            raise BackupRefused("The file does not hold what its manifest names")
        for name, member in expected.items():
            digest = hashlib.sha256()
            with self.open(name) as file:
                while chunk := file.read(CHUNK_BYTES):
                    digest.update(chunk)
            if digest.hexdigest() != member.sha256:
                raise BackupRefused(f"{name} is not what was saved")


@contextmanager
def writing(path: Path, recipients: Sequence[str]) -> Iterator[ArchiveWriter]:
    """The file is there once the block has ended well. :raises BackupRefused: for a key that is none, or if it cannot be written"""
    keys = [_recipient(text) for text in recipients]
    draft = path.with_name(f"{path.name}.part")
    reading_end, writing_end = os.pipe()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="encrypt") as executor:
        encrypting = executor.submit(_encrypt, reading_end, draft, keys)
        try:
            with os.fdopen(writing_end, "wb") as pipe, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
                yield ArchiveWriter(archive)
            encrypting.result()
        except BaseException as error:
            encrypted = encrypting.exception()  # of a disk that is full, for which the broken pipe is only the consequence
            with suppress(OSError):
                draft.unlink()
            if isinstance(encrypted, OSError | pyrage.EncryptError):
                raise BackupRefused(f"{path} cannot be written: {encrypted}") from error
            raise
    os.replace(draft, path)


@contextmanager
def reading(path: Path, identity: str) -> Iterator[ArchiveReader]:
    """The archive, verified, in a file without a name. :raises BackupRefused: if that key does not open it, or it is damaged"""
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError as error:
        raise BackupRefused(f"The identity is no secret key of age: {error}") from None
    with tempfile.TemporaryFile() as plain, path.open("rb") as file:
        try:
            pyrage.decrypt_io(file, plain, [key])
            archive = zipfile.ZipFile(plain)
        except (pyrage.DecryptError, OSError, zipfile.BadZipFile) as error:
            raise BackupRefused(f"{path.name} cannot be opened with that key, or is damaged: {error}") from None
        with archive:
            yield ArchiveReader(archive)


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise BackupRefused(f"{text} is no public key of age: {error}") from None


def _encrypt(reading_end: int, draft: Path, keys: Sequence[pyrage.x25519.Recipient]) -> None:
    with os.fdopen(reading_end, "rb") as pipe, draft.open("wb") as target:
        draft.chmod(0o600)
        pyrage.encrypt_io(pipe, target, list(keys))
        target.flush()
        os.fsync(target.fileno())
