from __future__ import annotations

import os
import re
from base64 import b64encode

import pytest
from faults.certificates import Authority

from config.blobs import storages_of
from config.env import REPOSITORY, Env, read_env
from config.tests.environments import KEY, PASSWORD, PRODUCTION


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch):
    """Sets the process's variables: a right production environment, with the changes given (None leaves one out)."""
    for name in [name for name in os.environ if name.startswith("GM_")]:
        monkeypatch.delenv(name)

    def put(changes: dict[str, str | None]) -> None:
        for name, value in (PRODUCTION | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)

    return put


def refusal() -> str:
    """What the program says when it does not start; never a secret."""
    with pytest.raises(SystemExit) as stopped:
        read_env()

    said = str(stopped.value)
    assert PASSWORD not in said
    assert KEY not in said
    return said


def test_a_right_environment_is_read(environment):
    environment({"GM_DATABASE_POOL_SIZE": "3"})

    env = read_env()

    assert env.regions == ["eu", "mena"]
    assert env.allowed_hosts == ["globalmarket.eu", "api.globalmarket.eu", "globalmarket.me", "api.globalmarket.me"]
    assert [region.slug for region in env.region_databases] == ["eu", "mena"]
    assert env.database_pool_size == 3


def test_its_secrets_do_not_show(environment):
    environment({})

    shown = repr(read_env())

    assert PASSWORD not in shown
    assert KEY not in shown


def test_what_is_left_empty_is_not_there(environment):
    environment({"GM_SANDBOX_URL": "", "GM_MAIL_DIR": "", "GM_MEDIA_DIR": "", "GM_POSTGRES_ADMIN_URL": "", "GM_DEBUG": ""})

    env = read_env()

    assert (env.sandbox_url, env.mail_dir, env.postgres_admin_url, env.debug) == (None, None, None, False)
    assert env.media_dir == REPOSITORY / ".local" / "media"


@pytest.mark.parametrize("name", ["GM_SECRET_KEY", "GM_DATABASE_URL", "GM_REGIONS", "GM_VALKEY_URL", "GM_REGION_MENA_DATABASE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_is_named(environment, name, value):
    environment({name: value})

    assert name in refusal()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GM_ENVIRONMENT", "prod"),
        ("GM_DEBUG", "perhaps"),
        ("GM_SECRET_KEY", "short"),
        ("GM_PORT_BASE", "80"),
        ("GM_PORT_BASE", "eight thousand"),
        ("GM_PUBLIC_SCHEME", "ftp"),
        ("GM_DATABASE_URL", "somewhere"),
        ("GM_DATABASE_URL", f"mysql://u:{PASSWORD}@host/name"),
        ("GM_DATABASE_URL", f"postgresql://u:{PASSWORD}@host"),
        ("GM_DATABASE_URL", f"postgresql://u:pass/{PASSWORD}@host:5432/name"),
        ("GM_DATABASE_URL", "postgresql://host/name"),
        ("GM_POSTGRES_ADMIN_URL", PASSWORD),
        ("GM_REGION_EU_DATABASE_URL", f"postgresql:/{PASSWORD}"),
        ("GM_DATABASE_POOL_SIZE", "0"),
        ("GM_VALKEY_URL", f"{PASSWORD}:6379"),
        ("GM_SMTP_URL", f"mail:{PASSWORD}@host"),
        ("GM_DOCUMENTS_ENGINE", "mongo"),
        ("GM_SEARCH_ENGINE", "grep"),
        ("GM_ELASTICSEARCH_SHARDS", "0"),
        ("GM_LOG_LEVEL", "CHATTY"),
        ("GM_DEVELOPMENT_CLOCK", "2"),
        ("GM_REGIONS", "eu,Mena"),
        ("GM_REGIONS", "eu,default"),
        ("GM_REGIONS", "eu,eu"),
        ("GM_REGIONS", "../eu"),
        ("GM_REGIONS", ","),
    ],
)
def test_nonsense_is_named(environment, name, value):
    environment({name: value})

    assert name in refusal()


def test_elasticsearch_needs_an_address(environment):
    environment({"GM_SEARCH_ENGINE": "elasticsearch", "GM_REGION_EU_ELASTICSEARCH_URL": None})

    assert "GM_REGION_EU_ELASTICSEARCH_URL" in refusal()


