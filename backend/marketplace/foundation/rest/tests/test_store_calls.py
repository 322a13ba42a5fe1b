from __future__ import annotations

import re


def test_who_asks_learns_what_the_stores_were_asked(api):
    answer = api.get("store/region", headers={"X-Count-Store-Calls": "1"})

    assert re.fullmatch(r"sql=\d+ documents=\d+", answer["X-Store-Calls"])


def test_no_other_caller_does(api):
    assert "X-Store-Calls" not in api.get("store/region")


def test_statements_and_document_calls_are_counted(api):
    answer = api.post("store/carts", {}, headers={"X-Count-Store-Calls": "1"})

    sql, documents = map(int, re.findall(r"\d+", answer["X-Store-Calls"]))
    assert documents >= 1
    assert sql > documents
