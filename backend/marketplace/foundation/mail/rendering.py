"""From a template and values to a subject and a text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from django.apps import apps

from marketplace.foundation import tenancy

FOLDER = "mails"
LAST_RESORT = "en"


class MailTemplateMissing(LookupError):
    """No app has a text of that name."""


class Mail(msgspec.Struct, frozen=True):
    """A mail's text; ``language`` is the one that it is written in."""

    subject: str
    body: str
    language: str


def render(template: str, *, language: str, context: dict[str, Any]) -> Mail:
    """
    The mail in ``language``, else in the tenant's default, else in English.

    :raises MailTemplateMissing: if there is none of these
    """
    tenant = tenancy.current()
    for candidate in (language, tenant.default_language, LAST_RESORT):
        try:
            text = _environment().get_template(f"{template}.{candidate}.txt")
        except jinja2.TemplateNotFound:
            continue
        subject, _, body = text.render({**context, "marketplace": tenant.name}).partition("\n")
        return Mail(" ".join(subject.split()), body.strip() + "\n", candidate)
    raise MailTemplateMissing(template)


@cache
def _environment() -> jinja2.Environment:
    folders = {
        app.label: jinja2.FileSystemLoader(Path(app.path) / FOLDER) for app in apps.get_app_configs() if (Path(app.path) / FOLDER).is_dir()
    }
    # Plain text: nothing is escaped. A value that is missing must be found by a test, not by a customer.
    return jinja2.Environment(
        loader=jinja2.PrefixLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  plain text, never shown as HTML
        trim_blocks=True,
        keep_trailing_newline=False,
    )
