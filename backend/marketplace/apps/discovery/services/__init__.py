"""Writes of discovery: the index of products, and what staff sets about search."""

from marketplace.apps.discovery.services.feedback import drop_models, store_model, use_model
from marketplace.apps.discovery.services.indexing import (
    SOLD_WINDOW,
    expire_attributes,
    expire_vendor,
    forget_sales,
    index_category,
    index_products,
    index_vendor,
    iter_documents,
    record_sales,
)
from marketplace.apps.discovery.services.tuning import replace_part

__all__ = [
    "SOLD_WINDOW",
    "drop_models",
    "expire_attributes",
    "expire_vendor",
    "forget_sales",
    "index_category",
    "index_products",
    "index_vendor",
    "iter_documents",
    "record_sales",
    "replace_part",
    "store_model",
    "use_model",
]
