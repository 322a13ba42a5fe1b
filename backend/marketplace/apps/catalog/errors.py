"""What can go wrong with products and categories."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound


class CategoryNotFound(NotFound):
    """The region's tree has no such category."""


class ProductIncomplete(Conflict):
    code = "product_incomplete"
    title = "The product lacks something that customers need"


class CategorySlugTaken(Conflict):
    code = "slug_taken"
    title = "Another category has this slug"


class CategoryInUse(Conflict):
    code = "category_in_use"
    title = "The category still holds products or other categories"


class SlugTaken(Conflict):
    code = "slug_taken"
    title = "Another product has this slug"


class TooManyPictures(Conflict):
    code = "too_many_pictures"
    title = "Pictures of yours are still being made: try again in a minute"


class TakenDownByStaff(Conflict):
    """``reason`` is what staff wrote to the vendor."""

    code = "taken_down"
    title = "The marketplace's staff took this product out of the shop"


class NotTakenDown(Conflict):
    code = "not_taken_down"
    title = "This product is not taken down"


class PriceMoved(Conflict):
    """The variant is not offered at the price that was to be replaced; ``price`` is what it is offered at, null if it is gone."""

    code = "price_moved"
    title = "The price has changed in the meantime"
