from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.regions.checks import check_description, check_region, check_together
from marketplace.foundation.regions.databases import create_database
from marketplace.foundation.regions.files import InvalidRegion, enter_in_directory, read_region_file
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.testing import NOW

ASIA = """
slug = "eu"
name = "GlobalMarket Asia"
domains = ["asia.localhost"]
default_currency = "EUR"
currencies = ["EUR"]
default_language = "en"
languages = ["en"]
timezone = "Asia/Singapore"
countries = ["SG"]
cosmos_database_name = "globalmarket-asia"
postgres_schema = "asia"
"""


@pytest.fixture
def region_file(tmp_path):
    def write(text: str):
        file = tmp_path / "asia.toml"
        file.write_text(text)
        return file

    return write


@pytest.fixture
def lesser_administrator(monkeypatch) -> Iterator[str]:
    """One as managed services give to their customers, for whom they have put the extension into the database ``asia``."""
    monkeypatch.setitem(settings.DATABASES, "asia", {"USER": "asia_program", "NAME": "asia", "PASSWORD": "first"})
    address = urlsplit(settings.POSTGRES_ADMIN_URL)
    with psycopg.connect(settings.POSTGRES_ADMIN_URL, autocommit=True) as admin:
        admin.execute("CREATE ROLE lesser LOGIN PASSWORD 'lesser' CREATEDB CREATEROLE")
        admin.execute("CREATE DATABASE asia OWNER lesser")
        with psycopg.connect(settings.POSTGRES_ADMIN_URL, dbname="asia", autocommit=True) as inside:
            inside.execute("CREATE EXTENSION vector SCHEMA public")
        yield address._replace(netloc=f"lesser:lesser@{address.hostname}:{address.port}").geturl()
        admin.execute("DROP DATABASE asia")
        admin.execute("DROP ROLE asia_program, asia_program_owner")
        admin.execute("DROP ROLE lesser")


@pytest.fixture
def oceania(monkeypatch) -> Iterator[None]:
    """No database yet, and none afterwards."""
    monkeypatch.setitem(settings.DATABASES, "oceania", {"USER": "oceania_program", "NAME": "oceania", "PASSWORD": "first"})
    yield
    with psycopg.connect(settings.POSTGRES_ADMIN_URL, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS oceania WITH (FORCE)")
        admin.execute("DROP ROLE IF EXISTS oceania_program, oceania_program_b, oceania_program_owner")


def test_each_regions_role_is_shut_out_of_every_other_database():
    for mine in settings.DATABASES:
        for other in settings.DATABASES:
            if mine != other:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    _connect(mine, database=settings.DATABASES[other]["NAME"])


def test_an_administrator_that_is_no_superuser_makes_a_database_and_repeats_it(lesser_administrator):
    for password in ("first", "second"):
        settings.DATABASES["asia"]["PASSWORD"] = password
        create_database("asia", schema="asia", admin_url=lesser_administrator)

    with psycopg.connect(settings.POSTGRES_ADMIN_URL, dbname="asia") as admin:
        owner = admin.execute("SELECT schema_owner FROM information_schema.schemata WHERE schema_name = 'asia'").fetchone()
        rights = admin.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = 'asia_program'"
        ).fetchone()
    assert owner == ("asia_program_owner",)
    assert rights == (False, False, False, True)


def test_a_role_of_another_name_reads_and_writes_next_to_the_former_one_which_can_be_dropped(oceania):
    create_database("oceania", schema="oceania", admin_url=settings.POSTGRES_ADMIN_URL)
    with psycopg.connect(settings.POSTGRES_ADMIN_URL, dbname="oceania", autocommit=True) as admin:
        admin.execute("SET ROLE oceania_program_owner")
        admin.execute("CREATE TABLE oceania.cups (number int)")
    former = _connected("oceania_program", "first")

    settings.DATABASES["oceania"] |= {"USER": "oceania_program_b", "PASSWORD": "second"}
    for _ in range(2):
        create_database("oceania", schema="oceania", admin_url=settings.POSTGRES_ADMIN_URL)
    present = _connected("oceania_program_b", "second")
    for number, connection in enumerate([former, present, former]):
        connection.execute("INSERT INTO cups VALUES (%s)", [number])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        present.execute("ALTER TABLE cups DISABLE TRIGGER ALL")
    former.close()
    with psycopg.connect(settings.POSTGRES_ADMIN_URL, dbname="oceania", autocommit=True) as admin:
        admin.execute("DROP OWNED BY oceania_program")
        admin.execute("DROP ROLE oceania_program")

    assert present.execute("SELECT count(*) FROM cups").fetchone() == (3,)
    present.close()


