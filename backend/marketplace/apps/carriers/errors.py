"""What can be wrong with a label, as vendors see it. Each says what to do."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound, Unavailable


class LabelNotFound(NotFound):
    code = "label_not_found"
    title = "There is no such label"


class CarrierNotConnected(Conflict):
    code = "carrier_not_connected"
    title = "Connect an account at a carrier in the settings first"


class CarrierKeysRefused(Conflict):
    """The carrier does not know the keys, or they may not do this."""

    code = "carrier_keys_refused"
    title = "The carrier refuses these keys: make new ones in its settings, and connect them here"


class CarrierUnavailable(Unavailable):
    """The carrier does not answer. What was asked for is asked about again, and never bought twice."""

    code = "carrier_unavailable"
    title = "The carrier does not answer. We ask again in a few minutes whether it has done what you wanted"


class LabelRefused(Conflict):
    """The carrier does not sell this label, or take it back; ``reason`` is what it says."""

    code = "label_refused"
    title = "The carrier refuses this"


class LabelNotPossible(Conflict):
    """No label can be bought for this order or return; the detail says why, and what to do."""

    code = "label_not_possible"
    title = "No label can be bought for this"


class LabelsCoverUnits(Conflict):
    """Labels that are not used yet, and parcels, leave too few units of a line."""

    code = "labels_cover_units"
    title = "There are labels for these units already: use them, or void them first"


class LabelStateForbids(Conflict):
    """The label is in a ``state`` that does not allow it."""

    code = "label_state_forbids"
    title = "The label's state does not allow this"


class LabelUnderWay(Conflict):
    """Another request is at the carrier for it; it ends within two minutes."""

    code = "label_under_way"
    title = "The carrier is being asked at this moment: look again in two minutes"
