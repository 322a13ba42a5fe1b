"""
Checks manifests with kubeconform, by the schemas of Kubernetes and of every kind that others define.

The schemas of Kubernetes come with the package kubernetes-validate; those of other kinds are made from the definitions (CRDs) that their
projects keep in their Go modules, in the versions that `toolbox/pinned.toml` names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import yaml

from toolbox import PINNED, ROOT, ToolFailed, go, run, tool

SCHEMAS = ROOT / ".local" / "infra" / "schemas"
MODULE = ROOT / ".local" / "infra" / "module"  # `go mod download` wants to stand in one

Json = dict[str, Any]


def verify(rendered: Sequence[Path]) -> None:
    """:raises ToolFailed: if a manifest is not what its schema says"""
    _write_schemas()
    print("checking with kubeconform", flush=True)
    said = run(
        [str(tool("kubeconform")), "-strict", "-summary", "-n", "4"]
        + ["-schema-location", f"{SCHEMAS}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"]
        + ["-schema-location", f"{SCHEMAS}/{{{{.Group}}}}-{{{{.ResourceKind}}}}-{{{{.ResourceAPIVersion}}}}.json"]
        + [str(file) for file in rendered]
    )
    print(said, end="")


def schemas_of(definition: Json) -> Iterator[tuple[str, Json]]:
    """The schema of each version of a kind, by its file's name; unknown fields are refused."""
    spec = definition["spec"]
    for version in spec["versions"]:
        name = f"{spec['group']}-{spec['names']['kind'].lower()}-{version['name']}.json"
        yield name, _strict(version["schema"]["openAPIV3Schema"], is_root=True)


def _strict(schema: Any, *, is_root: bool = False) -> Any:
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items()}
    is_open = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and not is_open and not schema.get("x-kubernetes-embedded-resource"):
        strict["additionalProperties"] = False
    if is_root and isinstance(strict.get("properties"), dict):
        strict["properties"]["metadata"] = {"type": "object"}
    return strict


def _write_schemas() -> None:
    wanted = {file: text for module in PINNED["definitions"] for file, text in _schemas_of_module(module)}
    shutil.rmtree(SCHEMAS, ignore_errors=True)
    SCHEMAS.mkdir(parents=True)
    for file, text in wanted.items():
        (SCHEMAS / file).write_text(text)
    version = PINNED["kubernetes"]["version"]
    for source in (package_files("kubernetes_validate") / "kubernetes-json-schema" / f"v{version}-local-strict").iterdir():
        schema = json.loads(source.read_text().replace('"/api/_definitions.json#', '"_definitions.json#'))
        schema.pop("$id", None)  # by which the definitions would be looked for on the web
        (SCHEMAS / source.name).write_text(json.dumps(schema))


def _schemas_of_module(module: Json) -> Iterator[tuple[str, str]]:
    folder = _downloaded(f"{module['path']}@{module['version']}")
    for pattern in module["files"]:
        found = sorted(folder.glob(pattern))
        if not found:
            raise ToolFailed(f"{module['path']} has no {pattern}")
        for file in found:
            for definition in yaml.load_all(file.read_text(), yaml.CSafeLoader):
                if definition and definition.get("kind") == "CustomResourceDefinition":
                    yield from ((name, json.dumps(schema)) for name, schema in schemas_of(definition))


def _downloaded(module: str) -> Path:
    MODULE.mkdir(parents=True, exist_ok=True)
    if not (MODULE / "go.mod").exists():
        (MODULE / "go.mod").write_text("module schemas\n\ngo 1.24\n")
    print(f"fetching {module}", flush=True)
    return Path(json.loads(run([go(), "mod", "download", "-json", module], cwd=MODULE))["Dir"])
