"""
What people type or paste, made into one form before it is compared or stored. Every field of people's text passes one of these.

Canonical composition is UAX #15 (NFC). Removed are the characters that show nothing: those of UAX #44's categories Cc, Cf, Cs and Co,
what else is Default_Ignorable_Code_Point (fillers, variation selectors), and noncharacters. Among them are the bidirectional controls of
UAX #9, which can make text read as something else. Joiners and variation selectors stay where they change what is seen.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata

import idna

from marketplace.kit.normal_forms import LONGEST_RUN, normalize

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_EMOJI_STYLE = "\ufe0f"
_SHAPING = frozenset((_ZWNJ, _ZWJ, _EMOJI_STYLE))
# Category Cf, and yet they show: Arabic number signs, the end of an ayah, and the like (Prepended_Concatenation_Mark).
_SHOWN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Default_Ignorable_Code_Point outside Cf, the blank cell of Braille, and noncharacters: neither a letter nor a mark is seen.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e0fff" + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)) + "]"
)
# Arabic letters that never join the next one, after which a joiner shows nothing (Joining_Type R and U).
_ENDS_ITSELF = frozenset("ءآأؤإاةدذرزوٱٲٳٵٶٷڈډڊڋڌڍڎڏڐڑڒړڔڕږڗژڙۀۃۄۅۆۇۈۉۊۋۍۏےۓەۮۯ")
MAX_INDENT = 24  # blanks
_VIRAMA = 9  # canonical combining class
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")


def clean_line(text: str) -> str:
    """One line: NFC, without invisible characters, with single blanks inside and none at the ends. Empty if nobody could see it."""
    return _BLANKS.sub(" ", _seen(_BREAKS.sub(" ", text).replace("\t", " "))).strip()


def clean_block(text: str) -> str:
    """Text of several lines: as ``clean_line`` for each, with ``\\n`` between them and no blank lines at the ends."""
    return "\n".join(clean_line(line) for line in _BREAKS.split(text)).strip("\n")


def clean_markdown(text: str) -> str:
    """
    Markdown: as ``clean_block``, but with the blanks that a line begins with (at most ``MAX_INDENT``; a tab is four), which nest its lists.
    """
    lines = (line.replace("\t", "    ") for line in _BREAKS.split(text))
    return "\n".join(_indent(line) + clean_line(line) for line in lines).strip("\n")


def _indent(line: str) -> str:
    width = len(line) - len(line.lstrip(" "))
    return " " * min(width, MAX_INDENT) if line.strip() else ""


def clean_code(text: str) -> str:
    """
    A code or number that people copy (SKU, postcode, IBAN, phone number): as ``clean_line``, and every digit and letter in its plain
    form (NFKC: full-width letters, superscripts; Arabic-Indic and other digits become 0 to 9), without joiners.
    """
    if text.isascii():
        return clean_line(text)
    plain = normalize("NFKC", clean_line(text))
    return clean_line(ascii_digits("".join(letter for letter in plain if letter not in _SHAPING)))


def clean_email(text: str) -> str:
    """
    An e-mail address as it is stored and compared: as ``clean_code``, in lower case, a domain of other letters in its ASCII form
    (IDNA 2008). A domain that has none stays as it is, for the caller to check.
    """
    local, at, domain = clean_code(text).lower().rpartition("@")
    with contextlib.suppress(idna.IDNAError):
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    return f"{local}{at}{domain}"


def ascii_digits(text: str) -> str:
    """The same text with the decimal digits of every script written as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _seen(text: str) -> str:
    """The text without what shows nothing, composed."""
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable() or _UNSEEN.search(text) or any(map(unicodedata.combining, text)):
        text = _shaped("".join(letter for letter in text if letter in _SHAPING or _is_visible(letter)))
    return normalize("NFC", text)


def _is_visible(letter: str) -> bool:
    if _UNSEEN.match(letter):
        return False
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co") or letter in _SHOWN_FORMATS


def _shaped(text: str) -> str:
    """The text without joiners and selectors that change nothing, and without marks beyond ``LONGEST_RUN`` on one letter."""
    kept: list[str] = []
    base, marks = "", 0  # the last letter that is not a mark, and the marks on it
    for letter, following in zip(text, text[1:] + " ", strict=False):
        if letter in _SHAPING:
            if not _shapes(letter, base, kept[-1] if kept else "", following):
                continue
        elif unicodedata.category(letter).startswith("M"):
            marks += 1
            if marks > LONGEST_RUN:
                continue
        else:
            base, marks = letter, 0
        kept.append(letter)
    return "".join(kept)


def _shapes(letter: str, base: str, before: str, following: str) -> bool:
    """
    Whether the joiner or selector is seen between its neighbours: RFC 5892 appendix A for joiners, and the parts of one emoji.

    ``base`` is the last letter before it, ``before`` the last character, which may be a mark on that letter.
    """
    if letter == _EMOJI_STYLE:
        return before == base != "" and (following == "\u20e3" or unicodedata.category(base) in ("So", "Sm"))
    if _VIRAMA in _combining(before, following):
        return following.isalpha() or unicodedata.category(following).startswith("M")
    if letter == _ZWNJ:
        return _is_arabic(base) and _is_arabic(following) and base not in _ENDS_ITSELF and before not in _SHAPING
    return _is_pictorial(before) and unicodedata.category(following) == "So"


def _combining(*letters: str) -> list[int]:
    return [unicodedata.combining(letter) for letter in letters if letter]


def _is_arabic(letter: str) -> bool:
    return letter != "" and unicodedata.bidirectional(letter) == "AL"


def _is_pictorial(letter: str) -> bool:
    return letter == _EMOJI_STYLE or (letter != "" and unicodedata.category(letter) in ("So", "Sk"))
