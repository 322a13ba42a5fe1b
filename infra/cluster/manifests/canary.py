"""
A canary: one more process of the API, of the next version, among those that serve. Kong asks the name of the service, which has every
process with the label ``app: api``, and gives each as many requests as it takes: the share of the next version is that of its processes.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

Object = dict[str, Any]
NAME = "api-canary"


def canary_of(objects: Sequence[Object], version: str) -> Object:
    """The rendered API again, under another name and track, as one process with the image of ``version``."""
    (api,) = [item for item in objects if item["kind"] == "Deployment" and item["metadata"]["name"] == "api"]
    made = copy.deepcopy(api)
    made["metadata"]["name"] = NAME
    made["metadata"]["labels"]["track"] = "canary"
    made["spec"]["replicas"] = 1
    made["spec"]["selector"]["matchLabels"]["track"] = "canary"
    template = made["spec"]["template"]
    template["metadata"]["labels"]["track"] = "canary"
    (container,) = template["spec"]["containers"]
    container["image"] = f"{container['image'].rpartition(':')[0]}:{version}"
    return made
