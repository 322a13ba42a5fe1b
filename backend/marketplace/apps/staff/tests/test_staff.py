from __future__ import annotations

import pytest

from marketplace.apps.staff import queries, services
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import tenancy
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW


def test_an_unknown_role_is_refused():
    for roles in ([], ["king"]):
        with pytest.raises(InvalidInput):
            services.create_member(email="sam@example.com", name="Sam", roles=roles, password_hash="x", now=NOW)


def test_staff_live_in_the_platforms_database_without_any_tenant():
    member = make_staff_member("finance")

    assert tenancy.find_current() is None
    assert queries.get_member(member.id).roles == ("finance",)
