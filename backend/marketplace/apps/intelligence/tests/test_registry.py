"""Versions, activation and the switch, as staff have them over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.intelligence import services, tasks
from marketplace.apps.intelligence.models import ModelVersion, NeighbourList
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.services.recommending import train_recommendations
from marketplace.apps.intelligence.tests import bulk
from marketplace.apps.intelligence.tests.factories import bought, habits, in_a_thread
from marketplace.apps.intelligence.types import Evaluated, ModelName
from marketplace.apps.intelligence.views.staff import TRAININGS
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.tenancy import directory
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

PATH = "admin/models/recommendations"
HABITS = habits([(f"prod_a{n}", f"prod_b{n}") for n in range(25)], [f"prod_n{n}" for n in range(51)])


@pytest.fixture
def token() -> str:
    return staff_token("catalogue")


def model(api: Any, token: str) -> Any:
    answer = api.get(PATH, token=token)
    assert answer.status_code == 200, answer.content
    return answer.json()


def activate(api: Any, version_id: str, token: str, **options: Any) -> Any:
    return api.post(f"{PATH}/versions/{version_id}/activate", {"reason": "the better one"}, token=token, **options)


def test_a_region_has_every_model_before_any_was_trained(api, token):
    answer = api.get("admin/models", token=token).json()

    assert [item["name"] for item in answer["items"]] == ["recommendations", "forecasts", "fraud", "prices", "search"]
    assert {(item["is_on"], item["active"], item["latest"]) for item in answer["items"]} == {(True, None, None)}


def test_a_version_that_beats_its_baselines_becomes_active_and_shows_its_measures(api, token):
    bought(HABITS)
    trained = train_recommendations(now=NOW)

    active = model(api, token)["active"]

    assert active["id"] == trained.id
    assert (active["number"], active["trained_by"], active["activated_by"]) == (1, "system", "system")
    assert active["metrics"]["hidden_hit_rate"] > active["baselines"]["item_item"]["hidden_hit_rate"]
    assert active["row_count"] > 3_000
    assert (active["window_from"], active["window_until"]) == ("2026-09-23", "2026-11-01")


def test_too_little_data_is_refused_and_never_activated(api, token):
    bought(HABITS[:20])
    refused = train_recommendations(now=NOW)

    answer = activate(api, refused.id, token)

    assert (refused.state, refused.refused_for) == ("refused", "too_little_data")
    assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (409, "version_not_activatable", "refused")
    assert model(api, token)["active"] is None


def test_staff_go_back_to_an_earlier_version(api, token):
    bought(HABITS)
    first, second = train_recommendations(now=NOW), train_recommendations(now=NOW)
    assert model(api, token)["active"]["id"] == second.id

    answer = activate(api, first.id, token)

    assert answer.status_code == 200
    assert model(api, token)["active"]["id"] == first.id
    assert {row.id: row.state for row in ModelVersion.objects.all()} == {first.id: "active", second.id: "retired"}
    entry = AuditEntry.objects.filter(action="model.activated").get()
    assert (entry.resource, entry.reason, entry.old) == (first.id, "the better one", {"active": second.id})


def test_twice_is_once(api, token):
    bought(HABITS)
    first, _ = train_recommendations(now=NOW), train_recommendations(now=NOW)

    statuses = [activate(api, first.id, token).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert AuditEntry.objects.filter(action="model.activated").count() == 1


def test_a_model_that_does_not_renew_itself_waits_for_a_person(api, token):
    bought(HABITS)
    answer = api.patch(PATH, {"renews_itself": False, "reason": "we look first"}, token=token, headers={"If-Match": '"0"'})
    assert (answer.status_code, answer.json()["renews_itself"]) == (200, False)

    trained = train_recommendations(now=NOW)

    assert trained.state == "candidate"
    assert model(api, token)["active"] is None
    assert activate(api, trained.id, token).status_code == 200


def test_a_stale_switch_is_refused(api, token):
    change = {"is_on": False, "reason": "odd advice"}
    assert api.patch(PATH, change, token=token, headers={"If-Match": '"0"'}).json()["is_on"] is False

    assert api.patch(PATH, change, token=token, headers={"If-Match": '"0"'}).status_code == 412
    assert api.patch(PATH, change, token=token).status_code == 428
    assert AuditEntry.objects.filter(action="model.changed").count() == 1


@pytest.mark.parametrize("body", [{"reason": "why"}, {"is_on": False}, {"is_on": False, "reason": "x", "name": "y"}])
def test_a_change_names_what_and_why(api, token, body):
    assert api.patch(PATH, body, token=token, headers={"If-Match": '"0"'}).status_code == 422


def test_only_the_last_versions_keep_their_lists(api, token):
    bought(HABITS)
    oldest, *_ = [train_recommendations(now=NOW) for _ in range(4)]

    answer = activate(api, oldest.id, token)

    assert (answer.status_code, answer.json()["state"]) == (409, "retired")
    assert len(api.get(f"{PATH}/versions", token=token).json()["items"]) == 4


def test_versions_are_paged(api, token):
    for _ in range(3):
        train_recommendations(now=NOW)

    first = api.get(f"{PATH}/versions", token=token, limit=2).json()
    second = api.get(f"{PATH}/versions", token=token, limit=2, cursor=first["next_cursor"]).json()

    assert [item["number"] for item in [*first["items"], *second["items"]]] == [3, 2, 1]
    assert second["next_cursor"] is None


def test_a_training_that_staff_ask_for_is_sent_to_a_worker(api, token):
    answer = api.post(f"{PATH}/trainings", token=token)

    assert answer.status_code == 202
    (name, region, arguments) = next(iter(sent := list(bulk.take_all())))
    assert len(sent) == 1
    assert (name, region) == (tasks.train_recommendations.name, "eu")
    assert arguments["trained_by"].startswith("stf_")


def test_a_worker_trains_what_staff_asked_for(api, token):
    assert api.post(f"{PATH}/trainings", token=token).status_code == 202

    bulk.work()

    latest = model(api, token)["latest"]
    assert (latest["number"], latest["refused_for"]) == (1, "too_little_data")
    assert latest["trained_by"].startswith("stf_")


@pytest.mark.parametrize("name", list(ModelName))
def test_while_a_model_is_trained_no_other_training_of_it_begins(name):
    train = TRAININGS[name]

    def another() -> None:
        with tenancy.scope(directory.get("eu")):
            train()

    with services.only_training(name) as is_only:
        in_a_thread(another)
        assert is_only
        assert not ModelVersion.objects.exists()

    train()
    assert ModelVersion.objects.get().name == name


def test_a_training_that_fails_lets_the_next_one_begin():
    with pytest.raises(ZeroDivisionError), services.only_training(ModelName.FORECASTS):
        1 / 0  # noqa: B018

    def another() -> bool:
        with tenancy.scope(directory.get("eu")), services.only_training(ModelName.FORECASTS) as is_only:
            return is_only

    assert in_a_thread(another)


@pytest.mark.parametrize("train", TRAININGS.values())
def test_a_training_that_cost_a_worker_its_life_is_not_begun_again(train):
    assert train.reject_on_worker_lost is False


def test_a_version_without_an_answer_does_not_become_active_by_itself():
    good = Evaluated(metrics={}, baselines={})
    with tenancy.atomic():
        empty = registry.open_version(
            ModelName.RECOMMENDATIONS, good, window=None, row_count=0, duration_ms=1, trained_by="system", now=NOW
        )
        assert registry.renew(empty, now=NOW) is False

    assert ModelVersion.objects.get().state == "candidate"


def test_old_answers_are_deleted_by_one_statement_and_the_active_ones_stay(api, token, django_assert_num_queries):
    bought(HABITS)
    first = train_recommendations(now=NOW)
    api.patch(PATH, {"renews_itself": False, "reason": "we look first"}, token=token, headers={"If-Match": '"0"'})
    latest = [train_recommendations(now=NOW) for _ in range(4)][-3:]

    assert set(NeighbourList.objects.values_list("version_id", flat=True)) == {first.id, *(version.id for version in latest)}
    with django_assert_num_queries(6, using="eu"):  # begin, the switch made and locked, what is kept, the deletion, commit
        registry.drop_old_lists(ModelName.RECOMMENDATIONS)


def test_names_that_no_model_has_are_not_found(api, token):
    assert api.get("admin/models/prophecy", token=token).status_code == 404
    assert api.get("admin/models/prophecy/versions", token=token).status_code == 404
    assert api.post("admin/models/prophecy/trainings", token=token).status_code == 404
    assert activate(api, "mdl_00000000000000000000000000", token).status_code == 404


@pytest.mark.parametrize("role", ["support", "finance"])
def test_other_staff_are_refused(api, role):
    assert api.get(PATH, token=staff_token(role)).status_code == 403
    assert activate(api, "mdl_x", staff_token(role)).status_code == 403


def test_customers_and_vendors_are_refused(api):
    for token in (customer_token(make_customer().id), vendor_token(make_vendor().id)):
        assert api.get("admin/models", token=token).status_code == 403


def test_staff_of_another_region_are_refused(api, token):
    assert api.get("admin/models", token=token, tenant="mena").status_code == 421
