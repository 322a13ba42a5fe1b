"""What is shipped of synonyms and purposes can be read, and says each thing once."""

from __future__ import annotations

from collections import Counter

import pytest

from marketplace.apps.discovery.domain.lexicons import FOLDER, lexicon_of, purposes_in
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.synonyms import read_synonyms

LANGUAGES = ("ar", "de", "en", "fr", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_purpose_leads_from_needs_to_a_thing_that_is_named_once(language: str) -> None:
    entries = read_synonyms((FOLDER / "purposes" / f"{language}.txt").read_text())

    names = Counter(fold(name) for entry in entries for name in entry.means)

    assert [entry for entry in entries if len(entry.words) < 2 or not entry.means] == []
    assert [name for name, count in names.items() if count > 1] == []
    assert all(purposes_in(language).needs_for(entry.means[0]) == entry.words for entry in entries)


def test_a_language_that_nobody_wrote_for_adds_nothing() -> None:
    assert purposes_in("tlh").needs_for("mug") == ()
    assert purposes_in("tlh").guess("mug").names == ()
    assert lexicon_of("tlh").alternatives("mug") == ()
