"""What an operator sets for search by picture in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import feature

PICTURE_SEARCH = feature("picture_search", description="Whether customers can search by a picture, and products show what looks like them")
