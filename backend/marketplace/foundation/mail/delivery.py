"""Handing a mail to Django's back end, as plain text and as a simple page of the same text."""

from __future__ import annotations

import html
import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from marketplace.foundation import tenancy
from marketplace.foundation.rest.origins import is_of_region
from marketplace.foundation.texts import is_right_to_left

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_PAGE = (
    '<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"></head>'
    '<body style="margin:0;background:#f4f4f2"><div style="max-width:36em;margin:0 auto;padding:2em;background:#fff;'
    'font:16px/1.5 system-ui,sans-serif;color:#1c1c1a">{paragraphs}</div></body></html>'
)


def deliver(*, to: str, subject: str, body: str, language: str, message_id: str = "", unsubscribe_url: str = "") -> None:
    """
    Send one mail now. A ``message_id`` that stays the same lets a reader's program see that a second copy is one. To
    ``unsubscribe_url`` it sends a POST when the reader wants no more such mails (RFC 8058).

    :raises OSError: when it could not be handed over (SMTP's errors are OSErrors)
    :raises ForbiddenInTransaction: inside a transaction
    """
    tenancy.forbid_in_transaction("a mail was sent")
    headers = {"Content-Language": language, "Auto-Submitted": "auto-generated"}
    if message_id:
        headers["Message-ID"] = f"<{message_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>"
    if unsubscribe_url:
        headers |= {"List-Unsubscribe": f"<{unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(subject, body, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    mail.attach_alternative(as_page(body, language=language), "text/html")
    mail.send()


def as_page(body: str, *, language: str) -> str:
    """The text as HTML: its paragraphs, its line breaks and links to our own pages, from right to left where it is read so."""
    paragraphs = "".join(f"<p>{_linked(part)}</p>" for part in re.split(r"\n{2,}", body.strip()))
    direction = "rtl" if is_right_to_left(language) else "ltr"
    return _PAGE.format(language=language, direction=direction, paragraphs=paragraphs)


def _linked(text: str) -> str:
    chunks, end = [], 0
    for found in _ADDRESS.finditer(text):
        if not is_of_region("/".join(found[0].split("/")[:3]), tenancy.current()):
            continue  # of another site: shown as text, never as a link in our name
        address = html.escape(found[0])
        chunks += [html.escape(text[end : found.start()]), f'<a href="{address}" dir="ltr">{address}</a>']
        end = found.end()
    return "".join([*chunks, html.escape(text[end:])]).replace("\n", "<br>")
