"""What can be wrong with reports to tax offices, as callers of the API see it."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class OperatorUnknown(Conflict):
    """The region's settings lack the operator's name, address, country in the EU or tax number."""

    code = "operator_unknown"
    title = "The region's settings do not say who its operator is"
