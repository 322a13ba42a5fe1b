"""What is for people is in the caller's language; codes stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import translation
from rest_framework import exceptions, fields, relations, serializers

from marketplace.foundation.rest.problems import _as_marketplace_error, problem_document
from marketplace.foundation.texts import render
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


@pytest.mark.urls("marketplace.foundation.rest.tests.endpoints")
class TestAProblem:
    @pytest.mark.parametrize(("language", "message"), TOO_LONG.items())
    def test_is_in_the_language_of_the_caller(self, language, message):
        answer = ask("fails/fields", language=f"{language};q=0.9, xx")

        document = answer.json()
        assert document["errors"] == [{"field": "lines.0.quantity", "code": "too_many", "message": message}]
        assert (answer["Content-Language"], answer["Vary"]) == (language, "Accept-Language, Origin")

    @pytest.mark.parametrize("how", ["domain", "fields", "forbidden", "denied", "throttled", "http404", "database", "suspicious", "fault"])
    def test_has_a_title_in_every_language_and_one_code(self, how):
        english = ask(f"fails/{how}", lang="en").json()
        own = {"domain": 1}.get(how, 4)  # the title of these tests' own error is in no catalog

        by_language = [english, *(ask(f"fails/{how}", lang=language).json() for language in ("nl", "de", "fr"))]

        assert {document["code"] for document in by_language} == {english["code"]}
        assert len({document["title"] for document in by_language}) == own

    @pytest.mark.parametrize("error", exceptions.APIException.__subclasses__())
    def test_of_the_framework_has_a_title_of_ours(self, error, settings):
        raised = error("text/odd") if error in (exceptions.MethodNotAllowed, exceptions.UnsupportedMediaType) else error()
        title = problem_document(_as_marketplace_error(raised), "ar")["title"]

        assert title != problem_document(_as_marketplace_error(raised), "en")["title"]
        assert "{" not in title

    def test_has_its_detail_in_the_language(self):
        by_language = {language: ask("fails/forbidden", lang=language).json() for language in ("en", "nl", "de", "fr")}

        assert len({document["detail"] for document in by_language.values()}) == 4
        assert by_language["nl"]["detail"] == "Je rol staat dit niet toe"

    def test_prefers_the_query_to_the_header(self):
        assert ask("fails/not-found", language="de", lang="fr")["Content-Language"] == "fr"

    def test_is_in_a_language_of_the_region(self):
        arabic = ask("fails/not-found", host="api.mena.localhost", language="ar")

        assert arabic.json()["detail"] == "لا يوجد شيء كهذا هنا"
        assert ask("fails/not-found", language="ar")["Content-Language"] == "en"  # Europe does not speak it

    def test_of_no_region_is_in_any_language(self):
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
            ("denied", "Je rol staat dit niet toe", "Je hebt geen toestemming om deze actie uit te voeren."),
            ("nowhere/at/all", "Dit is hier niet te vinden", "Op dit adres is niets."),
        ],
    )
    def test_of_the_framework_is_whole(self, how, title, detail):
        document = ask(f"fails/{how}", language="nl").json()

        assert (document["title"], document["detail"]) == (title, detail)

    def test_of_a_body_that_is_no_json_is_translated_too(self):
        assert ask("echo", language="fr", body=b"{").json()["detail"].startswith("Le contenu n'est pas du JSON\u00a0: ")

    def test_leaves_no_language_behind_for_the_next_request(self):
        ask("fails/forbidden", language="nl")

        assert translation.get_language() == "en"


def test_values_are_written_as_the_language_writes_them():
    text = Text("From {least} to {most}", least=Money(1999, "EUR"), most=Money(2_000_000, "EUR"))

    assert render(text, "nl") == "Van €\xa019,99 tot €\xa020.000,00"
    assert render(text, "de") == "Von 19,99\xa0€ bis 20.000,00\xa0€"
    assert render(Text("One of: {choices}", choices=["NL", "BE"]), "ar") == "إحدى القيم التالية: NL، BE"


def test_dates_are_written_as_the_language_writes_them():
    days = Text("From {least} to {most}", least=date(2026, 11, 2), most=datetime(2026, 11, 3, 9, 30, tzinfo=UTC))

    assert render(days, "fr") == "De 2 nov. 2026 à 3 nov. 2026, 09:30:00"


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
