"""What the environment says, typed and checked: nonsense stops the program at the door, with every fault named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[2]


class RegionEnv(BaseModel):
    """One region's own database: ``GM_REGION_EU_DATABASE_URL`` for the slug ``eu``."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9]{1,19}$")
    database_url: SecretStr


class Env(BaseSettings):
    """Every setting that an operator can give; ``.env.example`` documents each."""

    model_config = SettingsConfigDict(env_prefix="GM_", extra="ignore")

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

    documents_engine: Literal["postgres"] = "postgres"
    search_engine: Literal["postgres"] = "postgres"

    mail_dir: Path | None = None
    smtp_url: SecretStr | None = None
    mail_from: str = "GlobalMarket <no-reply@globalmarket.example>"
    media_dir: Path = REPOSITORY / ".local" / "media"

    sandbox_url: str | None = None
    sandbox_api_key: SecretStr | None = None
    sandbox_webhook_secret: SecretStr | None = None

    field_encryption_key: SecretStr | None = None
    development_clock: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("allowed_hosts", "regions", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @property
    def region_databases(self) -> list[RegionEnv]:
        return [_region(slug) for slug in self.regions]

    @model_validator(mode="after")
    def _production_is_strict(self) -> Env:
        for slug in self.regions:
            _region(slug)
        if self.environment == "production":
            faults = [
                name
                for name, is_wrong in {
                    "GM_DEBUG must be off": self.debug,
                    "GM_PUBLIC_SCHEME must be https": self.public_scheme != "https",
                    "GM_ALLOWED_HOSTS must name the regions' hosts, without *": not self.allowed_hosts or "*" in self.allowed_hosts,
                    "GM_DEVELOPMENT_CLOCK must be off": self.development_clock,
                    "GM_SECRET_KEY looks like a default": "insecure" in self.secret_key.get_secret_value(),
                    "GM_FIELD_ENCRYPTION_KEY is needed": self.field_encryption_key is None,
                    "GM_SMTP_URL is needed": self.smtp_url is None,
                    "GM_SANDBOX_URL: the sandbox provider is for development": self.sandbox_url is not None,
                }.items()
                if is_wrong
            ]
            if faults:
                raise ValueError("; ".join(faults))
        return self


def _region(slug: str) -> RegionEnv:
    name = f"GM_REGION_{slug.upper()}_DATABASE_URL"
    url = os.environ.get(name)
    if not url:
        raise ValueError(f"{name} is needed, since GM_REGIONS names {slug}")
    return RegionEnv(slug=slug, database_url=SecretStr(url))


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
