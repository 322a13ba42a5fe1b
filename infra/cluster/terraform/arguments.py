"""
Whether every argument is one that the provider's documentation names: much of what ``terraform validate`` would say, without the provider.

``documented.json`` has the names for each kind of resource that we use. ``python -m terraform.arguments FOLDER`` makes it anew from the
folder ``website/docs/r`` of the provider's source, of the version given by ``--version``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from terraform import MODULES, resources

DOCUMENTED = Path(__file__).with_name("documented.json")
OF_TERRAFORM = {"for_each", "count", "provider", "depends_on", "lifecycle", "content", "dynamic"}
ARGUMENT = re.compile(r"^\s*\*\s+`(\w+)`", re.MULTILINE)

Json = dict[str, Any]


def undocumented(part: str) -> list[str]:
    """Arguments of Azure's resources that their pages do not name, such as ``azurerm_subnet.nodes: colour``."""
    known = json.loads(DOCUMENTED.read_text())["resources"]
    return [
        f"{kind}.{name}: {argument}"
        for kind, named in resources(part).items()
        if kind.startswith("azurerm_")
        for name, block in named.items()
        for argument in sorted(set(_arguments(block)) - set(known.get(kind, ())))
    ]


def _arguments(block: Json) -> Iterator[str]:
    """The arguments of a block and of those inside of it; a map's keys are its own."""
    for name, value in block.items():
        if name == "lifecycle":
            continue
        if name not in OF_TERRAFORM:
            yield name
        if name == "dynamic":
            yield from value
            for blocks in value.values():
                yield from _arguments(blocks[0])
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    yield from _arguments(item)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m terraform.arguments")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", required=True, help="of the provider, such as 5.2.0")
    given = parser.parse_args()
    kinds = sorted({kind for part in MODULES for kind in resources(part) if kind.startswith("azurerm_")})
    made = {"provider": f"hashicorp/azurerm {given.version}", "resources": {kind: _named(given.folder, kind) for kind in kinds}}
    DOCUMENTED.write_text(json.dumps(made, indent=2) + "\n")


def _named(folder: Path, kind: str) -> list[str]:
    text = (folder / f"{kind.removeprefix('azurerm_')}.html.markdown").read_text()
    arguments = re.split(r"## Attributes? Reference", text)[0].partition("## Argument")[2]
    return sorted(set(ARGUMENT.findall(arguments)))


if __name__ == "__main__":
    main()
