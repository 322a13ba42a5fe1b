"""
Mail to people, in their language, sent by a worker once the transaction that caused it has committed.

An app's texts lie in its folder ``mails``: ``send("accounts/confirm_email", ...)`` reads ``apps/accounts/mails/confirm_email.en.txt``,
a Jinja template whose first line is the subject.
"""

from __future__ import annotations

from typing import Any

from marketplace.foundation.mail.delivery import deliver
from marketplace.foundation.mail.links import web_url
from marketplace.foundation.mail.rendering import Mail, MailTemplateMissing, render
from marketplace.foundation.mail.tasks import send_mail

__all__ = ["Mail", "MailTemplateMissing", "deliver", "render", "send", "web_url"]


def send(template: str, *, to: str, language: str, **context: Any) -> None:
    """
    Send a mail after commit. ``context`` holds plain JSON values; ``marketplace`` (the region's name) is always there.

    :raises MailTemplateMissing: if the app has no such text in any language
    :raises jinja2.UndefinedError: if the text names a value that is not in ``context``
    """
    mail = render(template, language=language, context=context)
    send_mail.send_after_commit(to=to, subject=mail.subject, body=mail.body, language=mail.language)