def test_a_wrong_address_of_elasticsearch_is_told_without_its_secrets(environment):
    environment({"GM_SEARCH_ENGINE": "elasticsearch", "GM_REGION_EU_ELASTICSEARCH_URL": f"{PASSWORD}:9200"})

    said = refusal()

    assert "GM_REGION_EU_ELASTICSEARCH_URL" in said
    assert PASSWORD not in said


def test_a_file_of_certificates_must_be_one_and_go_with_https(environment, tmp_path):
    Authority(tmp_path, "ours")
    clusters = {f"GM_REGION_{slug}_ELASTICSEARCH_URL": "https://search.example:9200" for slug in ("EU", "MENA")}
    chosen = {"GM_SEARCH_ENGINE": "elasticsearch", **clusters, "GM_REGION_EU_ELASTICSEARCH_CA_FILE": str(tmp_path / "ours.pem")}
    environment(chosen)
    assert read_env().region_databases[0].elasticsearch_ca_file == str(tmp_path / "ours.pem")

    (tmp_path / "empty.pem").touch()
    for wrong in ("missing.pem", "empty.pem"):
        environment({**chosen, "GM_REGION_EU_ELASTICSEARCH_CA_FILE": str(tmp_path / wrong)})
        assert "GM_REGION_EU_ELASTICSEARCH_CA_FILE should name a file of certificates" in refusal()
    environment({**chosen, "GM_ENVIRONMENT": "development", "GM_REGION_EU_ELASTICSEARCH_URL": "http://search.example:9200"})
    assert "GM_REGION_EU_ELASTICSEARCH_URL must lead to https" in refusal()


def test_every_fault_is_named_at_once(environment):
    environment({"GM_DEBUG": "perhaps", "GM_DATABASE_POOL_SIZE": "0", "GM_VALKEY_URL": None})

    said = refusal()

    assert all(name in said for name in ("GM_DEBUG", "GM_DATABASE_POOL_SIZE", "GM_VALKEY_URL"))
    assert ".env.example" in said


FORBIDDEN_IN_PRODUCTION = [
    ("GM_DEBUG", "true"),
    ("GM_PUBLIC_SCHEME", "http"),
    ("GM_ALLOWED_HOSTS", None),
    ("GM_ALLOWED_HOSTS", "*"),
    ("GM_ALLOWED_HOSTS", "globalmarket.eu,*"),
    ("GM_ALLOWED_HOSTS", ".eu"),
    ("GM_DEVELOPMENT_CLOCK", "true"),
    ("GM_SECRET_KEY", "django-insecure-" + KEY),
    ("GM_SECRET_KEY", "x" * 64),
    ("GM_SECRET_KEY", "a-secret-key-that-somebody-typed-in-from-the-manual-0123456789"),
    ("GM_SECRET_KEY", KEY[:40]),
    ("GM_FIELD_ENCRYPTION_KEY", None),
    ("GM_FIELD_ENCRYPTION_KEY", "short"),
    ("GM_FIELD_ENCRYPTION_KEY", f"{KEY},short"),
    ("GM_SMTP_URL", None),
    ("GM_SANDBOX_URL", "http://127.0.0.1:8010"),
]


@pytest.mark.parametrize(("name", "value"), FORBIDDEN_IN_PRODUCTION)
def test_production_refuses_what_is_for_developers(environment, name, value):
    environment({name: value})

    assert name in refusal()


@pytest.mark.parametrize(("name", "value"), [case for case in FORBIDDEN_IN_PRODUCTION if case[1] != "short"])
def test_development_does_not(environment, name, value):
    environment({"GM_ENVIRONMENT": "development", name: value})

    assert read_env().environment == "development"


def test_production_is_what_an_environment_is_that_does_not_say(environment):
    environment({"GM_ENVIRONMENT": None, "GM_DEBUG": "true"})

    assert "GM_DEBUG must be off" in refusal()


def test_a_key_may_be_rotated_by_naming_the_old_one_after_the_new(environment):
    environment({"GM_FIELD_ENCRYPTION_KEY": f"{KEY},{KEY[::-1]}"})

    assert read_env().field_encryption_key is not None


COSMOS = {
    f"GM_REGION_{slug}_COSMOS_{name}": value
    for slug in ("EU", "MENA")
    for name, value in {"ENDPOINT": "https://globalmarket.documents.azure.com:443/", "KEY": b64encode(KEY.encode()).decode()}.items()
}


