"""Words that say little, folded: a question is not asked to find them, unless it holds nothing else."""

from __future__ import annotations

from marketplace.foundation.search.folding import fold

_WORDS = {
    "ar": "في من على عن الي مع هذا هذه ذلك تلك التي الذي ما لا او ثم هل كل لل عند بعد قبل و ب ل",
    "de": """aber als am an auch auf aus bei bin bis das dass dem den der des die dies diese dieser dieses doch du durch ein eine einem
        einen einer eines er es fur hat ich ihr im in ist ja kein keine mein meine meinen mich mir mit nach nicht noch nur ob oder ohne
        sein seine sich sie sind so um und uns unser unter vom von vor was wenn wer wie wir wo zu zum zur""",
    "en": """a about am an and any are as at be by can do does for from had has have i if in into is it its me my no not of on or our s
        so some something than that the their them then there these they this those to was we what when where which while who will with
        would you your""",
    "fr": """a au aux avec c ce ces cet cette d dans de des du elle en est et eux il ils j je l la le les leur leurs lui m ma mais me mes
        moi mon n ne nos notre nous on ou par pas pour qu que quel quelle qui s sa sans se ses si son sont sur t ta te tes toi ton tu un
        une vos votre vous y""",
    "nl": """aan al als bij dan dat de der deze die dit doe door een en er het hij hoe ik in is je kan maar me meer met mij mijn na naar
        niet nog nu of om onder ons ook op over s te tegen toch tot u uit uw van veel voor waar wat we wel wie wil wij ze zich zij zijn
        zo zonder""",
}
_WISHES = """أريد أبحث أحتاج شيء شيئا brauche etwas gern gerne möchte suche will womit find like likes looking need needs want wants
    besoin cherche chose quelque veux voudrais graag iets nodig waarmee wil zoek"""
STOPWORDS: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_LITTLE = frozenset(fold(_WISHES).split()).union(*STOPWORDS.values())


def says_something(word: str, language: str) -> bool:
    return word not in STOPWORDS.get(language, frozenset())


def telling(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The words but those that say little in the language; all of them if nothing else is left."""
    left = tuple(word for word in words if says_something(word, language))
    return left or words


def bare(text: str) -> str:
    """What a question is about, in whichever language: without little words and those that a wish is wrapped in; all if none is left."""
    return " ".join(filter(says_more, text.split())) or text


def says_more(word: str) -> bool:
    """Whether a word (as typed) is more than a little one, or one that a wish is wrapped in, of any language."""
    return not _LITTLE.issuperset(fold(word).split())
