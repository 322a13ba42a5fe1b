from __future__ import annotations

import re
import secrets

import pytest
from faults.certificates import Authority

from config.env import REPOSITORY, Env, read_env
from config.logs import logging_of
from config.tests.environments import KEY, PASSWORD, PRODUCTION, refusal


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


@pytest.mark.parametrize(
    "changes",
    [
        {"GM_WEB_REVALIDATE_URL": "http://storefront:3000/api/revalidate"},
        {"GM_WEB_REVALIDATE_SECRET": KEY[::-1]},
        {"GM_WEB_REVALIDATE_URL": "storefront", "GM_WEB_REVALIDATE_SECRET": KEY[::-1]},
        {"GM_WEB_REVALIDATE_URL": "http://storefront:3000/", "GM_WEB_REVALIDATE_SECRET": "short"},
    ],
)
def test_notices_to_the_web_server_need_an_address_and_a_secret(environment, changes):
    environment(changes)

    assert "GM_WEB_REVALIDATE" in refusal()


def test_several_web_servers_may_hear_of_changes(environment):
    environment({"GM_WEB_REVALIDATE_URL": "http://one:3000/, http://two:3000/", "GM_WEB_REVALIDATE_SECRET": KEY[::-1]})

    assert read_env().web_revalidate_url == ["http://one:3000/", "http://two:3000/"]


@pytest.mark.parametrize(("name", "form"), [("production", "json"), ("development", "line")])
def test_programs_read_the_log_in_production_and_people_elsewhere(environment, name, form):
    environment({"GM_ENVIRONMENT": name})

    assert logging_of(read_env())["handlers"]["console"]["formatter"] == form


@pytest.mark.parametrize(
    ("name", "value"),
    [("GM_TRACES_URL", "collector:4318"), ("GM_TRACES_SHARE", "1.5"), ("GM_TRACES_SHARE", "all"), ("GM_SENTRY_DSN", "key")],
)
def test_where_traces_and_errors_go_has_to_be_an_address_and_a_share_one_of_a_whole(environment, name, value):
    environment({name: value})

    assert name in refusal()


RISKS = [
    ("smtp_without_tls", {"GM_SMTP_URL": f"smtp://mailer:{PASSWORD}@mail.example:25"}),
    ("valkey_without_tls", {"GM_VALKEY_URL": f"redis://:{PASSWORD}@cache.example:6380/0"}),
    ("valkey_without_tls", {"GM_QUEUE_URL": f"redis://:{PASSWORD}@queue.example:6380/0"}),
    ("valkey_without_password", {"GM_VALKEY_URL": "rediss://cache.example:6380/0"}),
    ("valkey_without_password", {"GM_VALKEY_URL": "rediss://user:@cache.example:6380/0"}),
    ("database_without_tls", {"GM_DATABASE_URL": f"postgresql://u:{PASSWORD}@db.example/platform"}),
    ("database_without_tls", {"GM_REGION_MENA_DATABASE_URL": f"postgresql://u:{PASSWORD}@db.example/mena?sslmode=prefer"}),
    ("database_without_tls", {"GM_REGION_EU_DATABASE_URL": f"postgresql://u:{PASSWORD}@db.example/eu?sslmode=require&sslmode=disable"}),
    ("database_without_tls", {"GM_POSTGRES_ADMIN_URL": f"postgresql://u:{PASSWORD}@db.example/postgres"}),
    ("metrics_on_all_addresses", {"GM_METRICS_ADDRESS": "0.0.0.0:9100"}),
    ("metrics_on_all_addresses", {"GM_METRICS_ADDRESS": "[::]:9100"}),
    ("metrics_on_all_addresses", {"GM_METRICS_ADDRESS": "[0:0:0:0:0:ffff:0:0]:9100"}),
]


@pytest.mark.parametrize(("risk", "changes"), RISKS)
def test_production_runs_a_risk_only_if_it_is_named(environment, risk, changes):
    environment(changes)
    assert risk in refusal()
    assert next(iter(changes)) in refusal()

    environment({**changes, "GM_ACCEPTED_RISKS": risk})
    assert read_env().accepted_risks == [risk]


def test_a_risk_that_nobody_knows_cannot_be_accepted(environment):
    environment({"GM_ACCEPTED_RISKS": "everything"})

    assert "GM_ACCEPTED_RISKS" in refusal()


@pytest.mark.parametrize("risk", sorted({risk for risk, _ in RISKS}))
def test_every_risk_is_documented(risk):
    assert risk in (REPOSITORY / ".env.example").read_text()


