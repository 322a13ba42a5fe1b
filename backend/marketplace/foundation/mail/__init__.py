"""
Mail to people, in their language, sent by a worker once the transaction that caused it has committed.

An app's mails lie in its folder ``mails``: ``send("accounts/confirm_email", ...)`` reads ``apps/accounts/mails/confirm_email.txt``, a Jinja
template in English whose first line is the subject. Its sentences are translated by the catalogues in ``backend/locale``.
"""

from __future__ import annotations

from typing import Any

from marketplace.foundation.mail.delivery import deliver
from marketplace.foundation.mail.links import web_url
from marketplace.foundation.mail.rendering import Mail, MailTemplateMissing, language_for, render
from marketplace.foundation.mail.tasks import send_mail

__all__ = ["Mail", "MailTemplateMissing", "deliver", "language_for", "render", "send", "web_url"]


def send(template: str, *, to: str, language: str, **context: Any) -> None:
    """
    Send a mail after commit. ``context`` holds plain JSON values; ``marketplace`` (the region's name) is always there.

    :raises MailTemplateMissing: if no app has it
    :raises jinja2.UndefinedError: if it names a value that is not in ``context``
    """
    mail = render(template, language=language, context=context)
    send_mail.send_after_commit(to=to, subject=mail.subject, body=mail.body, language=mail.language)
