"""What can go wrong with the operator's staff."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class StaffEmailInUse(Conflict):
    code = "email_in_use"
    title = "A member of the staff has this e-mail address already"
