"""Writes of search by picture. What looks at pictures loads numpy when it is called."""

from marketplace.apps.visual_search.services.looking import look_at_pictures
from marketplace.apps.visual_search.services.matches import decide_match
from marketplace.apps.visual_search.services.noting import note_all_pictures, note_pictures

__all__ = ["decide_match", "look_at_pictures", "note_all_pictures", "note_pictures"]
