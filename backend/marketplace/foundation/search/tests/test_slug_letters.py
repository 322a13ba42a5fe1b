from __future__ import annotations

import unicodedata

from marketplace.foundation.search.folding import fold
from marketplace.kit.slugs import slug_of

LATIN = [letter for letter in map(chr, range(0x41, 0x250)) if unicodedata.name(letter, "").startswith("LATIN") and letter.isalpha()]


def test_slugs_write_latin_letters_as_search_folds_them():
    assert {letter: slug_of(letter) for letter in LATIN} == {letter: fold(letter) for letter in LATIN}
