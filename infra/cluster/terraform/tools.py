"""Has the tools read the files that Terraform would."""

from __future__ import annotations

from terraform import FOLDER, MODULES
from toolbox import run, tool

CHECKED = ("environments/production", "environments/staging", *MODULES)


def verify() -> None:
    """:raises ToolFailed: with what hclfmt or tflint finds"""
    print("checking with hclfmt and tflint", flush=True)
    verify_form()
    for part in CHECKED:
        run([str(tool("tflint")), f"--config={FOLDER / '.tflint.hcl'}"], cwd=FOLDER / part)


def verify_form() -> None:
    """:raises ToolFailed: if a file is not as ``terraform fmt`` would write it"""
    run([str(tool("hclfmt")), "-check", *(str(file) for file in sorted(FOLDER.rglob("*.tf")))])
