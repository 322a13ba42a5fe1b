"""`make up DOCUMENTS=cosmos SEARCH=elasticsearch BLOBS=azure`: which servers that takes, and which data fits them."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher.engines import check_data, check_running
from launcher.environment import Environment, prepare_environment
from launcher.errors import Refusal
from launcher.paths import Paths

USUAL = {"DOCUMENTS": "postgres", "SEARCH": "postgres", "BLOBS": "files"}
ON_COSMOS = {**USUAL, "DOCUMENTS": "cosmos"}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths(root=tmp_path)
    paths.make()
    return paths


def prepare(paths: Paths, **given: str) -> Environment:
    return prepare_environment(paths, {"PORT_BASE": "9000", **given})


def fill(paths: Paths) -> None:
    """As after a start."""
    paths.postgres.mkdir(exist_ok=True)
    (paths.postgres / "PG_VERSION").write_text("18")


def test_the_usual_start_takes_no_server_of_azures(paths):
    environment = prepare(paths)

    assert environment.engines == USUAL
    assert environment.variables["GM_DOCUMENTS_ENGINE"] == "postgres"
    assert not any("COSMOS" in name for name in environment.variables)


def test_each_region_finds_the_emulator(paths):
    variables = prepare(paths, DOCUMENTS="cosmos").variables

    assert variables["GM_DOCUMENTS_ENGINE"] == "cosmos"
    for region in ("EU", "MENA"):
        assert variables[f"GM_REGION_{region}_COSMOS_ENDPOINT"] == "http://127.0.0.1:9022/"
        assert variables[f"GM_REGION_{region}_COSMOS_KEY"]


def test_accounts_of_the_operator_take_the_emulators_place(paths):
    own = {f"GM_REGION_{region}_COSMOS_ENDPOINT": "https://eu.documents.example/" for region in ("EU", "MENA")}

    environment = prepare(paths, DOCUMENTS="cosmos", **own)

    assert "cosmos" not in environment.ours
    assert environment.variables["GM_REGION_EU_COSMOS_ENDPOINT"] == "https://eu.documents.example/"


def test_an_engine_that_there_is_not_is_refused_with_those_that_there_are(paths):
    with pytest.raises(Refusal, match="DOCUMENTS is 'mongo'; it must be one of postgres, cosmos"):
        prepare(paths, DOCUMENTS="mongo")


def test_data_made_with_another_engine_is_refused_and_left_alone(paths):
    check_data(paths, USUAL, is_forgetful=False)
    fill(paths)

    with pytest.raises(Refusal, match="was made with DOCUMENTS=postgres"):
        check_data(paths, ON_COSMOS, is_forgetful=True)

    assert (paths.postgres / "PG_VERSION").exists()
    check_data(paths, USUAL, is_forgetful=False)


def test_what_speaks_of_documents_that_are_gone_goes_with_them(paths, capsys):
    check_data(paths, ON_COSMOS, is_forgetful=True)
    fill(paths)
    (paths.local / "mail" / "letter").write_text("Your order")

    check_data(paths, ON_COSMOS, is_forgetful=True)

    assert "everything begins anew" in capsys.readouterr().out
    assert not paths.postgres.exists()
    assert list((paths.local / "mail").iterdir()) == []


def test_an_account_that_keeps_its_documents_keeps_the_rest_too(paths):
    check_data(paths, ON_COSMOS, is_forgetful=False)
    fill(paths)

    check_data(paths, ON_COSMOS, is_forgetful=False)

    assert (paths.postgres / "PG_VERSION").exists()


def test_a_command_for_servers_with_other_engines_is_refused():
    running = {"GM_DOCUMENTS_ENGINE": "postgres", "GM_SEARCH_ENGINE": "postgres", "GM_BLOBS_ENGINE": "files"}

    check_running({"DOCUMENTS": "postgres"}, running)
    check_running({"DOCUMENTS": ""}, running)
    with pytest.raises(Refusal, match="started with DOCUMENTS=postgres"):
        check_running({"DOCUMENTS": "cosmos"}, running)


def test_the_web_server_hears_of_changes_where_it_keeps_pages(paths):
    built, development, none = (prepare(paths, WEB=option).variables for option in ("", "dev", "0"))

    assert built["GM_WEB_REVALIDATE_URL"] == "http://127.0.0.1:9001/api/revalidate"
    assert not {"GM_WEB_REVALIDATE_URL", "GM_WEB_REVALIDATE_SECRET"} & (set(development) | set(none))


def test_a_wrong_word_for_the_web_apps_is_refused(paths):
    with pytest.raises(Refusal, match="WEB is 'yes'"):
        prepare(paths, WEB="yes")
