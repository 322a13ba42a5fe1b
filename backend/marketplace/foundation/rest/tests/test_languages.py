"""What is for people is in the caller's language; codes and titles stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import translation
from rest_framework import exceptions, fields, relations, serializers

from marketplace.foundation.texts import told
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

LANGUAGES = ["nl", "de", "fr", "ar"]
TOO_LONG = {
    "en": "At most 1,000 characters",
    "nl": "Hoogstens 1.000 tekens",
    "de": "Höchstens 1.000 Zeichen",
    "fr": "1\u202f000 caractères au maximum",
}


def ask(path: str, *, host: str = "api.eu.localhost", language: str = "", body: bytes | None = None, **query: str):
    headers = {"Host": host, **({"Accept-Language": language} if language else {})}
    client = Client(raise_request_exception=False)
    if body is None:
        return client.get(f"/api/v1/{path}", headers=headers, query_params=query or None)
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers, query_params=query or None)


@pytest.mark.urls("marketplace.foundation.rest.tests.doors")
class TestAProblem:
    @pytest.mark.parametrize(("language", "message"), TOO_LONG.items())
    def test_is_told_in_the_language_of_the_caller(self, language, message):
        answer = ask("fails/fields", language=f"{language};q=0.9, xx")

        document = answer.json()
        assert document["errors"] == [{"field": "lines.0.quantity", "code": "too_many", "message": message}]
        assert (answer["Content-Language"], answer["Vary"]) == (language, "Accept-Language, Origin")

    def test_keeps_its_title_and_code_in_every_language(self):
        told_in = {language: ask("fails/forbidden", lang=language).json() for language in ("en", "nl", "de", "fr")}

        assert {(document["title"], document["code"]) for document in told_in.values()} == {("Your role does not allow this", "forbidden")}
        assert len({document["detail"] for document in told_in.values()}) == 4
        assert told_in["nl"]["detail"] == "Je rol staat dit niet toe"

    def test_prefers_the_query_to_the_header(self):
        assert ask("fails/not-found", language="de", lang="fr")["Content-Language"] == "fr"

    def test_is_in_a_language_of_the_region(self):
        arabic = ask("fails/not-found", host="api.mena.localhost", language="ar")

        assert arabic.json()["detail"] == "لا يوجد شيء كهذا هنا"
        assert ask("fails/not-found", language="ar")["Content-Language"] == "en"  # Europe does not speak it

    def test_of_no_region_is_told_in_any_language(self):
        answer = ask("echo", host="elsewhere.example", language="ar, en;q=0.5")

        assert answer["Content-Language"] == "ar"
        assert answer.json()["detail"] == "لا يوجد سوق بهذا الاسم للمضيف."
        assert ask("echo", host="elsewhere.example").json()["detail"] == "No marketplace has this host name."

    def test_names_wrong_fields_in_the_words_of_the_framework_and_in_ours(self):
        body = b'{"email": "x", "lines": [{"product_id": "x", "price": {"minor": 1, "currency": "KWD"}}]}'

        answer = ask("baskets", language="nl", body=body)

        messages = {error["field"]: (error["code"], error["message"]) for error in answer.json()["errors"]}
        assert messages == {
            "email": ("invalid", "Voer een geldig e-mailadres in."),
            "lines.0.product_id": ("invalid_id", "Geen id van de vorm prod_..."),
            "lines.0.price": ("foreign_currency", "Deze marktplaats gebruikt geen KWD"),
        }

    @pytest.mark.parametrize(
        ("how", "title", "detail"),
        [
            ("denied", "You do not have permission to perform this action.", "Je hebt geen toestemming om deze actie uit te voeren."),
            ("nowhere/at/all", "There is no such thing here", "Op dit adres is niets."),
        ],
    )
    def test_of_the_framework_keeps_an_english_title(self, how, title, detail):
        document = ask(f"fails/{how}", language="nl").json()

        assert document["title"] == title
        assert document["detail"] in (detail, "Je hebt geen toestemming om deze actie uit te voeren.")

    def test_of_a_body_that_is_no_json_is_told_too(self):
        assert ask("echo", language="fr", body=b"{").json()["detail"].startswith("Le contenu n'est pas du JSON\u00a0: ")

    def test_leaves_no_language_behind_for_the_next_request(self):
        ask("fails/forbidden", language="nl")

        assert translation.get_language() == "en"


def test_values_are_written_as_the_language_writes_them():
    text = Text("From {least} to {most}", least=Money(1999, "EUR"), most=Money(2_000_000, "EUR"))

    assert told(text, "nl") == "Van €\xa019,99 tot €\xa020.000,00"
    assert told(text, "de") == "Von 19,99\xa0€ bis 20.000,00\xa0€"
    assert told(Text("One of: {choices}", choices=["NL", "BE"]), "ar") == "إحدى القيم التالية: NL، BE"


def test_dates_are_written_as_the_language_writes_them():
    days = Text("From {least} to {most}", least=date(2026, 11, 2), most=datetime(2026, 11, 3, 9, 30, tzinfo=UTC))

    assert told(days, "fr") == "De 2 nov. 2026 à 3 nov. 2026, 09:30:00"


def _said_by_the_frameworks() -> set[str]:
    classes = {cls for module in (fields, serializers, relations) for cls in vars(module).values() if isinstance(cls, type)}
    messages = {message for cls in classes for message in getattr(cls, "default_error_messages", {}).values()}
    refusals = {cls for cls in vars(exceptions).values() if isinstance(cls, type) and issubclass(cls, exceptions.APIException)}
    with translation.override("en"):
        return {str(text) for text in messages | {cls.default_detail for cls in refusals}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_framework_says_of_a_field_or_a_request_has_a_translation(language):
    with translation.override(language):
        untold = {text for text in _said_by_the_frameworks() if translation.gettext(text) == text}

    assert untold == set()
