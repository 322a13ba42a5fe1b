"""Writes of the operator's pages and of the home page."""

from marketplace.apps.content.services.home import set_home
from marketplace.apps.content.services.pages import create_page, delete_page, edit_page

__all__ = ["create_page", "delete_page", "edit_page", "set_home"]
