"""Which engines a start is asked for (``make up DOCUMENTS=cosmos``), and whether the data of this checkout fits them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from launcher.emulators import COSMOS_KEY
from launcher.errors import Refusal
from launcher.paths import Paths
from launcher.ports import Ports
from launcher.servers import HOST

# By option of the command line; GM_..._ENGINE is its setting, and the first engine the usual one.
OPTIONS = {"DOCUMENTS": ("postgres", "cosmos"), "SEARCH": ("postgres", "elasticsearch"), "BLOBS": ("files", "azure")}
# Search can be rebuilt from the documents; these cannot be moved from one engine to the other.
BOUND_TO_DATA = ("DOCUMENTS", "BLOBS")
# Forgotten whenever the Cosmos DB emulator starts: all of it speaks of documents that are gone.
DATA = ("postgres", "valkey", "sandbox", "mail", "media", "azurite", "elasticsearch")


def chosen_engines(given: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """By option: what it asks for, else its setting. :raises Refusal: for an engine that there is not"""
    chosen = {}
    for option, engines in OPTIONS.items():
        engine = chosen[option] = given.get(option) or own.get(variable_of(option)) or engines[0]
        if engine not in engines:
            raise Refusal(f"{option} is {engine!r}; it must be one of {', '.join(engines)}.")
    return chosen


def variable_of(option: str) -> str:
    """The setting that an option stands for."""
    return f"GM_{option}_ENGINE"


def check_running(given: Mapping[str, str], variables: Mapping[str, str]) -> None:
    """:raises Refusal: if the command line names another engine than the one that runs"""
    for option in OPTIONS:
        running = variables.get(variable_of(option))
        if given.get(option) and given[option] != running:
            raise Refusal(f"The servers here were started with {option}={running}: make down, then make up {option}={given[option]}.")


def our_engines(engines: Mapping[str, str], own: Mapping[str, str], regions: Sequence[str]) -> set[str]:
    """Those of the chosen engines' servers that this machine has to run, since the operator has named none."""

    def names_all(setting: str) -> bool:
        return all(own.get(f"GM_REGION_{region.upper()}_{setting}") for region in regions)

    wanted = {
        "cosmos": engines["DOCUMENTS"] == "cosmos" and not names_all("COSMOS_ENDPOINT"),
        "elasticsearch": engines["SEARCH"] == "elasticsearch" and not names_all("ELASTICSEARCH_URL"),
        "azurite": engines["BLOBS"] == "azure" and not names_all("BLOBS_CONNECTION"),
    }
    return {name for name, is_wanted in wanted.items() if is_wanted}


def engine_variables(ours: set[str], regions: Sequence[str], ports: Ports, key_of: Callable[[str], str]) -> dict[str, str]:
    """Where our servers are found; ``key_of`` makes and keeps a key in the form in which Azure takes it."""
    variables = {}
    if "cosmos" in ours:
        for region in regions:
            variables[f"GM_REGION_{region.upper()}_COSMOS_ENDPOINT"] = f"http://{HOST}:{ports.cosmos}/"
            variables[f"GM_REGION_{region.upper()}_COSMOS_KEY"] = COSMOS_KEY
    if "elasticsearch" in ours:
        variables |= {f"GM_REGION_{region.upper()}_ELASTICSEARCH_URL": f"http://{HOST}:{ports.elasticsearch}" for region in regions}
        variables["GM_ELASTICSEARCH_REPLICAS"] = "0"
    if "azurite" in ours:
        variables |= _azurite_variables(regions, ports.azurite, key_of)
    return variables


def _azurite_variables(regions: Sequence[str], port: int, key_of: Callable[[str], str]) -> dict[str, str]:
    """Each region has an account of its own there."""
    variables, accounts = {}, []
    for region in regions:
        account, key = f"gm{region}", key_of(f"blobs {region}")
        endpoint = f"http://{HOST}:{port}/{account}"
        parts = {"DefaultEndpointsProtocol": "http", "AccountName": account, "AccountKey": key, "BlobEndpoint": endpoint}
        variables[f"GM_REGION_{region.upper()}_BLOBS_CONNECTION"] = ";".join(f"{name}={value}" for name, value in parts.items())
        accounts.append(f"{account}:{key}")
    return {**variables, "AZURITE_ACCOUNTS": ";".join(accounts)}


def check_data(paths: Paths, engines: Mapping[str, str], *, is_forgetful: bool) -> None:
    """
    The rows in PostgreSQL speak of documents, and documents of files, so all are made together and begin anew together.

    ``is_forgetful``: the documents' server kept nothing of the last start.

    :raises Refusal: if the data here was made with another engine
    """
    has_data = (paths.postgres / "PG_VERSION").exists()
    for option in BOUND_TO_DATA:
        note = _note(paths, option)
        before = note.read_text() if note.exists() else OPTIONS[option][0]
        if has_data and before != engines[option]:
            raise Refusal(
                f"The data in .local was made with {option}={before}; make reset forgets it, and another checkout can have its own."
            )
    if has_data and is_forgetful:
        print("The Cosmos DB emulator keeps nothing, so everything begins anew.", flush=True)
        for name in DATA:
            shutil.rmtree(paths.local / name, ignore_errors=True)
        paths.make()
    for option in BOUND_TO_DATA:
        _note(paths, option).write_text(engines[option])


def last_search_engine(paths: Paths) -> str | None:
    """Which engine kept search up to date at the last start; none at the first one."""
    note = _note(paths, "SEARCH")
    return note.read_text() if note.exists() else None


def note_search_engine(paths: Paths, engine: str) -> None:
    _note(paths, "SEARCH").write_text(engine)


def _note(paths: Paths, option: str) -> Path:
    return paths.local / f"{option.lower()}-engine"
