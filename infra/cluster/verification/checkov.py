"""Policies of others over Terraform's files and over what Kustomize renders. What is not asked has its reason in the configuration."""

from __future__ import annotations

from toolbox import ToolFailed
from verification import packaged

LOCK = "infra/terraform/checkov.txt"


def verify(config: str) -> None:
    """``config`` is a file of checkov's, which says what is read. :raises ToolFailed: with what it finds :raises Lacking:"""
    done = packaged.run(packaged.command(LOCK, "checkov"), "--config-file", config)
    if done.returncode:
        raise ToolFailed((done.stdout + done.stderr)[-8000:])