def test_each_region_may_keep_its_documents_in_an_account_of_its_own(environment):
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS})

    assert [region.cosmos_endpoint for region in read_env().region_databases] == ["https://globalmarket.documents.azure.com:443/"] * 2


def test_an_account_without_a_key_is_opened_by_the_programs_identity_over_https_alone(environment):
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS, "GM_REGION_MENA_COSMOS_KEY": None})
    assert read_env().region_databases[1].cosmos_key is None

    open_to_all = {"GM_ENVIRONMENT": "development", "GM_REGION_MENA_COSMOS_ENDPOINT": "http://127.0.0.1:8022/"}
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS, "GM_REGION_MENA_COSMOS_KEY": None, **open_to_all})
    assert "GM_REGION_MENA_COSMOS_ENDPOINT should be an address such as https://" in refusal()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"GM_REGION_EU_COSMOS_ENDPOINT": None}, "GM_REGION_EU_COSMOS_ENDPOINT is needed"),
        ({"GM_REGION_EU_COSMOS_KEY": f"{PASSWORD}!"}, "GM_REGION_EU_COSMOS_KEY should be an account's key"),
        ({"GM_REGION_EU_COSMOS_ENDPOINT": "http://127.0.0.1:8022/"}, "GM_REGION_EU_COSMOS_ENDPOINT should be an address such as https://"),
    ],
)
def test_a_region_without_its_account_is_named(environment, change, said):
    environment({"GM_DOCUMENTS_ENGINE": "cosmos", **COSMOS, **change})

    assert said in refusal()


BLOBS = {
    f"GM_REGION_{slug}_BLOBS_CONNECTION": f"DefaultEndpointsProtocol=https;AccountName=gm{slug};AccountKey=a2V5{PASSWORD}=="
    for slug in ("EU", "MENA")
}


def test_each_region_has_its_own_account_for_files(environment):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS})

    storages = storages_of(read_env())

    assert set(storages) == {"default", "staticfiles", "eu.public", "eu.private", "mena.public", "mena.private"}
    assert storages["mena.private"]["OPTIONS"]["connection_string"] == BLOBS["GM_REGION_MENA_BLOBS_CONNECTION"]
    assert storages["mena.private"]["OPTIONS"]["azure_container"] == "private"


BY_IDENTITY = {f"GM_REGION_{slug}_BLOBS_ACCOUNT_URL": f"https://gm{slug.lower()}.blob.core.windows.net" for slug in ("EU", "MENA")}


def test_an_account_is_opened_by_the_programs_identity_where_its_address_is_all_that_is_named(environment):
    environment({"GM_BLOBS_ENGINE": "azure", **BY_IDENTITY})

    options = storages_of(read_env())["mena.private"]["OPTIONS"]

    assert (options["account_url"], options["account_name"]) == ("https://gmmena.blob.core.windows.net", "gmmena")
    assert "connection_string" not in options


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://gmeu.blob.core.windows.net", "should be an address such as https://"),
        ("gmeu", "should be an address such as https://"),
        (f"https://gmeu.blob.core.windows.net/?sig={PASSWORD}", "should be an account's address alone"),
        (f"https://gm:{PASSWORD}@gmeu.blob.core.windows.net", "should be an account's address alone"),
        ("https://gmeu.blob.core.windows.net/public/eu", "should be an account's address alone"),
    ],
)
def test_an_accounts_address_is_an_address_and_nothing_else(environment, url, said):
    environment({"GM_BLOBS_ENGINE": "azure", **BY_IDENTITY, "GM_REGION_EU_BLOBS_ACCOUNT_URL": url})

    assert f"GM_REGION_EU_BLOBS_ACCOUNT_URL {said}" in (answer := refusal())
    assert PASSWORD not in answer


def test_an_account_is_named_in_one_way(environment):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, **BY_IDENTITY})

    assert "one of GM_REGION_EU_BLOBS_CONNECTION and GM_REGION_EU_BLOBS_ACCOUNT_URL is needed" in refusal()


