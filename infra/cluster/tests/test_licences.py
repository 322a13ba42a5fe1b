"""Every package is under a licence that may be shipped, and what may not is refused."""

from __future__ import annotations

import pytest

from licences import Package, is_allowed, refusals
from licences.collecting import packages


def test_every_package_of_both_locks_may_be_used():
    found = packages()

    assert refusals(found) == []
    assert {package.ecosystem for package in found} == {"Python", "npm"}
    assert len(found) > 300


@pytest.mark.parametrize(
    ("expression", "is_fine"),
    [
        ("MIT", True),
        ("(MIT OR GPL-3.0-only)", True),
        ("MIT AND GPL-3.0-only", False),
        ("Apache-2.0 AND (BSD-2-Clause OR AGPL-3.0-only)", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("AGPL-3.0-only", False),
        ("GPL-3.0-or-later", False),
        ("SEE LICENSE IN LICENSE", False),
        ("", False),
    ],
)
def test_an_expression_is_read_as_it_is_meant(expression, is_fine):
    assert is_allowed(expression, is_shipped=True) is is_fine


def test_what_tests_run_on_may_be_copyleft_and_what_is_shipped_may_not():
    tool = Package("Python", "some-tool", "1.0", "GPL-3.0-or-later", is_shipped=False)

    assert refusals([tool]) == []
    assert refusals([tool._replace(is_shipped=True)]) == ["Python some-tool 1.0: GPL-3.0-or-later is not allowed in what is shipped"]


def test_a_licence_that_nobody_could_read_is_refused():
    (said,) = refusals([Package("npm", "some-thing", "2.0", "", is_shipped=True)])

    assert "some-thing 2.0" in said
