"""The index of products: what customers list, filter and search."""

from __future__ import annotations

from marketplace.foundation.search.embeddings import vector_space
from marketplace.foundation.search.port import IndexDefinition, KeywordField

PRODUCTS = IndexDefinition(
    name="products",
    keywords=(
        KeywordField("category"),
        KeywordField("brand"),
        KeywordField("vendor"),
        KeywordField("price.*"),
        KeywordField("rating"),
        KeywordField("option.*"),
        KeywordField("in_stock", is_broad=True),
        KeywordField("on_sale", is_counted=False, is_broad=True),
        KeywordField("delivered_to", is_counted=False, is_broad=True),
        KeywordField("country", is_counted=False, is_broad=True),
        KeywordField("currency", is_counted=False, is_broad=True),
        KeywordField("category_id", is_counted=False),
        KeywordField("group", is_counted=False),
        KeywordField("feature.*", is_counted=False),  # what variants are, as questions name it (domain.attributes)
    ),
    numbers=("published_at", "sold", "rating"),
    numbers_by_currency=("price",),
    vectors=vector_space(),
    of_variants=("option.*", "feature.*", "price.*", "in_stock", "on_sale"),
)
