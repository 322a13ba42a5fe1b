"""
The contract with a provider whose settlement reports can be asked for (``reports_settlements``).

As in ``base.py``, every call goes over a network and is made outside any transaction.
:raises ProviderUnavailable: passing; the same is asked for again
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import ClassVar

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.types import SettlementRow


class TooMuchSettled(ProviderUnavailable):
    """More moved in that time than the provider lists at once: a shorter one has to be asked for."""


class ReportsSettlements(ABC):
    """What a provider says of its settlements. ``late``: so long after it moved a row may be reported."""

    late: ClassVar[timedelta] = timedelta(days=7)

    def can_report(self) -> bool:
        """Whether the account has what that needs, where it is not the key for payments."""
        return True

    @abstractmethod
    def list_settled(self, since: datetime, until: datetime) -> list[SettlementRow]:
        """
        All that moved from ``since`` up to, not including, ``until``, a day at most. Rows that are known later, though they moved then, are
        there when the same days are asked for again.

        :raises TooMuchSettled: if that is more than can be listed at once
        """
