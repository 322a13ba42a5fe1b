"""
How words of each language are made comparable inside Elasticsearch. What arrives is folded already (``folding.py``): words of small
letters without accents, with spaces between them. What is left to do is to find the stem, and the words inside a compound.
"""

from __future__ import annotations

from collections.abc import Sequence

from elasticsearch.dsl import analyzer, token_filter
from elasticsearch.dsl.utils import DslBase

from marketplace.foundation.search.compounds import SHORTEST_PART

SHORTEST_BEGINNING, LONGEST_BEGINNING = 2, 15


def _stemmer(language: str, name: str) -> DslBase:
    return token_filter(f"stem_{language}", "stemmer", language=name)


def _replace(name: str, pattern: str, replacement: str) -> DslBase:
    return token_filter(name, "pattern_replace", pattern=pattern, replacement=replacement)


_KRAAIJ_POHLMANN = token_filter("stem_nl", "snowball", language="Kp")

# In the order in which they work.
STEMMERS: dict[str, list[DslBase]] = {
    "ar": [_stemmer("ar", "arabic")],
    "da": [_stemmer("da", "danish")],
    # Plurals that light_german leaves: Schüsseln, Gabeln, Leitern.
    "de": [_replace("plural_de", "^(.{3,}e[lr])n$", "$1"), _stemmer("de", "light_german")],
    "en": [_stemmer("en", "english")],
    "es": [_stemmer("es", "light_spanish")],
    "fi": [_stemmer("fi", "light_finnish")],
    "fr": [_stemmer("fr", "light_french")],
    "it": [_stemmer("it", "light_italian")],
    "nb": [_stemmer("nb", "norwegian")],
    # The stock analyzer's stemmer does not find "huizen" by "huis"; this one does, and twice also "dekens" by "deken" and
    # "fietsen" by "fiets". Then "babys", and the e of "groene" and "kleine", which it leaves.
    "nl": [
        _replace("glasses_nl", "glazen$", "glas"),
        _replace("plural_en_nl", "(hemd|blad|vat)en$", "$1"),
        _replace("plural_s_nl", "^(.{3,}(?:ee|y))s$", "$1"),
        _KRAAIJ_POHLMANN,
        _KRAAIJ_POHLMANN,
        _replace("ending_e_nl", "^(.{3,}[^aeiou])e$", "$1"),
    ],
    "pt": [_stemmer("pt", "light_portuguese")],
    "ru": [_stemmer("ru", "russian")],
    "sv": [_stemmer("sv", "light_swedish")],
    "tr": [_stemmer("tr", "turkish")],
}
# What no rule finds: another vowel or consonant in the plural or before an ending.
IRREGULAR = {
    "de": "ole=ol",
    "en": """children=child feet=foot halves=half knives=knife leaves=leaf loaves=loaf men=man mens=man mice=mouse scarves=scarf
        shelves=shelf teeth=tooth wives=wife women=woman womens=woman""",
    "fr": """blanche=blanc blanches=blanc douce=doux douces=doux fraiche=frais fraiches=frais longue=long longues=long seche=sec
        seches=sec""",
    "nl": """autos=auto brede=breed dieren=dier eieren=ei fotos=foto gele=geel grote=groot hoge=hoog
        kinderen=kind kleden=kleed lage=laag leden=lid olien=olie rode=rood schepen=schip steden=stad theeen=thee""",
}


def _ends_of_compounds() -> DslBase:
    """
    Every ending of a stem that may be a word. It needs no dictionary: nobody searches for an ending that is not a word.

    Each pattern skips one more letter at the beginning.
    """
    patterns = [f"^.{{{skipped}}}(.{{{SHORTEST_PART},}})$" for skipped in range(SHORTEST_PART - 1, LONGEST_BEGINNING)]
    return token_filter("ends_of_compounds", "pattern_capture", preserve_original=False, patterns=patterns)


ENDS_OF_COMPOUNDS = _ends_of_compounds()
WORDS = analyzer("words", tokenizer="whitespace")
BEGINNINGS = analyzer(
    "beginnings",
    tokenizer="whitespace",
    filter=token_filter("beginnings", "edge_ngram", min_gram=SHORTEST_BEGINNING, max_gram=LONGEST_BEGINNING, preserve_original=True),
)


def text_analyzer(language: str) -> DslBase:
    """Words by their stems."""
    return analyzer(f"text_{language}", tokenizer="whitespace", filter=_stemming(language))


def parts_analyzer(language: str) -> DslBase:
    """Words by what their stems end in."""
    return analyzer(f"parts_{language}", tokenizer="whitespace", filter=[*_stemming(language), ENDS_OF_COMPOUNDS, "unique"])


def _stemming(language: str) -> Sequence[DslBase]:
    """In the order in which they work; none for a language that is searched by whole words."""
    stemmers = STEMMERS.get(language, [])
    if language not in IRREGULAR:
        return stemmers
    rules = [rule.replace("=", " => ") for rule in IRREGULAR[language].split()]
    return [token_filter(f"irregular_{language}", "stemmer_override", rules=rules), *stemmers]
