from __future__ import annotations

import jinja2
import msgspec
import pytest

from marketplace.foundation import mail, tenancy
from marketplace.foundation.mail.testing import committed


def test_a_mail_is_written_in_the_persons_language(tenant):
    text = mail.render("accounts/reset_password", language="nl", context={"name": "Noor", "url": "https://x"})

    assert text.language == "nl"
    assert text.subject == f"Een nieuw wachtwoord voor {tenant.name}"
    assert text.body.startswith("Hallo Noor,")


def test_a_language_without_a_text_falls_back_to_the_tenants_own(tenant):
    text = mail.render("accounts/reset_password", language="xx", context={"name": "Noor", "url": "https://x"})

    assert text.language == tenant.default_language


def test_without_a_catalogue_of_either_language_it_is_in_english(tenant):
    with tenancy.scope(msgspec.structs.replace(tenant, default_language="ja")):
        assert mail.language_for("xx") == "en"


def test_a_missing_value_is_an_error_and_not_a_gap(tenant):
    with pytest.raises(jinja2.UndefinedError):
        mail.render("accounts/reset_password", language="en", context={"name": "Noor"})


def test_a_name_cannot_smuggle_a_header_into_the_subject(tenant):
    values = {"name": "Noor", "vendor": "Shop\nBcc: everybody@example.com", "url": "https://x"}
    text = mail.render("accounts/invitation", language="en", context=values)

    assert "\n" not in text.subject


def test_an_unknown_mail_is_refused(tenant):
    with pytest.raises(mail.MailTemplateMissing):
        mail.render("accounts/nothing", language="en", context={})


def test_a_mail_leaves_only_when_its_transaction_commits(tenant, django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks) as sent:
        with tenancy.atomic():
            mail.send("accounts/reset_password", to="noor@example.com", language="fr", name="Noor", url="https://x")
        assert sent == []

    assert [(message.to, message.extra_headers["Content-Language"]) for message in sent] == [(["noor@example.com"], "fr")]


def test_links_lead_to_the_web_app_of_the_tenant(tenant, settings):
    url = mail.web_url("/reset-password", app="vendor", token="a b")

    assert url == f"http://vendor.eu.localhost:{settings.PORT_BASE + 2}/reset-password?token=a+b"


def test_in_production_links_have_public_hosts_and_no_port(tenant, settings):
    settings.PUBLIC_SCHEME = "https"

    assert mail.web_url("/confirm-email") == "https://globalmarket.eu/confirm-email"
    assert mail.web_url("/balance", app="vendor") == "https://vendor.globalmarket.eu/balance"
