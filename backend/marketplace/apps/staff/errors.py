"""What can go wrong with the operator's staff."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class StaffEmailInUse(Conflict):
    code = "email_in_use"
    title = "A member of the staff has this e-mail address already"


class LastAdmin(Conflict):
    code = "last_admin"
    title = "Another administrator who can log in is needed first"


class OwnAccess(Conflict):
    """A stolen token widens no roles of its own, and no administrator locks themselves out by mistake."""

    code = "own_access"
    title = "Another administrator has to change your roles or your access"


class AccessUnchanged(Conflict):
    code = "access_unchanged"
    title = "The member's access is so already"
