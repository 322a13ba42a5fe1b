from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.slugs import MAX_SLUG, is_slug, numbered, slug_of

NAMES = st.text(st.characters() | st.sampled_from("ßøæœłđıþÆİéa-1' ٣تمـ\u064eЙй\u0306हि\u094d\u0301Σς"), max_size=200)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Straße groß", "strasse-gross"),
        ("Œufs & Æble", "oeufs-aeble"),
        ("Łódź Ørsted Đakovo Þór Iğdır", "lodz-orsted-dakovo-thor-igdir"),
        ("ete/hiver.2", "ete-hiver-2"),
        ("عطر 100 مل", "عطر-100-مل"),
        ("عِطْر ١٠٠", "عطر-100"),
        ("تمـــر", "تمر"),
        ("می\u200cخواهم", "میخواهم"),
        ("Чай «Йога»", "чай-йога"),
        ("Cafe\u0301", "cafe"),
        ("हिन्दी", "हिन्दी"),
        ("ＡＢＣ　１", "abc-1"),
        ("Noor's l'été", "noors-l-ete"),
        ("茶 2kg", "茶-2kg"),
        ("a_b--c", "a-b-c"),
        ("../..", ""),
        ("\u200b", ""),
    ],
)
def test_no_letter_is_lost(name, slug):
    assert slug_of(name) == slug


@given(NAMES)
def test_a_slug_is_its_own_slug(name):
    slug = slug_of(name)

    assert slug_of(slug) == slug
    assert slug == "" or is_slug(slug)


@given(NAMES, st.sampled_from(["2", "17", "0a1b2c3d"]))
def test_a_numbered_slug_is_one_too(name, suffix):
    slug = slug_of(name) or "x"

    assert is_slug(numbered(slug, suffix))
    assert len(numbered(slug, suffix)) <= MAX_SLUG


@pytest.mark.parametrize("text", ["", "a b", "a/b", "a\x00", "x" * 151, "Lamp", "-a", "a--b", "e\u0301", "..", "a%2fb"])
def test_what_is_no_slug(text):
    assert not is_slug(text)
