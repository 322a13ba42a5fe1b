"""What imports tell the apps above."""

from __future__ import annotations

from typing import ClassVar

from marketplace.apps.imports.types import ImportId
from marketplace.foundation.events.types import Event
from marketplace.kit.ids import VendorId


class ImportProgressed(Event, frozen=True, kw_only=True):
    """An import has begun, is further, or has ended; read it again for how far it is."""

    wire_name: ClassVar[str] = "imports.import_progressed.v1"
    import_id: ImportId
    vendor_id: VendorId
