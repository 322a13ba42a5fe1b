from __future__ import annotations

from marketplace.kit.errors import Unavailable


class RatesUnavailable(Unavailable):
    """Passing: where the rates are published nobody answers, or not with such a file."""

    code = "rates_unavailable"
    title = "The exchange rates cannot be read at present"
