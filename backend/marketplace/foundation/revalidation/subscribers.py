from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from marketplace.foundation.cache.events import AnswersExpired
from marketplace.foundation.events.subscribers import batch_subscriber
from marketplace.foundation.revalidation import notices


@batch_subscriber(AnswersExpired, name="revalidation.notify_web")
def notify_web(events: Sequence[AnswersExpired]) -> None:
    """What gathers while a notice is under way goes out with the next one."""
    if settings.WEB_REVALIDATE_URLS:
        notices.send({tag for event in events for tag in event.tags}, change=max(event.change for event in events))
