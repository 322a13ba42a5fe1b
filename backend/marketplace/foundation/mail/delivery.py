"""Handing a mail to Django's back end, as plain text and as a simple page of the same text."""

from __future__ import annotations

import html
import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from marketplace.foundation import tenancy

RIGHT_TO_LEFT = frozenset({"ar"})

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_PAGE = (
    '<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"></head>'
    '<body style="margin:0;background:#f4f4f2"><div style="max-width:36em;margin:0 auto;padding:2em;background:#fff;'
    'font:16px/1.5 system-ui,sans-serif;color:#1c1c1a">{paragraphs}</div></body></html>'
)


def deliver(*, to: str, subject: str, body: str, language: str, message_id: str = "") -> None:
    """
    Send one mail now. A ``message_id`` that stays the same lets a reader's program see that a second copy is one.

    :raises OSError: when it could not be handed over (SMTP's errors are OSErrors)
    :raises ForbiddenInTransaction: inside a transaction
    """
    tenancy.forbid_in_transaction("a mail was sent")
    headers = {"Content-Language": language, "Auto-Submitted": "auto-generated"}
    if message_id:
        headers["Message-ID"] = f"<{message_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>"
    mail = EmailMultiAlternatives(subject, body, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    mail.attach_alternative(as_page(body, language=language), "text/html")
    mail.send()


def as_page(body: str, *, language: str) -> str:
    """The text as HTML: its paragraphs, its line breaks and links that can be opened, from right to left where it is read so."""
    paragraphs = "".join(f"<p>{_linked(part)}</p>" for part in re.split(r"\n{2,}", body.strip()))
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return _PAGE.format(language=language, direction=direction, paragraphs=paragraphs)


def _linked(text: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = html.escape(found[0])
        pieces += [html.escape(text[end : found.start()]), f'<a href="{address}" dir="ltr">{address}</a>']
        end = found.end()
    return "".join([*pieces, html.escape(text[end:])]).replace("\n", "<br>")
