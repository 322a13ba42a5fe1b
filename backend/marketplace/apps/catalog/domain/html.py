"""Descriptions come from vendors and are shown to customers: only harmless HTML passes."""

from __future__ import annotations

import nh3

from marketplace.kit.plain_text import clean_block

_TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"*": {"dir", "lang"}, "a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}


def safe_html(text: str) -> str:
    """
    The text without scripts, styles, forms, frames and pictures, and without characters that nobody sees.

    What is safe already comes back as it is.
    """
    harmless = _harmless(clean_block(text))
    # Entities such as &#8203; are characters now. What they hid (``&#8203;javascript:``) has to be looked at again.
    return harmless if (seen := clean_block(harmless)) == harmless else _harmless(seen)


def _harmless(text: str) -> str:
    return nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags={"script", "style", "iframe", "object", "noscript", "template"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener",
    ).strip()