@pytest.mark.parametrize(
    "same",
    [
        {"GM_REGION_MENA_BLOBS_CONNECTION": BLOBS["GM_REGION_EU_BLOBS_CONNECTION"]},
        {"GM_REGION_MENA_BLOBS_CONNECTION": f"AccountName=gmEU;AccountKey=b3RoZXI{PASSWORD}==;EndpointSuffix=core.windows.net"},
        {
            "GM_REGION_MENA_BLOBS_CONNECTION": f"AccountName=gmeu;AccountKey=b3RoZXI{PASSWORD}==;BlobEndpoint=https://gmeu.blob.core.windows.net/"
        },
        {"GM_REGION_MENA_BLOBS_CONNECTION": None, "GM_REGION_MENA_BLOBS_ACCOUNT_URL": "https://GMEU.blob.core.windows.net:443/"},
    ],
)
def test_two_regions_do_not_share_an_account_however_it_is_written(environment, same):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, **same})

    assert "eu and mena name the same account for files" in (said := refusal())
    assert PASSWORD not in said


def test_two_accounts_on_one_host_are_two(environment):
    emulator = {
        f"GM_REGION_{slug}_BLOBS_CONNECTION": f"AccountName=gm{slug};AccountKey={PASSWORD}==;BlobEndpoint=https://blobs.test/gm{slug}"
        for slug in ("EU", "MENA")
    }
    environment({"GM_BLOBS_ENGINE": "azure", **emulator})

    assert len(storages_of(read_env())) == 6


def test_files_in_a_folder_need_no_account(environment):
    environment({})

    assert set(storages_of(read_env())) == {"default", "staticfiles"}


@pytest.mark.parametrize("wrong", [None, "AccountName=gm", f"AccountKey={PASSWORD}", "https://gm.blob.example"])
def test_files_on_azure_need_the_account_of_every_region(environment, wrong):
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, "GM_REGION_MENA_BLOBS_CONNECTION": wrong})

    said = refusal()

    assert "GM_REGION_MENA_BLOBS_CONNECTION" in said
    assert PASSWORD not in said


@pytest.mark.parametrize("changed", [("Protocol=https", "Protocol=http"), ("AccountKey", "BlobEndpoint=http://10.0.0.1/x;AccountKey")])
def test_files_do_not_travel_open_in_production(environment, changed):
    opened = BLOBS["GM_REGION_EU_BLOBS_CONNECTION"].replace(*changed)
    environment({"GM_BLOBS_ENGINE": "azure", **BLOBS, "GM_REGION_EU_BLOBS_CONNECTION": opened})

    assert "BLOBS_CONNECTION must lead to https" in refusal()


def test_the_example_names_every_setting_and_no_other():
    example = (REPOSITORY / ".env.example").read_text()

    named = re.findall(r"^#?\s*(GM_[A-Z_]+)=", example, flags=re.MULTILINE)

    settings = {f"GM_{name.upper()}" for name in Env.model_fields}
    names = (
        "DATABASE_URL",
        "COSMOS_ENDPOINT",
        "COSMOS_KEY",
        "ELASTICSEARCH_URL",
        "ELASTICSEARCH_API_KEY",
        "ELASTICSEARCH_CA_FILE",
        "BLOBS_CONNECTION",
        "BLOBS_ACCOUNT_URL",
    )
    of_regions = {f"GM_REGION_{slug}_{name}" for slug in ("EU", "MENA") for name in names}
    assert set(named) == settings | of_regions
    assert len(named) == len(set(named))


def test_the_example_holds_no_secret_and_does_not_start_as_it_is(environment):
    example = (REPOSITORY / ".env.example").read_text()
    environment(dict.fromkeys(PRODUCTION) | dict(re.findall(r"^(GM_[A-Z_]+)=(.*)$", example, flags=re.MULTILINE)))

    assert "GM_SECRET_KEY" in refusal()


@pytest.mark.parametrize("address", ["127.0.0.1:9100", "0.0.0.0:9100", "[::]:9100"])
def test_figures_are_shown_where_it_says(environment, address):
    environment({"GM_METRICS_ADDRESS": address})

    assert read_env().metrics_address == address


@pytest.mark.parametrize(
    "address", ["9100", "localhost:9100", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "http://127.0.0.1:9100", "::9100"]
)
def test_figures_need_an_address_of_this_machine(environment, address):
    environment({"GM_METRICS_ADDRESS": address})

    assert "GM_METRICS_ADDRESS: Value error, should be an address of this machine and a port" in refusal()
