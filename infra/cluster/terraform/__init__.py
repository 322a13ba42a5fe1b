"""`infra/terraform` as JSON, for what is checked about it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from toolbox import ROOT, run, tool

FOLDER = ROOT / "infra" / "terraform"
README = FOLDER / "README.md"
BEGIN, END = "<!-- variables of {} -->", "<!-- end of variables of {} -->"
MODULES = ("modules/platform", "modules/region")
PARTS = ("environments/production", *MODULES)  # staging has production's variables

Json = dict[str, Any]


def files(part: str) -> list[Path]:
    return sorted((FOLDER / part).glob("*.tf"))


@cache
def parsed(file: Path) -> Json:
    """Blocks by their kind and names. :raises ToolFailed: with where it is no HCL"""
    found: Json = json.loads(run([str(tool("hcl2json")), str(file)]))
    return found


def resources(part: str) -> dict[str, dict[str, Json]]:
    """By type and name."""
    found: dict[str, dict[str, Json]] = {}
    for file in files(part):
        for kind, named in parsed(file).get("resource", {}).items():
            found.setdefault(kind, {}).update({name: blocks[0] for name, blocks in named.items()})
    return found


def local_values(part: str) -> Json:
    return {name: value for file in files(part) for block in parsed(file).get("locals", []) for name, value in block.items()}


def variables(part: str) -> dict[str, Json]:
    return {name: blocks[0] for name, blocks in parsed(FOLDER / part / "variables.tf")["variable"].items()}


def table(part: str) -> str:
    """What can be set of a part, for people."""
    rows = [
        f"| `{name}` | {_type_of(item)} | {_default_of(item)} | {item['description']} |" for name, item in sorted(variables(part).items())
    ]
    return "\n".join(["| variable | type | default | |", "|---|---|---|---|", *rows])


def with_tables(text: str) -> str:
    """The README with the tables of what is in the files."""
    for part in PARTS:
        begin, end = BEGIN.format(part), END.format(part)
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n\n{table(part)}\n\n{end}{rest.partition(end)[2]}"
    return text


def _default_of(item: Json) -> str:
    return f"`{json.dumps(item['default'])}`" if "default" in item else "needed"


def _type_of(item: Json) -> str:
    kind = re.sub(r"^\$\{(.*)\}$", r"\1", str(item["type"]), flags=re.DOTALL)
    return f"`{' '.join(kind.replace(chr(10), ', ').split()).replace('({,', '({').replace(', })', ' })')}`"
