"""How well search finds may rise, and not fall unseen: the results are the same at every run on PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).parent / "run.py"
# A little below what was measured when they were written down (docs/concepts/search.md).
FLOORS = {
    "exact": 0.97,
    "misspelt": 0.98,
    "questions": 0.9,
    "synonyms": 0.97,
    "cross-language": 0.95,
    "codes": 1.0,
    "prices": 0.96,
    "nothing": 0.84,
    "unseen": 0.77,
    "fresh-dev": 0.8,
    "fresh-test": 0.85,
    "attributes": 0.96,
    "held-out": 0.92,
    "all": 0.9,
}


def test_search_finds_as_well_as_it_did() -> None:
    done = subprocess.run([sys.executable, str(RUN), "--json"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]

    results = json.loads(done.stdout.splitlines()[-1])

    both, words, meaning = (results[way] for way in ("both", "words", "meaning"))
    assert {kind: both[kind]["ndcg"] for kind, floor in FLOORS.items() if both[kind]["ndcg"] < floor} == {}
    assert both["all"]["ndcg"] > max(words["all"]["ndcg"], meaning["all"]["ndcg"])
    assert sum(both[kind]["questions"] for kind in FLOORS if kind not in ("all", "unseen", "fresh-dev", "fresh-test")) >= 150
