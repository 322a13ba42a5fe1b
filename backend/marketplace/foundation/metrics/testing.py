"""For tests: what this process has counted."""

from __future__ import annotations

from prometheus_client import REGISTRY


def value(name: str, **labels: str) -> float:
    """Of one series, such as ``globalmarket_response_cache_total``; 0 if nothing was counted there."""
    return REGISTRY.get_sample_value(name, labels) or 0.0
