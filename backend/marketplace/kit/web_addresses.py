"""Finds what mail programs and messengers turn into a link: addresses with a scheme, and bare domains of any real top-level domain."""

from __future__ import annotations

import functools
import itertools
import re

from publicsuffixlist import PublicSuffixList

from marketplace.kit.normal_forms import normalize

_WORD_ENDS = re.compile(r"[^\w.-]+")
_DOTS = str.maketrans("。", ".")  # IDNA reads U+3002 as a dot too; NFKC has made U+FF61 and U+2024 into one of them
# Written without a space after the full stop, and no link worth having: their second parts are top-level domains as well.
_ABBREVIATIONS = frozenset({("co", "kg"), ("dr", "med"), ("o", "box")})
_RESERVED = frozenset({"example", "test", "invalid", "localhost"})  # RFC 2606: real in no list, linked all the same
_NUMBER = "no"  # "Bldg.No 5"; a domain of Norway needs an organisation there


def has_web_address(text: str) -> bool:
    """Whether something in the (clean) text could become a link: ``https://...``, ``www.``, ``shop.example.com``, ``a@example.com``."""
    plain = normalize("NFKC", text).casefold().translate(_DOTS)
    return "://" in plain or any(_is_domain(word) for word in _WORD_ENDS.split(plain) if "." in word)


def _is_domain(word: str) -> bool:
    return any(_is_linked(first, second) for first, second in itertools.pairwise(word.split(".")))


def _is_linked(first: str, second: str) -> bool:
    """Whether ``first.second`` is: a name before a top-level domain, or anything after ``www``."""
    ending = second if second.startswith("xn--") else second.partition("-")[0]
    return first != "" and (first == "www" or _is_top_level(ending)) and (first, ending) not in _ABBREVIATIONS


def _is_top_level(label: str) -> bool:
    if label == _NUMBER or not label or label.isdigit():
        return False
    return label in _RESERVED or _suffixes().publicsuffix(label, accept_unknown=False) is not None


@functools.cache
def _suffixes() -> PublicSuffixList:
    """The list that comes with the package, read when first needed."""
    return PublicSuffixList(only_icann=True)