def test_the_regions_as_provisioned_have_no_problems():
    call_command("check_regions", verbosity=0)


def test_a_setting_that_no_app_declares_any_more_is_named(eu):
    TenantRecord.objects.filter(slug="eu").update(settings={"payout_minimum": 1, "return_window_days": 900})
    directory.forget()

    problems = check_description(directory.get("eu"), now=NOW)

    assert problems == ["settings.payout_minimum: There is no such setting", "settings.return_window_days: From 0 to 365"]


def test_a_waiting_migration_and_a_wrong_schema_are_named(eu):
    with connections["eu"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    TenantRecord.objects.filter(slug="eu").update(postgres_schema="elsewhere")
    directory.forget()

    with tenancy.scope(directory.get("eu")):
        problems = check_region(tenancy.current())

    assert any("elsewhere" in problem for problem in problems)
    assert any("migration" in problem for problem in problems)


def test_a_host_or_document_database_that_two_regions_share_is_named(eu, mena):
    import msgspec

    twin = msgspec.structs.replace(mena, domains=eu.domains, document_database=eu.document_database)

    problems = check_together([eu, twin])

    assert any("host eu.localhost leads to two regions" in problem for problem in problems)
    assert any("document database globalmarket-eu" in problem for problem in problems)


def test_adding_a_region_again_changes_nothing(region_file):
    before = TenantRecord.objects.get(slug="eu").name

    assert not enter_in_directory(read_region_file(region_file(ASIA)))

    assert TenantRecord.objects.get(slug="eu").name == before


def test_a_region_cannot_take_a_host_of_another(region_file):
    TenantRecord.objects.filter(slug="eu").delete()

    with pytest.raises(InvalidRegion, match=r"mena\.localhost already leads to region mena"):
        enter_in_directory(read_region_file(region_file(ASIA.replace("asia.localhost", "mena.localhost"))))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('slug = "eu"', 'slug = "atlantis"', "no database"),
        ('default_currency = "EUR"', 'default_currency = "USD"', "default_currency"),
        ('languages = ["en"]', "languages = []", "default_language"),
        ("Asia/Singapore", "Asia/Nowhere", "timezone"),
        ('["SG"]', '["Singapore"]', "country 'Singapore' is unknown"),
        ('["SG"]', '["ZY"]', "country 'ZY' is unknown"),
        ('["SG"]', "[]", "countries must name at least one"),
        ('["EUR"]', '["EUR", "XAU"]', "currency 'XAU' is not one of ISO 4217"),
        ('languages = ["en"]', 'languages = ["en", "xx"]', "language 'xx' is unknown"),
        ('languages = ["en"]', 'languages = ["en", "JA"]', "language 'JA' is unknown"),
        ('postgres_schema = "asia"', 'postgres_schema = "asia"\n[settings]\nretrun_days = 1', "settings.retrun_days"),
        ('postgres_schema = "asia"', 'postgres_schema = "asia"\n[settings]\nguest_cart_days = true', "settings.guest_cart_days"),
        ('postgres_schema = "asia"', 'postgres_schema = "asia"\n[features]\nteleport = true', "features.teleport"),
        ('domains = ["asia.localhost"]', "domains = []", "domains"),
        ('postgres_schema = "asia"', 'postgres_schema = "a-b"', "postgres_schema"),
        ("[", "", "asia.toml"),
        ('name = "GlobalMarket Asia"', 'name = "Asia"\nnmae = "x"', "nmae"),
    ],
)
def test_a_region_file_that_makes_no_sense_is_refused_by_name(region_file, old, new, complaint):
    with pytest.raises(InvalidRegion, match=complaint):
        read_region_file(region_file(ASIA.replace(old, new, 1)))


def test_the_command_says_what_is_wrong_with_the_file(region_file):
    with pytest.raises(CommandError, match="timezone"):
        call_command("add_region", str(region_file(ASIA.replace("Asia/Singapore", "Mars/Base"))))


def _connected(role: str, password: str) -> psycopg.Connection:
    """As a program connects, which finds its tables by the role's own search path."""
    address = urlsplit(settings.POSTGRES_ADMIN_URL)
    return psycopg.connect(host=address.hostname, port=address.port, user=role, password=password, dbname="oceania", autocommit=True)


def _connect(alias: str, *, database: str) -> None:
    own = settings.DATABASES[alias]
    psycopg.connect(host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname=database).close()
