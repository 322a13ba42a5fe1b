from __future__ import annotations

from marketplace.foundation.rest.fields import IdField
from marketplace.foundation.rest.serializers import StrictSerializer


class GiveTicket(StrictSerializer):
    order_id = IdField(prefix="ord", required=False, default="")
