"""What the environment says, typed and checked: a program does not start with wrong values, and names every fault."""

from __future__ import annotations

import os
import re
import ssl
from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config import gateways
from config.production import SENDCLOUD, Risk, faults_of

REPOSITORY = Path(__file__).resolve().parents[2]
POSTGRES = ("postgresql", "postgres")
SCHEMES = {
    "database_url": POSTGRES,
    "postgres_admin_url": POSTGRES,
    "valkey_url": ("redis", "rediss"),
    "queue_url": ("redis", "rediss"),
    "smtp_url": ("smtp", "smtps", "smtp+tls"),
    "sandbox_url": ("http", "https"),
    "mollie_url": ("http", "https"),
    "stripe_url": ("http", "https"),
    "paypal_url": ("http", "https"),
    "momo_url": ("http", "https"),
    "paystack_url": ("http", "https"),
    "flutterwave_url": ("http", "https"),
    "sendcloud_url": ("http", "https"),
    "openai_url": ("http", "https"),
    "vies_url": ("http", "https"),
    "exchange_rates_url": ("http", "https"),
    "traces_url": ("http", "https"),
    "sentry_dsn": ("https", "http"),
}
SLUG = re.compile(r"[a-z][a-z0-9]{1,19}")
PLACE = re.compile(r"([0-9.]+|\[[0-9a-f:]+\]):[0-9]{1,5}")


class RegionEnv(BaseModel):
    """One region's own stores: ``GM_REGION_EU_DATABASE_URL`` and its like for the slug ``eu``."""

    slug: str
    database_url: SecretStr
    cosmos_endpoint: str | None = None
    cosmos_key: SecretStr | None = None
    elasticsearch_url: SecretStr | None = None
    elasticsearch_api_key: SecretStr | None = None
    elasticsearch_ca_file: str | None = None
    blobs_connection: SecretStr | None = None
    blobs_account_url: str | None = None
    sandbox_api_key: SecretStr | None = None
    sandbox_webhook_secret: SecretStr | None = None
    assistant_api_key: SecretStr | None = None
    gateways: dict[str, dict[str, SecretStr]] = {}
    webhook_origin: str | None = None

    @property
    def cosmos_account(self) -> dict[str, Any]:
        """As the settings have it; the key is None where the program's identity opens the account."""
        return {"endpoint": self.cosmos_endpoint, "key": _plain(self.cosmos_key)}

    @property
    def elasticsearch_cluster(self) -> dict[str, str | None]:
        """As the settings have it."""
        return {
            "url": _plain(self.elasticsearch_url),
            "api_key": _plain(self.elasticsearch_api_key),
            "ca_file": self.elasticsearch_ca_file,
        }


