"""What carriers tell the apps above them."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class ReturnLabelSettled(Event, frozen=True, kw_only=True):
    """The label of a return was bought or voided, also if that was only found out later; read it again for which."""

    wire_name: ClassVar[str] = "carriers.return_label_settled.v1"
    label_id: str
    return_id: str
    vendor_id: str
