"""
How words of each language are made comparable inside Elasticsearch. What arrives is folded already (``folding.py``): words of small
letters without accents, with spaces between them. What is left to do is to find the stem, and the words inside a compound.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

SHORTEST_BEGINNING, LONGEST_BEGINNING = 2, 15
SHORTEST_PART = 4  # letters of a word inside a compound, and one less of what stands before it

Filter = dict[str, Any]

# In the order in which they work.
STEMMERS: dict[str, list[Filter]] = {
    "ar": [{"type": "stemmer", "language": "arabic"}],
    "da": [{"type": "stemmer", "language": "danish"}],
    # Plurals that light_german leaves: Schüsseln, Gabeln, Leitern.
    "de": [{"type": "pattern_replace", "pattern": "^(.{3,}e[lr])n$", "replacement": "$1"}, {"type": "stemmer", "language": "light_german"}],
    "en": [{"type": "stemmer", "language": "english"}],
    "es": [{"type": "stemmer", "language": "light_spanish"}],
    "fi": [{"type": "stemmer", "language": "light_finnish"}],
    "fr": [{"type": "stemmer", "language": "light_french"}],
    "it": [{"type": "stemmer", "language": "light_italian"}],
    "nb": [{"type": "stemmer", "language": "norwegian"}],
    # The stock analyzer's stemmer does not find "huizen" by "huis"; this one does, and twice also "dekens" by "deken" and
    # "fietsen" by "fiets". Then "babys", and the e of "groene" and "kleine", which it leaves.
    "nl": [
        {"type": "pattern_replace", "pattern": "glazen$", "replacement": "glas"},
        {"type": "pattern_replace", "pattern": "(hemd|blad|vat)en$", "replacement": "$1"},
        {"type": "pattern_replace", "pattern": "^(.{3,}(?:ee|y))s$", "replacement": "$1"},
        {"type": "snowball", "language": "Kp"},
        {"type": "snowball", "language": "Kp"},
        {"type": "pattern_replace", "pattern": "^(.{3,}[^aeiou])e$", "replacement": "$1"},
    ],
    "pt": [{"type": "stemmer", "language": "light_portuguese"}],
    "ru": [{"type": "stemmer", "language": "russian"}],
    "sv": [{"type": "stemmer", "language": "light_swedish"}],
    "tr": [{"type": "stemmer", "language": "turkish"}],
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
# Languages that write several words as one, the last of which says what it is: a Lederjacke is a Jacke.
COMPOUNDING = frozenset({"da", "de", "fi", "nb", "nl", "sv"})


def has_compounds(language: str) -> bool:
    return language in COMPOUNDING


def analysis(languages: Iterable[str]) -> dict[str, Any]:
    """The analyzers for the languages, as an index's settings take them."""
    filters: dict[str, Any] = {
        "beginnings": {"type": "edge_ngram", "min_gram": SHORTEST_BEGINNING, "max_gram": LONGEST_BEGINNING, "preserve_original": True},
        "ends_of_compounds": {"type": "pattern_capture", "preserve_original": False, "patterns": _ends()},
    }
    analyzers: dict[str, Any] = {
        "words": {"tokenizer": "whitespace"},
        "beginnings": {"tokenizer": "whitespace", "filter": ["beginnings"]},
    }
    for language in languages:
        own = _filters(language)
        filters |= own
        analyzers[text_analyzer(language)] = {"tokenizer": "whitespace", "filter": list(own)}
        if has_compounds(language):
            analyzers[parts_analyzer(language)] = {"tokenizer": "whitespace", "filter": [*own, "ends_of_compounds", "unique"]}
    return {"filter": filters, "analyzer": analyzers}


def text_analyzer(language: str) -> str:
    return f"text_{language}"


def parts_analyzer(language: str) -> str:
    return f"parts_{language}"


def _filters(language: str) -> dict[str, Filter]:
    """By name, in the order in which they work; none for a language that is searched by whole words."""
    found: dict[str, Filter] = {}
    if language in IRREGULAR:
        rules = [rule.replace("=", " => ") for rule in IRREGULAR[language].split()]
        found[f"irregular_{language}"] = {"type": "stemmer_override", "rules": rules}
    return found | {f"stem_{language}_{place}": stemmer for place, stemmer in enumerate(STEMMERS.get(language, []))}


def _ends() -> list[str]:
    """
    Every ending of a stem that may be a word: no dictionary is needed, since nobody asks for an ending that is none.

    Each pattern leaves out so many letters at the beginning.
    """
    return [f"^.{{{left}}}(.{{{SHORTEST_PART},}})$" for left in range(SHORTEST_PART - 1, LONGEST_BEGINNING)]
