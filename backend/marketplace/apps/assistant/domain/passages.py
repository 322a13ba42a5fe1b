"""An operator's page as passages that can be quoted: its paragraphs and items, each with the heading that it stands under."""

from __future__ import annotations

import re

import msgspec

from marketplace.kit.plain_text import clean_line

MAX_PASSAGE = 600  # characters that are quoted
FITS = 0.18  # of a passage and a question (0 to 1), below which it answers another one
_LINK = re.compile(r"\[([^\]]{0,200})\]\((?:mailto:)?[^)\s]{0,500}\)")
_MARKS = re.compile(r"[*_`]{1,3}")
_LEAD = re.compile(r"\*\*([^*]{1,200})\*\*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
# A page's address without its scheme: labels and a last one of letters alone, which is no part of an e-mail address.
DOMAIN = r"(?<![\w@.+-])(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24}(?![\w-])(?![\w.+-]{0,64}@)(?:[/:?#]\S*)?"
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S+|{DOMAIN}", re.IGNORECASE)
_GLUED = re.compile(r"[^\W\d_]+\.[^\W\d_]+")  # two sentences without a space between them, where the second begins with a capital
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,250}")


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """``heading`` is empty above the first one; ``lead`` is what it begins with in bold."""

    slug: str
    title: str
    heading: str
    text: str
    lead: str = ""

    @property
    def subject(self) -> str:
        """What it answers, in the page's own words."""
        return self.lead or self.heading or self.title


def passages_of(*, slug: str, title: str, body: str) -> list[Passage]:
    """Of a page's Markdown. What is all italics is a remark of the operator's to itself, and no answer."""
    found: list[Passage] = []
    heading = ""
    for block in _blocks(body):
        if block.startswith("#"):
            heading = plain(block.lstrip("#"))
        elif not (block.startswith("*") and block.endswith("*") and not block.startswith("**")):
            lead = _LEAD.match(block)
            text = plain(block)[:MAX_PASSAGE]
            found.append(Passage(slug=slug, title=title, heading=heading, text=text, lead=plain(lead[1]) if lead else ""))
    return [passage for passage in found if passage.text]


def plain(markdown: str) -> str:
    """One line without marks; of a link its words, and no address of a page."""
    return clean_line(without_addresses(_MARKS.sub("", _LINK.sub(r"\1", markdown))))


def without_addresses(text: str) -> str:
    """What vendors and operators write is quoted, and where it sends people is not."""
    return _ADDRESS.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    first, _, second = found[0].partition(".")
    is_glued = _GLUED.fullmatch(found[0]) is not None and first[-1:].islower() and second.istitle()
    return f"{first}. {second}" if is_glued else ""


def without_contacts(text: str) -> str:
    """What a vendor writes, which may lead nobody away: without addresses of pages and of mail."""
    return _EMAIL.sub("", without_addresses(text))


def _blocks(body: str) -> list[str]:
    """Paragraphs, headings and items, each as one line."""
    blocks: list[str] = []
    is_open = False
    for line in body.splitlines():
        text = line.strip()
        item = _ITEM.match(text)
        if not text:
            is_open = False
        elif text.startswith("#") or item:
            blocks.append(text[item.end() :] if item else text)
            is_open = bool(item)
        elif is_open:
            blocks[-1] += f" {text}"
        else:
            blocks.append(text)
            is_open = True
    return blocks
