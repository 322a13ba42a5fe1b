"""Which engines a start is asked for (``make up DOCUMENTS=cosmos``), and whether the data of this checkout fits them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence

from launcher.emulators import COSMOS_KEY
from launcher.errors import Refusal
from launcher.paths import Paths
from launcher.servers import HOST

DOCUMENTS = ("postgres", "cosmos")
# Of the emulator's start: what is left of an earlier one speaks of documents that are gone.
DATA = ("postgres", "valkey", "sandbox", "mail", "media")


def documents_engine(given: Mapping[str, str], own: Mapping[str, str]) -> str:
    """What DOCUMENTS asks for, else GM_DOCUMENTS_ENGINE. :raises Refusal: for an engine that there is not"""
    engine = given.get("DOCUMENTS") or own.get("GM_DOCUMENTS_ENGINE") or DOCUMENTS[0]
    if engine not in DOCUMENTS:
        raise Refusal(f"DOCUMENTS is {engine!r}; it must be one of {', '.join(DOCUMENTS)}.")
    return engine


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


def check_data(paths: Paths, *, documents: str, is_emulated: bool) -> None:
    """
    The rows in PostgreSQL speak of documents, so both are made together and begin anew together.

    :raises Refusal: if the data here was made with another engine
    """
    note = paths.local / "documents-engine"
    has_data = (paths.postgres / "PG_VERSION").exists()
    before = note.read_text() if note.exists() else DOCUMENTS[0]
    if has_data and before != documents:
        raise Refusal(f"The data in .local was made with DOCUMENTS={before}; make reset forgets it, and another checkout can have its own.")
    if has_data and is_emulated:
        print("The Cosmos DB emulator keeps nothing, so everything begins anew.", flush=True)
        for name in DATA:
            shutil.rmtree(paths.local / name, ignore_errors=True)
        paths.make()
    note.write_text(documents)
