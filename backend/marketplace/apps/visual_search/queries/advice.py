from __future__ import annotations

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.visual_search import statements
from marketplace.apps.visual_search.types import Advice, PictureAdvice, PictureAdviceList
from marketplace.foundation.postgres import sql


def advice_on_product(vendor_id: str, product_id: str) -> PictureAdviceList:
    """What the vendor could do better about each picture of its product. :raises DocumentNotFound: if it has no such product"""
    product = catalog_queries.get_product(vendor_id, product_id)
    known = {image_id: (is_looked_at, advice) for image_id, is_looked_at, advice in sql.rows(statements.ADVICE, {"product_id": product.id})}
    items = []
    for image in product.images:
        if image.path:
            is_looked_at, advice = known.get(image.id, (False, "[]"))
            items.append(PictureAdvice(image_id=image.id, is_looked_at=is_looked_at, advice=msgspec.json.decode(advice, type=list[Advice])))
    return PictureAdviceList(items=items)
