"""``python -m gateway``: writes the gateway's configuration of one region."""

from __future__ import annotations

import argparse
import sys

import yaml

from gateway.kong import kong_config


def main() -> None:
    """:raises SystemExit: 2 for hosts that are no region's"""
    parser = argparse.ArgumentParser(prog="python -m gateway", description="Writes Kong's configuration of one region.")
    parser.add_argument("--hosts", required=True, help="as in GM_ALLOWED_HOSTS: globalmarket.eu,api.globalmarket.eu")
    parser.add_argument("--namespace", default="", help="of Kubernetes, of the region; none on one server (infra/compose)")
    parser.add_argument("--files", action="store_true", help="files lie in a folder (GM_BLOBS_ENGINE=files)")
    parser.add_argument("--maintenance", action="store_true", help="answer 503 to everybody; nothing reaches the processes")
    given = parser.parse_args()
    hosts = [host.strip() for host in given.hosts.split(",") if host.strip()]
    try:
        config = kong_config(hosts, given.namespace, is_in_maintenance=given.maintenance, has_files=given.files)
    except ValueError as error:
        parser.error(str(error))
    yaml.safe_dump(config, sys.stdout, sort_keys=False, allow_unicode=True, width=140)


if __name__ == "__main__":
    main()