@pytest.mark.parametrize(
    "changes",
    [
        {"GM_REGION_MENA_DATABASE_URL": f"postgresql://mena:{PASSWORD}@DB.example/eu?sslmode=require"},
        {"GM_REGION_EU_DATABASE_URL": f"postgresql://eu:{PASSWORD}@db.example:5432/%70latform?sslmode=require"},
    ],
)
def test_two_regions_never_share_a_database(environment, changes):
    environment({**changes, "GM_ACCEPTED_RISKS": "database_without_tls"})

    assert "name the same database" in refusal()


@pytest.mark.parametrize(
    "changes",
    [
        {"GM_FIELD_ENCRYPTION_KEY": KEY},
        {"GM_FIELD_ENCRYPTION_KEY": f"{KEY[::-1]},{KEY}"},
        {"GM_VALKEY_URL": f"rediss://:{KEY}@cache.example:6380/0"},
    ],
)
def test_one_key_serves_one_purpose(environment, changes):
    environment(changes)

    assert "one key for each purpose" in refusal()


def test_elasticsearch_needs_an_address(environment):
    environment({"GM_SEARCH_ENGINE": "elasticsearch", "GM_REGION_EU_ELASTICSEARCH_URL": None})

    assert "GM_REGION_EU_ELASTICSEARCH_URL" in refusal()


def test_a_wrong_address_of_elasticsearch_is_named_without_its_secrets(environment):
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
    ("GM_SECRET_KEY", "a-secret-key-that-a-person-typed-in-from-the-manual-0123456789"),
    ("GM_SECRET_KEY", KEY[:40]),
    ("GM_SECRET_KEY", f"{KEY},short"),
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
    environment({"GM_FIELD_ENCRYPTION_KEY": f"{secrets.token_urlsafe(48)},{KEY[::-1]}"})

    assert read_env().field_encryption_key is not None


def test_of_several_secret_keys_the_first_signs(environment):
    new = secrets.token_urlsafe(48)
    environment({"GM_SECRET_KEY": f"{new}, {KEY}"})

    assert read_env().secret_keys == [new, KEY]


def test_the_gateways_secret_may_be_rotated_and_must_be_long(environment):
    new, old = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
    environment({"GM_GATEWAY_SECRET": f"{new}, {old}"})

    assert [secret.get_secret_value() for secret in read_env().gateway_secret] == [new, old]

    environment({"GM_GATEWAY_SECRET": f"{new},short"})

    assert "GM_GATEWAY_SECRET" in refusal()


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
        "ASSISTANT_API_KEY",
        "SANDBOX_API_KEY",
        "SANDBOX_WEBHOOK_SECRET",
        "MOLLIE_API_KEY",
        "MOLLIE_ORGANIZATION_TOKEN",
        "STRIPE_SECRET_KEY",
        "STRIPE_PUBLISHABLE_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "PAYPAL_CLIENT_ID",
        "PAYPAL_CLIENT_SECRET",
        "PAYPAL_WEBHOOK_ID",
        "MOMO_TARGET_ENVIRONMENT",
        "MOMO_COLLECTION_USER",
        "MOMO_COLLECTION_KEY",
        "MOMO_COLLECTION_SUBSCRIPTION_KEY",
        "MOMO_DISBURSEMENT_USER",
        "MOMO_DISBURSEMENT_KEY",
        "MOMO_DISBURSEMENT_SUBSCRIPTION_KEY",
        "PAYSTACK_SECRET_KEY",
        "FLUTTERWAVE_SECRET_KEY",
        "FLUTTERWAVE_WEBHOOK_HASH",
        "WEBHOOK_ORIGIN",
    )
    of_regions = {f"GM_REGION_{slug}_{name}" for slug in ("EU", "MENA") for name in names}
    assert set(named) == settings | of_regions
    assert len(named) == len(set(named))


def test_the_example_holds_no_secret_and_does_not_start_as_it_is(environment):
    example = (REPOSITORY / ".env.example").read_text()
    environment(dict.fromkeys(PRODUCTION) | dict(re.findall(r"^(GM_[A-Z_]+)=(.*)$", example, flags=re.MULTILINE)))

    assert "GM_SECRET_KEY" in refusal()


@pytest.mark.parametrize("address", ["127.0.0.1:9100", "0.0.0.0:9100", "[::]:9100"])
def test_metrics_are_shown_where_it_says(environment, address):
    environment({"GM_METRICS_ADDRESS": address, "GM_ACCEPTED_RISKS": "metrics_on_all_addresses"})

    assert read_env().metrics_address == address


@pytest.mark.parametrize(
    "address", ["9100", "localhost:9100", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "http://127.0.0.1:9100", "::9100"]
)
def test_metrics_need_an_address_of_this_machine(environment, address):
    environment({"GM_METRICS_ADDRESS": address})

    assert "GM_METRICS_ADDRESS: Value error, should be an address of this machine and a port" in refusal()
