from __future__ import annotations

from marketplace.apps.staff import tasks
from marketplace.apps.staff.events import RegionEdited
from marketplace.apps.staff.types import REGION
from marketplace.foundation.cache import tags
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded
from marketplace.foundation.tenancy import directory


@subscriber(RegionEdited, name="staff.expire_region")
def expire_region(event: RegionEdited, recorded: Recorded) -> None:
    tags.expire(REGION)
    tasks.expire_region.apply_async(countdown=2 * directory.LIFE_S)  # other processes answer by the old settings until they read them anew
