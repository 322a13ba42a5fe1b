"""What returns do when they hear of something: of their own, to finish what a crash left open."""

from __future__ import annotations

from marketplace.apps.returns import services
from marketplace.apps.returns.events import ReturnChanged
from marketplace.apps.returns.types import ReturnState
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(ReturnChanged, name="returns.settle_return")
def settle_return(event: ReturnChanged, recorded: Recorded) -> None:
    if event.state is ReturnState.INSPECTED:
        services.settle_return(return_id=event.return_id, now=clock.now())
