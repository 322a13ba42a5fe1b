"""
A region's rollout by kubectl, in the order of k8s/README.md: what is no program, the migration, then the programs; or a canary. The former
version comes back by the same steps without the migration, since migrations only expand.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from manifests.canary import NAME, canary_of
from manifests.rendering import render

Object = dict[str, Any]
MIGRATION_S, PROGRAM_S = 1_800, 900


class RolloutFailed(Exception):
    """kubectl said no; nothing after it was done."""


class Cluster:
    """The one that kubectl is set to, and a region's namespace in it."""

    def __init__(self, region: str) -> None:
        self.namespace = f"globalmarket-{region}"

    def kubectl(self, *arguments: str) -> None:
        """:raises RolloutFailed: if it does not end with 0; it has said why"""
        command = ["kubectl", f"--namespace={self.namespace}", *arguments]
        print(" ".join(command), flush=True)
        if subprocess.run(command, check=False).returncode:
            raise RolloutFailed(" ".join(command))

    def apply(self, file: Path, selector: str) -> None:
        self.kubectl("apply", f"--filename={file}", f"--selector={selector}")

    def wait_for(self, objects: Sequence[Object]) -> None:
        """Until every program of them has been exchanged. :raises RolloutFailed:"""
        for item in objects:
            if item["kind"] in ("Deployment", "StatefulSet"):
                self.kubectl("rollout", "status", f"{item['kind'].lower()}/{item['metadata']['name']}", f"--timeout={PROGRAM_S}s")


def roll_out(overlay: str, version: str, *, is_canary: bool, is_migrating: bool) -> None:
    """``overlay`` is such as ``production/eu``. :raises RolloutFailed:"""
    cluster, objects = Cluster(overlay.rpartition("/")[2]), render(overlay, version=version)
    with TemporaryDirectory() as folder:
        whole, canary = Path(folder) / "whole.yaml", Path(folder) / "canary.yaml"
        whole.write_text(yaml.safe_dump_all(objects, sort_keys=False, allow_unicode=True))
        cluster.apply(whole, "!app")
        if is_migrating:
            cluster.kubectl("delete", "job", "migrate", "--ignore-not-found")  # a job cannot be changed
            cluster.apply(whole, "app=migrate")
            cluster.kubectl("wait", "job/migrate", "--for=condition=complete", f"--timeout={MIGRATION_S}s")
        if is_canary:
            one = canary_of(objects, version)
            canary.write_text(yaml.safe_dump(one, sort_keys=False, allow_unicode=True))
            cluster.kubectl("apply", f"--filename={canary}")
            cluster.wait_for([one])
            return
        cluster.apply(whole, "app!=migrate")
        cluster.wait_for(objects)
        cluster.kubectl("delete", "deployment", NAME, "--ignore-not-found")
        cluster.kubectl("exec", "deployment/api", "--", "python", "manage.py", "check_regions")
