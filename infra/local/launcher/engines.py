"""Which engines a start is asked for (``make up DOCUMENTS=cosmos``), and whether the data of this checkout fits them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence

from launcher.emulators import COSMOS_KEY
from launcher.errors import Refusal
from launcher.paths import Paths
from launcher.servers import HOST

DOCUMENTS = ("postgres", "cosmos")
BLOBS = ("files", "azure")
# Of the emulator's start: what is left of an earlier one speaks of documents that are gone.
DATA = ("postgres", "valkey", "sandbox", "mail", "media", "azurite")


def documents_engine(given: Mapping[str, str], own: Mapping[str, str]) -> str:
    """What DOCUMENTS asks for, else GM_DOCUMENTS_ENGINE. :raises Refusal: for an engine that there is not"""
    engine = given.get("DOCUMENTS") or own.get("GM_DOCUMENTS_ENGINE") or DOCUMENTS[0]
    if engine not in DOCUMENTS:
        raise Refusal(f"DOCUMENTS is {engine!r}; it must be one of {', '.join(DOCUMENTS)}.")
    return engine


def blobs_engine(given: Mapping[str, str], own: Mapping[str, str]) -> str:
    """What BLOBS asks for, else GM_BLOBS_ENGINE. :raises Refusal: for an engine that there is not"""
    engine = given.get("BLOBS") or own.get("GM_BLOBS_ENGINE") or BLOBS[0]
    if engine not in BLOBS:
        raise Refusal(f"BLOBS is {engine!r}; it must be one of {', '.join(BLOBS)}.")
    return engine


def azurite_variables(regions: Sequence[str], port: int, key_of: Callable[[str], str]) -> dict[str, str]:
    """Where each region finds the blob storage, with an account of its own there; ``key_of`` makes and keeps their keys."""
    variables, accounts = {"GM_BLOBS_ENGINE": "azure"}, []
    for region in regions:
        account, key = f"gm{region}", key_of(f"blobs {region}")
        endpoint = f"http://{HOST}:{port}/{account}"
        parts = {"DefaultEndpointsProtocol": "http", "AccountName": account, "AccountKey": key, "BlobEndpoint": endpoint}
        variables[f"GM_REGION_{region.upper()}_BLOBS_CONNECTION"] = ";".join(f"{name}={value}" for name, value in parts.items())
        accounts.append(f"{account}:{key}")
    return {**variables, "AZURITE_ACCOUNTS": ";".join(accounts)}


def names_own_blobs(own: Mapping[str, str], regions: Sequence[str]) -> bool:
    """Whether the operator has named accounts of Azure's for all regions."""
    return all(own.get(f"GM_REGION_{region.upper()}_BLOBS_CONNECTION") for region in regions)


def cosmos_variables(regions: Sequence[str], port: int) -> dict[str, str]:
    """Where each region finds the emulator."""
    variables = {"GM_DOCUMENTS_ENGINE": "cosmos"}
    for region in regions:
        variables[f"GM_REGION_{region.upper()}_COSMOS_ENDPOINT"] = f"http://{HOST}:{port}/"
        variables[f"GM_REGION_{region.upper()}_COSMOS_KEY"] = COSMOS_KEY
    return variables


def names_own_cosmos(own: Mapping[str, str], regions: Sequence[str]) -> bool:
    """Whether the operator has named accounts of Azure's for all regions."""
    return all(own.get(f"GM_REGION_{region.upper()}_COSMOS_ENDPOINT") for region in regions)


def check_data(paths: Paths, *, documents: str, blobs: str, is_emulated: bool) -> None:
    """
    The rows in PostgreSQL speak of documents, and documents of files, so all are made together and begin anew together.

    :raises Refusal: if the data here was made with another engine
    """
    has_data = (paths.postgres / "PG_VERSION").exists()
    notes = {"DOCUMENTS": (documents, DOCUMENTS[0]), "BLOBS": (blobs, BLOBS[0])}
    for option, (wanted, usual) in notes.items():
        note = paths.local / f"{option.lower()}-engine"
        before = note.read_text() if note.exists() else usual
        if has_data and before != wanted:
            raise Refusal(
                f"The data in .local was made with {option}={before}; make reset forgets it, and another checkout can have its own."
            )
    if has_data and is_emulated:
        print("The Cosmos DB emulator keeps nothing, so everything begins anew.", flush=True)
        for name in DATA:
            shutil.rmtree(paths.local / name, ignore_errors=True)
        paths.make()
    for option, (wanted, _) in notes.items():
        (paths.local / f"{option.lower()}-engine").write_text(wanted)
