from __future__ import annotations

import logging

from celery import shared_task
from django.core.cache import cache

from marketplace.apps.discovery import services
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain.tags import LISTING
from marketplace.foundation import clock
from marketplace.foundation.cache import tags
from marketplace.foundation.search.embeddings import EmbeddingsUnavailable, fill_missing
from marketplace.foundation.search.engine import engine
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

PATIENCE_S = 20.0  # imports wait in the same queue
_LOCK, _LOCK_LIFE_S = "discovery:embedding", 150  # longer than the patience and the slowest batch

log = logging.getLogger(__name__)


@shared_task(base=TenantTask, queue=BULK)
def embed_products(**_: object) -> None:
    """Give vectors to products that were indexed without one. One worker at a time, so that no text is computed twice."""
    if PRODUCTS.vectors is None or not cache.add(_LOCK, "1", _LOCK_LIFE_S):
        return
    try:
        if fill_missing(PRODUCTS, patience_s=PATIENCE_S):
            engine().refresh(PRODUCTS)
            tags.expire(LISTING)
    except EmbeddingsUnavailable as error:
        log.warning("products without vectors have to wait: %s", error)
    finally:
        cache.delete(_LOCK)


@shared_task(base=TenantTask, queue=BULK)
def forget_sales(**_: object) -> None:
    """What was sold long ago no longer makes a product popular."""
    services.forget_sales(now=clock.now())


@shared_task(base=TenantTask)
def expire_lists(**_: object) -> None:
    """Put kept lists out of date: once more after a change of the tuning, when every process has come to know it."""
    tags.expire(LISTING)
