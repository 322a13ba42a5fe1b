"""From a template and values to a subject and a text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from django.apps import apps
from django.utils import translation

from marketplace.foundation import tenancy
from marketplace.foundation.texts import SOURCE_LANGUAGE, has_catalogue
from marketplace.kit.plain_text import clean_line

FOLDER = "mails"


class MailTemplateMissing(LookupError):
    """No app has a mail of that name."""


class Mail(msgspec.Struct, frozen=True):
    """A mail's text; ``language`` is the one that it is written in."""

    subject: str
    body: str
    language: str


def language_for(reader: str) -> str:
    """
    The language of a mail to a reader of ``reader``: it, else the tenant's default, else English, whichever has a catalogue.

    Amounts and the like belong in that language, too.
    """
    return next(filter(has_catalogue, (reader, tenancy.current().default_language)), SOURCE_LANGUAGE)


def render(template: str, *, language: str, context: dict[str, Any]) -> Mail:
    """
    The mail, in ``language_for(language)``.

    :raises MailTemplateMissing: if no app has it
    :raises jinja2.UndefinedError: if it names a value that is not in ``context``
    """
    try:
        text = environment().get_template(f"{template}.txt")
    except jinja2.TemplateNotFound:
        raise MailTemplateMissing(template) from None
    written_in = language_for(language)
    with translation.override(written_in):
        subject, _, body = text.render({**context, "marketplace": tenancy.current().name}).partition("\n")
    return Mail(clean_line(subject), body.strip() + "\n", written_in)


@cache
def environment() -> jinja2.Environment:
    """Of the mails of all apps; what stands between ``{% trans %}`` and ``{% endtrans %}`` is found in the catalogues."""
    folders = {
        app.label: jinja2.FileSystemLoader(Path(app.path) / FOLDER) for app in apps.get_app_configs() if (Path(app.path) / FOLDER).is_dir()
    }
    # Plain text: nothing is escaped. A value that is missing must be found by a test, not by a customer.
    made = jinja2.Environment(
        loader=jinja2.PrefixLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  plain text, never shown as HTML
        trim_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    return made
