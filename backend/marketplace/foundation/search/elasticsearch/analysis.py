"""
How words of each language are made comparable inside Elasticsearch. What arrives is folded already (``folding.py``): words of small
letters without accents, with spaces between them. What is left to do is to find the stem, and the words inside a compound.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

SHORTEST_BEGINNING, LONGEST_BEGINNING = 2, 15
SHORTEST_PART = 4  # letters of a word inside a compound, and one less of what stands before it

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "light_german",
    "en": "english",
    "es": "light_spanish",
    "fi": "light_finnish",
    "fr": "light_french",
    "it": "light_italian",
    "nb": "norwegian",
    "nl": "dutch_kp",  # the stock analyzer's older one does not find "huizen" by "huis"
    "pt": "light_portuguese",
    "ru": "russian",
    "sv": "light_swedish",
    "tr": "turkish",
}
# What the stemmer does not know: plurals with another vowel or consonant.
IRREGULAR = {
    "en": {
        "children": "child",
        "feet": "foot",
        "halves": "half",
        "knives": "knife",
        "leaves": "leaf",
        "loaves": "loaf",
        "men": "man",
        "mens": "man",
        "mice": "mouse",
        "scarves": "scarf",
        "shelves": "shelf",
        "teeth": "tooth",
        "wives": "wife",
        "women": "woman",
        "womens": "woman",
    },
    "nl": {
        "glaasje": "glas",
        "glaasjes": "glas",
        "glazen": "glas",
        "kinderen": "kind",
        "kleden": "kleed",
        "leden": "lid",
        "rode": "rood",
        "schepen": "schip",
        "steden": "stad",
        "vaten": "vat",
    },
}
# Plurals that light_german leaves: Schüsseln, Gabeln, Leitern.
REGULAR = {"de": [("^(.{3,}e[lr])n$", "$1")]}
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


def _filters(language: str) -> dict[str, Any]:
    """By name, in the order in which they work; none for a language that is searched by whole words."""
    found: dict[str, Any] = {}
    if language in IRREGULAR:
        rules = [f"{word} => {stem}" for word, stem in IRREGULAR[language].items()]
        found[f"irregular_{language}"] = {"type": "stemmer_override", "rules": rules}
    for place, (pattern, replacement) in enumerate(REGULAR.get(language, [])):
        found[f"regular_{language}_{place}"] = {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}
    if language in STEMMERS:
        found[f"stem_{language}"] = {"type": "stemmer", "language": STEMMERS[language]}
    return found


def _ends() -> list[str]:
    """
    Every ending of a stem that may be a word: no dictionary is needed, since nobody asks for an ending that is none.

    Each pattern leaves out so many letters at the beginning.
    """
    return [f"^.{{{left}}}(.{{{SHORTEST_PART},}})$" for left in range(SHORTEST_PART - 1, LONGEST_BEGINNING)]
