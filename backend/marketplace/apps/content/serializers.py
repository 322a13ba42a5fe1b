"""Shapes of the requests for the operator's pages and the home page; the answers are the structs of ``types``."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.apps.content.types import PageGroup, PageText, SectionKind
from marketplace.foundation.rest.fields import CodeField, LanguagesField, LineField, MarkdownField, invalid
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit import limits
from marketplace.kit.texts import Text

MAX_BODY = limits.declare("content.page_body", 100_000, "characters", "Characters of a page in one language; 422 `invalid_input` above it.")

MAX_SECTIONS = limits.declare("content.home_sections", 20, "sections", "Sections of the home page; 422 `invalid_input` above it.")


class PageTextInput(StrictSerializer):
    title = LineField(max_length=200)
    body = MarkdownField(max_length=MAX_BODY)


class EditPage(StrictSerializer):
    """What an edit changes; what is left out stays. ``texts`` is replaced whole."""

    slug = LineField(max_length=100, required=False)
    group = serializers.ChoiceField([group.value for group in PageGroup], required=False)
    texts = LanguagesField(child=PageTextInput(), required=False)
    position = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    is_published = serializers.BooleanField(required=False)


class CreatePage(EditPage):
    slug = LineField(max_length=100)
    group = serializers.ChoiceField([group.value for group in PageGroup])
    texts = LanguagesField(child=PageTextInput())


class HeroTextInput(StrictSerializer):
    title = LineField(max_length=150)
    text = LineField(max_length=500, required=False, allow_blank=True)
    link_label = LineField(max_length=60, required=False, allow_blank=True)


class HeroInput(StrictSerializer):
    texts = LanguagesField(child=HeroTextInput())
    link = CodeField(
        pattern=r"/[!-~]*", max_length=300, required=False, allow_blank=True, help_text="A path of the shop, below the language."
    )
    product_slug = LineField(max_length=150, required=False, allow_blank=True)


class SectionInput(StrictSerializer):
    kind = serializers.ChoiceField([kind.value for kind in SectionKind])
    category = LineField(max_length=100, required=False, allow_blank=True, help_text="A slug, with the kind `category`.")
    titles = LanguagesField(child=LineField(max_length=100), required=False)


class SetHome(StrictSerializer):
    """The home page as a whole. Each kind but ``category`` stands there once."""

    hero = HeroInput(allow_null=True)
    sections = serializers.ListField(child=SectionInput(), max_length=MAX_SECTIONS)

    def validate_sections(self, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
        single = [section["kind"] for section in sections if section["kind"] != SectionKind.CATEGORY]
        if len(single) != len(set(single)):
            raise invalid(Text("Each kind of section only once"), "twice")
        return sections


def values_of(data: dict[str, Any]) -> dict[str, Any]:
    """The validated data as the services take it."""
    values = dict(data)
    if "group" in values:
        values["group"] = PageGroup(values["group"])
    if "texts" in values:
        values["texts"] = {language: PageText(**text) for language, text in values["texts"].items()}
    return values
