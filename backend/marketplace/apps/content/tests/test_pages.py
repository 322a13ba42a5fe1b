"""Pages that the operator writes: staff edits them, everybody reads what is published."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import tenancy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

RETURNS = {
    "slug": "returns",
    "group": "help",
    "texts": {
        "en": {"title": "Returns", "body": "# Returns\n\n- within 14 days\n  - unworn\n\nAsk **us**."},
        "nl": {"title": "Retourneren", "body": "Binnen 14 dagen."},
    },
}


def write(api: Any, **values: Any) -> dict[str, Any]:
    answer = api.post("admin/pages", {**RETURNS, **values}, token=staff_token())
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_everybody_reads_a_page_in_their_language(api):
    write(api)

    page = api.get("store/pages/returns", lang="nl")

    assert (page.json()["title"], page.json()["body"], page.json()["is_fallback"]) == ("Retourneren", "Binnen 14 dagen.", False)
    assert page["Cache-Control"].startswith("public")
    assert api.get("store/pages/returns", lang="nl", headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_a_language_without_a_text_gets_the_default_one(api):
    write(api)

    page = api.get("store/pages/returns", lang="de").json()

    assert (page["language"], page["is_fallback"], page["languages"]) == ("en", True, ["en", "nl"])


def test_markdown_keeps_the_nesting_of_its_lists(api):
    write(api)

    assert api.get("store/pages/returns", lang="en").json()["body"] == RETURNS["texts"]["en"]["body"]


def test_the_list_has_what_is_published_by_group_and_position(api):
    write(api, slug="privacy", group="legal", position=2)
    write(api, slug="terms", group="legal", position=1)
    write(api)
    write(api, slug="draft", is_published=False)

    links = api.get("store/pages", lang="nl").json()["items"]

    assert [link["slug"] for link in links] == ["returns", "terms", "privacy"]
    assert "body" not in links[0]


def test_an_edit_is_read_once_its_event_has_arrived(api, drain):
    page = write(api)
    drain()
    assert api.get("store/pages/returns").json()["title"] == "Returns"

    texts = {"en": {"title": "Sending back", "body": "Ask us."}}
    edited = api.patch(f"admin/pages/{page['id']}", {"texts": texts}, token=staff_token(), etag=page["etag"])
    drain()

    assert edited.status_code == 200
    assert api.get("store/pages/returns").json()["title"] == "Sending back"


def test_what_is_not_published_or_removed_is_not_found(api, drain):
    page = write(api, is_published=False)
    assert api.get("store/pages/returns").status_code == 404

    shown = api.patch(f"admin/pages/{page['id']}", {"is_published": True}, token=staff_token(), etag=page["etag"]).json()
    assert api.get("store/pages/returns").status_code == 200
    assert api.delete(f"admin/pages/{page['id']}", token=staff_token(), etag=shown["etag"]).status_code == 204
    drain()

    assert api.get("store/pages/returns").status_code == 404


def test_a_stale_edit_is_refused(api):
    page = write(api)
    path = f"admin/pages/{page['id']}"
    assert api.patch(path, {"position": 3}, token=staff_token(), etag=page["etag"]).status_code == 200

    assert api.patch(path, {"position": 4}, token=staff_token(), etag=page["etag"]).status_code == 412
    assert api.delete(path, token=staff_token(), etag=page["etag"]).status_code == 412
    assert api.patch(path, {"position": 4}, token=staff_token()).status_code == 428


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slug": "No Slug"}, "slug"),
        ({"texts": {}}, "texts"),
        ({"texts": {"ar": {"title": "x", "body": "y"}}}, "texts.ar"),
        ({"texts": {"en": {"title": " ", "body": "y"}}}, "texts.en.title"),
        ({"group": "elsewhere"}, "group"),
        ({"html": "<b>"}, "html"),
    ],
)
def test_a_wrong_page_is_refused_by_its_field(api, values, field):
    answer = api.post("admin/pages", {**RETURNS, **values}, token=staff_token())

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_slug_is_taken_once(api):
    write(api)

    assert api.post("admin/pages", RETURNS, token=staff_token()).json()["code"] == "slug_taken"


def test_only_staff_of_the_right_roles_writes(api):
    for token in (None, customer_token(make_customer().id), staff_token("finance")):
        assert api.post("admin/pages", RETURNS, token=token).status_code in (401, 403)
    assert api.get("admin/pages", token=staff_token("catalogue")).json()["items"] == []


def test_another_region_has_pages_of_its_own(api, mena):
    page = write(api)

    assert api.get("store/pages/returns", tenant="mena").status_code == 404
    with tenancy.scope(mena):
        token = staff_token()
    assert api.get(f"admin/pages/{page['id']}", token=token, tenant="mena").status_code == 404