class Env(BaseSettings):
    """Every setting that an operator can give; ``.env.example`` documents each."""

    model_config = SettingsConfigDict(env_prefix="GM_", env_ignore_empty=True, extra="ignore")

    environment: Literal["development", "test", "production"] = "production"
    debug: bool = False
    secret_key: SecretStr = Field(min_length=32)
    port_base: int = Field(default=8000, ge=1024, le=65000)
    allowed_hosts: Annotated[list[str], NoDecode] = []
    public_scheme: Literal["http", "https"] = "https"

    postgres_admin_url: SecretStr | None = None
    database_url: SecretStr
    regions: Annotated[list[str], NoDecode] = Field(min_length=1)
    database_pool_size: int = Field(default=8, ge=1, le=200)
    valkey_url: SecretStr
    valkey_timeout_s: float = Field(default=0.25, gt=0, le=60)
    queue_url: SecretStr | None = None

    documents_engine: Literal["postgres", "cosmos"] = "postgres"
    cosmos_read_timeout_s: float = Field(default=5, gt=0, le=60)
    cosmos_patience_s: float = Field(default=5, ge=0, le=60)
    search_engine: Literal["postgres", "elasticsearch"] = "postgres"
    elasticsearch_shards: int = Field(default=1, ge=1, le=100)
    elasticsearch_replicas: int = Field(default=1, ge=0, le=10)

    embeddings: Literal["local", "openai", "none"] = "local"
    openai_api_key: SecretStr | None = None
    openai_url: str = "https://api.openai.com/v1"
    openai_model: str = "text-embedding-3-small"
    openai_dimensions: int = Field(default=512, ge=64, le=4_000)
    assistant_url: str = "https://api.openai.com/v1"
    assistant_model: str = "gpt-4.1-mini"

    mail_dir: Path | None = None
    smtp_url: SecretStr | None = None
    mail_from: str = "GlobalMarket <no-reply@globalmarket.example>"
    blobs_engine: Literal["files", "azure"] = "files"
    media_dir: Path = REPOSITORY / ".local" / "media"

    sandbox_url: str | None = None
    mollie_url: str = gateways.URLS["mollie_url"]
    stripe_url: str = gateways.URLS["stripe_url"]
    paypal_url: str | None = None  # which has another one for test keys
    momo_url: str | None = None
    paystack_url: str = gateways.URLS["paystack_url"]
    flutterwave_url: str = gateways.URLS["flutterwave_url"]
    sendcloud_url: str = SENDCLOUD

    vies_url: str | None = None
    exchange_rates_url: str | None = None

    web_revalidate_url: Annotated[list[str], NoDecode] = []
    web_revalidate_secret: SecretStr | None = Field(default=None, min_length=32)
    live_connections_of_address: int = Field(default=100, ge=1, le=100_000)
    live_connections_of_caller: int = Field(default=20, ge=1, le=100_000)

    gateway_secret: Annotated[list[Annotated[SecretStr, Field(min_length=32)]], NoDecode] = []
    field_encryption_key: SecretStr | None = None
    development_clock: bool = False
    metrics_address: str | None = None
    traces_url: str | None = None
    traces_share: float = Field(default=0.1, ge=0, le=1)
    sentry_dsn: str | None = None
    version: str = "unreleased"
    revision: str = "unknown"
    accepted_risks: Annotated[list[Risk], NoDecode] = []
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("allowed_hosts", "regions", "accepted_risks", "web_revalidate_url", "gateway_secret", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator(*SCHEMES)
    @classmethod
    def _is_an_address(cls, value: SecretStr | str | None, info: ValidationInfo) -> SecretStr | str | None:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None:
            _check_address(text, SCHEMES[str(info.field_name)])
        return value

    @field_validator("web_revalidate_url")
    @classmethod
    def _are_addresses(cls, value: list[str]) -> list[str]:
        for address in value:
            _check_address(address, ("http", "https"))
        return value

    @field_validator("metrics_address")
    @classmethod
    def _is_a_place_to_listen(cls, value: str | None) -> str | None:
        if value is not None and not (PLACE.fullmatch(value) and 0 < int(value.rpartition(":")[2]) < 65536):
            raise ValueError("should be an address of this machine and a port, such as 127.0.0.1:9100 or [::]:9100")
        return value

    @property
    def secret_keys(self) -> list[str]:
        """The key that signs, then those of before, which are still accepted."""
        return [part.strip() for part in self.secret_key.get_secret_value().split(",") if part.strip()]

    @property
    def region_databases(self) -> list[RegionEnv]:
        return [_region(slug) for slug in self.regions]

    @property
    def gateway_urls(self) -> dict[str, str]:
        """By gateway, where it is called. :raises ValueError: outside production, for an address at which real money moves"""
        given = {gateway.code: getattr(self, f"{gateway.code}_url") for gateway in gateways.GATEWAYS}
        return gateways.urls_of(given, is_production=self.environment == "production")

    @property
    def assistant_api_keys(self) -> dict[str, str]:
        """By region, its key at the language model's service; without one, its assistant answers by templates."""
        regions = self.region_databases
        return {region.slug: region.assistant_api_key.get_secret_value() for region in regions if region.assistant_api_key}

    @property
    def payment_accounts(self) -> dict[str, dict[str, dict[str, Any]]]:
        """By provider and region: what the provider of that region is made from. A region without an account does not have it."""
        regions = self.region_databases
        sandbox = {
            region.slug: {
                "url": self.sandbox_url,
                "api_key": _plain(region.sandbox_api_key),
                "webhook_secret": _plain(region.sandbox_webhook_secret),
            }
            for region in regions
            if self.sandbox_url and region.sandbox_api_key
        }
        return {"sandbox": sandbox, **gateways.accounts_of(regions, self.gateway_urls)}

    @model_validator(mode="after")
    def _has_whole_pairs(self) -> Env:
        if bool(self.web_revalidate_url) != (self.web_revalidate_secret is not None):
            raise ValueError("GM_WEB_REVALIDATE_URL and GM_WEB_REVALIDATE_SECRET are needed together")
        return self

    @model_validator(mode="after")
    def _production_is_strict(self) -> Env:
        if len(set(self.regions)) < len(self.regions):
            raise ValueError("GM_REGIONS names a region twice")
        _ = self.gateway_urls
        for region in self.region_databases:
            if self.documents_engine == "cosmos":
                _check_cosmos(region, is_production=self.environment == "production")
            if self.search_engine == "elasticsearch":
                _check_elasticsearch(region, is_production=self.environment == "production")
            _check_sandbox(region)
            gateways.check_region(region, is_production=self.environment == "production")
            if self.blobs_engine == "azure":
                _check_blobs(region, is_production=self.environment == "production")
        if self.blobs_engine == "azure":
            _check_blobs_apart(self.region_databases)
        if self.embeddings == "openai" and self.openai_api_key is None:
            raise ValueError("GM_OPENAI_API_KEY is needed, since GM_EMBEDDINGS is openai")
        if self.environment == "production":
            faults = faults_of(self)
            if faults:
                raise ValueError("; ".join(faults))
        return self


def _region(slug: str) -> RegionEnv:
    if not SLUG.fullmatch(slug) or slug == "default":  # which is the platform's own alias
        raise ValueError(f"GM_REGIONS: {slug!r} is no slug of 2 to 20 small letters and digits")
    name = f"GM_REGION_{slug.upper()}_DATABASE_URL"
    url = os.environ.get(name)
    if not url:
        raise ValueError(f"{name} is needed, since GM_REGIONS names {slug}")
    _check_address(url, POSTGRES, name)
    return RegionEnv(
        slug=slug,
        database_url=SecretStr(url),
        cosmos_endpoint=os.environ.get(f"GM_REGION_{slug.upper()}_COSMOS_ENDPOINT") or None,
        cosmos_key=_secret_of_region(slug, "COSMOS_KEY"),
        elasticsearch_url=_secret_of_region(slug, "ELASTICSEARCH_URL"),
        elasticsearch_api_key=_secret_of_region(slug, "ELASTICSEARCH_API_KEY"),
        elasticsearch_ca_file=os.environ.get(f"GM_REGION_{slug.upper()}_ELASTICSEARCH_CA_FILE") or None,
        blobs_connection=_secret_of_region(slug, "BLOBS_CONNECTION"),
        blobs_account_url=os.environ.get(f"GM_REGION_{slug.upper()}_BLOBS_ACCOUNT_URL") or None,
        sandbox_api_key=_secret_of_region(slug, "SANDBOX_API_KEY"),
        sandbox_webhook_secret=_secret_of_region(slug, "SANDBOX_WEBHOOK_SECRET"),
        assistant_api_key=_secret_of_region(slug, "ASSISTANT_API_KEY"),
        gateways=gateways.given_to(slug),
        webhook_origin=_webhook_origin(slug),
    )


def _webhook_origin(slug: str) -> str | None:
    """:raises ValueError: if it is no address"""
    name = f"GM_REGION_{slug.upper()}_WEBHOOK_ORIGIN"
    origin = os.environ.get(name)
    if origin:
        _check_address(origin, ("https", "http"), name)
    return origin.rstrip("/") if origin else None


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _secret_of_region(slug: str, name: str) -> SecretStr | None:
    text = os.environ.get(f"GM_REGION_{slug.upper()}_{name}")
    return SecretStr(text) if text else None


def _check_cosmos(region: RegionEnv, *, is_production: bool) -> None:
    """:raises ValueError: if the region has no account to keep its documents in"""
    name = f"GM_REGION_{region.slug.upper()}_COSMOS"
    if not region.cosmos_endpoint:
        raise ValueError(f"{name}_ENDPOINT is needed, since GM_DOCUMENTS_ENGINE is cosmos")
    if region.cosmos_key is None:  # the program shows its identity, and a token must not travel open
        _check_address(region.cosmos_endpoint, ("https",), f"{name}_ENDPOINT")
        return
    _check_address(region.cosmos_endpoint, ("https",) if is_production else ("https", "http"), f"{name}_ENDPOINT")
    try:
        b64decode(region.cosmos_key.get_secret_value(), validate=True)
    except ValueError:
        raise ValueError(f"{name}_KEY should be an account's key, which is in base64") from None


def _check_sandbox(region: RegionEnv) -> None:
    """:raises ValueError: if the region has half of an account: without the secret, a forged webhook could not be recognised"""
    name = f"GM_REGION_{region.slug.upper()}_SANDBOX"
    if (region.sandbox_api_key is None) != (region.sandbox_webhook_secret is None):
        raise ValueError(f"{name}_API_KEY and {name}_WEBHOOK_SECRET are needed together")


def _check_elasticsearch(region: RegionEnv, *, is_production: bool) -> None:
    """:raises ValueError: if the region has no cluster to be searched on"""
    name = f"GM_REGION_{region.slug.upper()}_ELASTICSEARCH_URL"
    if region.elasticsearch_url is None:
        raise ValueError(f"{name} is needed, since GM_SEARCH_ENGINE is elasticsearch")
    url = region.elasticsearch_url.get_secret_value()
    _check_address(url, ("https",) if is_production else ("https", "http"), name)
    if region.elasticsearch_ca_file:
        _check_certificates(region.elasticsearch_ca_file, name.replace("_URL", "_CA_FILE"))
        if not url.startswith("https://"):
            raise ValueError(f"{name} must lead to https, since a file of certificates is named")


def _check_certificates(file: str, name: str) -> None:
    """:raises ValueError: if the file cannot be read, or holds none"""
    try:
        ssl.create_default_context(cafile=file)
    except OSError:  # as what the ssl module says is, too
        raise ValueError(f"{name} should name a file of certificates (PEM) that this program can read") from None


def _check_blobs(region: RegionEnv, *, is_production: bool) -> None:
    """:raises ValueError: if the region has no account to keep its files in, or two; without the text, which may hold a key"""
    name = f"GM_REGION_{region.slug.upper()}_BLOBS_CONNECTION"
    url_name = f"GM_REGION_{region.slug.upper()}_BLOBS_ACCOUNT_URL"
    if (region.blobs_connection is None) == (region.blobs_account_url is None):
        raise ValueError(f"one of {name} and {url_name} is needed, since GM_BLOBS_ENGINE is azure")
    if region.blobs_account_url is not None:
        _check_account_url(region.blobs_account_url, url_name)
        return
    parts = _parts_of_connection(region)
    if not {"AccountName", "AccountKey"} <= parts.keys():
        raise ValueError(f"{name} should be a connection string with AccountName and AccountKey")
    origin = parts.get("BlobEndpoint", f"{parts.get('DefaultEndpointsProtocol', 'https')}://")
    if is_production and not origin.startswith("https://"):
        raise ValueError(f"{name} must lead to https: files and signed links would travel open")


def _check_account_url(text: str, name: str) -> None:
    """:raises ValueError: unless it is an address and nothing else: an identity replaces the signature in it"""
    _check_address(text, ("https",), name)  # a token must not travel open anywhere
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.username or parts.path.strip("/").count("/"):
        raise ValueError(f"{name} should be an account's address alone, such as https://NAME.blob.core.windows.net")


def _check_blobs_apart(regions: list[RegionEnv]) -> None:
    """:raises ValueError: if two regions name one account: what opens one region's files would open the other's"""
    seen: dict[str, str] = {}
    for region in regions:
        account = _account_of(region)
        if account in seen:
            raise ValueError(f"{seen[account]} and {region.slug} name the same account for files; each region has its own")
        seen[account] = region.slug


def _account_of(region: RegionEnv) -> str:
    """The host of a region's account, and the path where an emulator has several on one host."""
    parts = _parts_of_connection(region)
    usual = f"https://{parts.get('AccountName')}.blob.{parts.get('EndpointSuffix', 'core.windows.net')}"
    url = urlsplit((region.blobs_account_url or parts.get("BlobEndpoint", usual)).lower())
    return f"{url.hostname}:{url.port or 443}/{url.path.strip('/')}"


def _parts_of_connection(region: RegionEnv) -> dict[str, str]:
    text = region.blobs_connection.get_secret_value() if region.blobs_connection else ""
    return {key: value for key, _, value in (part.partition("=") for part in text.split(";")) if value}


def _check_address(text: str, schemes: tuple[str, ...], name: str = "") -> None:
    """:raises ValueError: without the text, which may hold a password"""
    is_database = schemes is POSTGRES
    try:
        parts = urlsplit(text)
        is_fit = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_fit = False
    if not is_fit or (is_database and not (parts.username and parts.path.strip("/"))):
        form = f"{schemes[0]}://USER:PASSWORD@HOST:PORT/NAME" if is_database else f"{schemes[0]}://HOST:PORT"
        raise ValueError(f"{name} should be an address such as {form}".strip())


def read_env() -> Env:
    """:raises SystemExit: naming every setting that is missing or wrong (never a secret's value)"""
    try:
        return Env()  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [
            f"  {'GM_' + str(item['loc'][0]).upper() if item['loc'] else 'settings'}: {item['msg']}"
            for item in error.errors(include_input=False)
        ]
        raise SystemExit("The environment is not fit to start with (see .env.example):\n" + "\n".join(lines)) from None
