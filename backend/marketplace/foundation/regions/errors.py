from __future__ import annotations

from marketplace.kit.errors import Conflict


class RegionAlreadyOpen(Conflict):
    """Its description is no plan any more: settings are changed in the region itself, and all else by a migration."""

    code = "region_already_open"
    title = "This region is not a plan any more"


class RegionNotReady(Conflict):
    """``steps`` says what is missing, as the plan does."""

    code = "region_not_ready"
    title = "This region cannot be opened yet"
