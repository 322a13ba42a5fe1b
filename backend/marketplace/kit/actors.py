"""Who does something: what the audit log writes down."""

from __future__ import annotations

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """``kind`` is customer, vendor, staff, guest or system; ``address`` an IP address, empty for the system itself."""

    kind: str
    id: str
    role: str = ""
    address: str = ""


SYSTEM = Actor("system", "system")
