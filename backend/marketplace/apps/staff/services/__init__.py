"""Writes: the operator's people (``members``) and the region's settings (``region``)."""

from marketplace.apps.staff.services.members import (
    change_roles,
    clear_second_factor,
    create_member,
    edit_member,
    end_access,
    end_sessions_everywhere,
    new_member_id,
    replace_second_factor,
    restore_access,
    set_password,
)
from marketplace.apps.staff.services.region import edit_region

__all__ = [
    "change_roles",
    "clear_second_factor",
    "create_member",
    "edit_member",
    "edit_region",
    "end_access",
    "end_sessions_everywhere",
    "new_member_id",
    "replace_second_factor",
    "restore_access",
    "set_password",
]
