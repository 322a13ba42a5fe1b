"""Two versions on shares of the customers: who gets which, how it ends, and who may begin one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.domain.trials import LEAST_DAYS, MOST_DAYS, Arm, verdict
from marketplace.apps.intelligence.models import ModelTrial, ModelVersion
from marketplace.apps.intelligence.queries import recommendations
from marketplace.apps.intelligence.services import registry, scoring, trials
from marketplace.apps.intelligence.tests.factories import bought, made_version
from marketplace.apps.intelligence.types import ListKind, ModelName, TrialState
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

PATH = "admin/models/recommendations/trials"
NAME = ModelName.RECOMMENDATIONS


class Pair:
    """The version that answers, which knows that cups go with tea, and a later one, which says spoons do."""

    def __init__(self) -> None:
        self.champion = made_version({"prod_tea": ["prod_cup"]})
        self.challenger = made_version({"prod_tea": ["prod_spoon"], "prod_spoon": ["prod_tea"]}, state="candidate")

    def start(self, api: Any, **changes: Any) -> Any:
        body = {"version_id": self.challenger.id, "share_percent": 50, "reason": "it looks better", **changes}
        return api.post(PATH, body, token=staff_token("catalogue"))


@pytest.fixture
def pair(tenant: Any) -> Pair:
    return Pair()


def answered(customer_id: str) -> list[str]:
    """The products that go with tea for this customer (a guest: '')."""
    with tenancy.atomic():
        lists = recommendations._neighbours(ListKind.BASKET, ["prod_tea"], customer_id)
    return [product_id for product_id, _ in lists["prod_tea"]]


class TestVerdict:
    def test_a_clear_difference_ends_it_after_a_week(self):
        arms = {"champion": Arm(2_000, 200), "challenger": Arm(2_000, 320)}

        assert verdict(**arms, days=LEAST_DAYS - 1) is TrialState.RUNNING
        assert verdict(**arms, days=LEAST_DAYS) is TrialState.WON
        assert verdict(arms["challenger"], arms["champion"], days=LEAST_DAYS) is TrialState.LOST

    def test_what_could_be_chance_goes_on_and_is_undecided_in_the_end(self):
        arms = (Arm(2_000, 200), Arm(2_000, 215))

        assert verdict(*arms, days=MOST_DAYS - 1) is TrialState.RUNNING
        assert verdict(*arms, days=MOST_DAYS) is TrialState.UNDECIDED

    def test_few_cases_decide_nothing(self):
        assert verdict(Arm(99, 0), Arm(99, 99), days=LEAST_DAYS) is TrialState.RUNNING
        assert verdict(Arm(0, 0), Arm(0, 0), days=MOST_DAYS) is TrialState.UNDECIDED

    def test_two_equal_versions_are_seldom_taken_for_different_ones_however_often_one_looks(self):
        import numpy as np

        random = np.random.default_rng(3)
        wrong = 0
        for _ in range(400):
            hits = np.cumsum(random.binomial(150, 0.13, size=(MOST_DAYS, 2)), axis=0)
            states = [verdict(Arm(150 * day, int(a)), Arm(150 * day, int(b)), days=day) for day, (a, b) in enumerate(hits, start=1)]
            wrong += bool({TrialState.WON, TrialState.LOST} & set(states))

        assert wrong / 400 <= 0.05


class TestStarting:
    def test_a_share_of_the_customers_gets_the_challenger_and_keeps_it(self, api, pair):
        answer = pair.start(api)

        assert answer.status_code == 201, answer.content
        trial = answer.json()["trial"]
        assert (trial["state"], trial["share_percent"], trial["days"]) == ("running", 50, 0)
        assert (trial["champion"]["version_id"], trial["challenger"]["version_id"]) == (pair.champion.id, pair.challenger.id)
        first, again = [[tuple(answered(f"cus_{n}")) for n in range(60)] for _ in range(2)]
        assert first == again
        assert 15 <= first.count(("prod_spoon",)) <= 45
        assert set(first) == {("prod_spoon",), ("prod_cup",)}

    def test_a_guest_and_what_is_the_same_for_everybody_stay_with_the_champion(self, api, pair):
        pair.start(api)

        assert answered("") == ["prod_cup"]

    def test_it_leaves_an_audit_row_with_the_reason(self, api, pair):
        pair.start(api)

        entry = AuditEntry.objects.get(action="model.trial_started")
        assert (entry.reason, entry.new["challenger"], entry.new["share_percent"]) == ("it looks better", pair.challenger.id, 50)

    def test_one_runs_at_a_time(self, api, pair):
        pair.start(api)

        answer = pair.start(api)

        assert (answer.status_code, answer.json()["code"], answer.json()["why"]) == (409, "trial_not_possible", "running")
        assert ModelTrial.objects.count() == 1

    @pytest.mark.parametrize("change", [{"is_on": False}, {"is_shadow": True}])
    def test_where_the_model_does_not_answer_none_begins_and_one_that_runs_ends(self, api, pair, change):
        pair.start(api)

        registry.change_model(name=NAME, etag="0", actor=STAFF_ACTOR, reason="odd advice", now=NOW, **change)

        assert ModelTrial.objects.get().state == "stopped"
        assert pair.start(api).json()["why"] == "not_answering"

    def test_models_whose_versions_see_every_case_are_not_split(self, api, pair):
        body = {"version_id": pair.challenger.id, "share_percent": 10, "reason": "why not"}

        answer = api.post("admin/models/fraud/trials", body, token=staff_token())

        assert (answer.status_code, answer.json()["why"]) == (409, "not_split")

    def test_a_version_that_was_refused_or_has_no_lists_is_not_tried(self, api, pair):
        refused, empty = made_version({"prod_tea": ["prod_pot"]}, state="refused"), made_version({}, state="retired")

        assert [pair.start(api, version_id=version.id).status_code for version in (refused, empty)] == [409, 409]
        assert pair.start(api, version_id="mdl_01J9ZZZZZZZZZZZZZZZZZZZZZZ").status_code == 404

    @pytest.mark.parametrize("change", [{"share_percent": 0}, {"share_percent": 51}, {"reason": ""}, {"version_id": "1"}])
    def test_what_makes_no_sense_is_refused(self, api, pair, change):
        assert pair.start(api, **change).status_code == 422

    def test_only_who_runs_models_may(self, api, pair):
        body = {"version_id": pair.challenger.id, "share_percent": 50, "reason": "mine"}
        tokens = [staff_token("support"), vendor_token(make_vendor().id), customer_token(make_customer().id), ""]

        for token in tokens:
            options = {"token": token} if token else {}
            assert api.post(PATH, body, **options).status_code in (401, 403)
            assert api.post(f"{PATH}/stop", {"reason": "mine"}, **options).status_code in (401, 403)
        assert not ModelTrial.objects.exists()


class TestEnding:
    def test_staff_stop_it_and_the_champion_answers_everybody(self, api, pair):
        pair.start(api)

        answer = api.post(f"{PATH}/stop", {"reason": "complaints"}, token=staff_token("catalogue"))
        twice = api.post(f"{PATH}/stop", {"reason": "complaints"}, token=staff_token("catalogue"))

        assert (answer.status_code, answer.json()["trial"]["state"]) == (200, "stopped")
        assert (twice.status_code, twice.json()["why"]) == (409, "no_trial")
        assert {tuple(answered(f"cus_{n}")) for n in range(40)} == {("prod_cup",)}
        assert AuditEntry.objects.get(action="model.trial_ended").reason == "complaints"

    def test_each_day_counts_once_and_by_the_customers_of_each(self, api, pair):
        pair.start(api)
        bought([["prod_tea", "prod_spoon"]] * 40, customer_ids=[f"cus_{n}" for n in range(40)], days=0, now=NOW - timedelta(days=1))
        bought([["prod_tea", "prod_spoon"]] * 5, days=0, now=NOW - timedelta(days=1))

        scoring.score_recommendations(now=NOW)
        scoring.score_recommendations(now=NOW)

        trial = ModelTrial.objects.get()
        own = sum(answered(f"cus_{n}") == ["prod_spoon"] for n in range(40))
        assert (trial.days, trial.state) == (1, "running")
        assert (trial.challenger_cases, trial.challenger_hits) == (own, own)
        assert (trial.champion_cases, trial.champion_hits) == (40 - own, 0)

    def test_a_challenger_that_wins_answers_everybody_and_one_that_loses_nobody(self, api, pair):
        pair.start(api)
        for day in range(LEAST_DAYS):
            trials.count_day(NAME, (NOW + timedelta(days=day)).date(), champion=Arm(300, 30), challenger=Arm(300, 60), now=NOW)

        assert ModelTrial.objects.get().state == "won"
        assert ModelVersion.objects.get(state="active").id == pair.challenger.id
        services.start_trial(
            name=NAME, version_id=pair.champion.id, share_percent=10, reason="the other way round", actor=STAFF_ACTOR, now=NOW
        )
        for day in range(LEAST_DAYS):
            trials.count_day(NAME, (NOW + timedelta(days=day)).date(), champion=Arm(300, 60), challenger=Arm(300, 30), now=NOW)
        assert set(ModelTrial.objects.values_list("state", flat=True)) == {"won", "lost"}
        assert ModelVersion.objects.get(state="active").id == pair.challenger.id

    def test_while_it_runs_a_new_version_waits_and_the_challengers_lists_stay(self, api, pair):
        pair.start(api)
        later = [made_version({"prod_tea": ["prod_pot"]}, state="candidate") for _ in range(4)]

        assert not registry.renew(later[-1], now=NOW)
        registry.drop_old_lists(NAME)

        assert registry.has_lists(pair.challenger)
        assert registry.has_lists(pair.champion)
        assert not registry.has_lists(later[0])

    def test_staff_who_make_another_version_active_end_it(self, api, pair):
        pair.start(api)
        other = made_version({"prod_tea": ["prod_pot"]}, state="candidate")

        registry.activate(name=NAME, version_id=other.id, reason="surely better", actor=STAFF_ACTOR, now=NOW)

        assert ModelTrial.objects.get().state == "stopped"
