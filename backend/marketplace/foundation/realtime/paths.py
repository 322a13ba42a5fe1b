"""Addresses of the process ``realtime``."""

from __future__ import annotations

BASE = "/ws/v1/"
EVENTS = f"{BASE}events"
LIVE, READY = f"{BASE}health/live", f"{BASE}health/ready"
