"""The settings as production has them, in a process of their own."""

from __future__ import annotations

import json

import pytest

from config.tests.environments import KEY, PASSWORD, PRODUCTION, run_manage, run_python

SHOW = """
import json
from config import settings as s
from django.urls import get_resolver
import django
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from config.urls import urlpatterns
def endpoints_of(patterns, before=""):
    for pattern in patterns:
        address = before + str(pattern.pattern)
        yield address
        yield from endpoints_of(getattr(pattern, "url_patterns", []), address)
print(json.dumps({
    "debug": s.DEBUG, "hosts": s.ALLOWED_HOSTS, "redirect": s.SECURE_SSL_REDIRECT, "hsts": s.SECURE_HSTS_SECONDS,
    "clock": s.DEVELOPMENT_CLOCK, "options": s.DATABASES["default"]["OPTIONS"], "password": s.DATABASES["eu"]["PASSWORD"],
    "aliases": sorted(s.DATABASES), "hashers": s.PASSWORD_HASHERS, "mail": [s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS],
    "endpoints": list(endpoints_of(urlpatterns)),
}))
"""


@pytest.fixture(scope="module")
def production() -> dict:
    done = run_python(SHOW, PRODUCTION)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_is_closed(production):
    assert not production["debug"]
    assert not production["clock"]
    assert production["redirect"]
    assert production["hsts"] >= 31_536_000
    assert "*" not in production["hosts"]


def test_passwords_are_hashed_at_full_cost(production):
    assert production["hashers"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_each_region_has_its_own_database_and_what_the_address_asks_for_is_kept(production):
    assert production["aliases"] == ["default", "eu", "mena"]
    assert production["password"] == PASSWORD
    assert production["options"]["sslmode"] == "require"


def test_mail_goes_to_the_server_that_is_named(production):
    assert production["mail"] == ["mail.example", 587, True]


def test_neither_the_movable_clock_nor_the_media_folder_has_an_endpoint(production):
    assert "api/v1/health/live" in production["endpoints"]
    assert [path for path in production["endpoints"] if "development" in path or "media" in path] == []


def test_djangos_own_check_finds_nothing():
    done = run_manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_command_that_cannot_start_says_why_in_a_few_lines():
    done = run_manage("check", environment=PRODUCTION | {"GM_DEBUG": "true", "GM_DEVELOPMENT_CLOCK": "true"})

    assert done.returncode != 0
    assert "GM_DEBUG must be off; GM_DEVELOPMENT_CLOCK must be off" in done.stderr
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stderr + done.stdout
    assert KEY not in done.stderr + done.stdout
