"""
Prints access tokens of an administrator and of the first vendor's owner, as JSON: the lists of both back offices are theirs.

Run by ``lists.py`` in the environment of its stack.
"""
# ruff: noqa: E402  # models can be imported once Django is set up

from __future__ import annotations

import json

import django

django.setup()

from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest.tokens import STAFF, VENDOR, Principal, issue_access_token
from marketplace.foundation.tenancy import directory
from marketplace.kit.pages import PageRequest


def main() -> None:
    with tenancy.scope(directory.get("eu")):
        now = clock.now()
        (vendor, *_) = vendor_queries.list_vendors(page=PageRequest(1)).items
        people = {
            "admin": Principal(id="stf_of_bench", audience=STAFF, session_id="ses_of_bench", roles=("admin",)),
            "vendor": Principal(id="usr_of_bench", audience=VENDOR, session_id="ses_of_bench", roles=("owner",), vendor_id=vendor.id),
        }
        print(json.dumps({name: issue_access_token(person, now=now) for name, person in people.items()}))


if __name__ == "__main__":
    main()
