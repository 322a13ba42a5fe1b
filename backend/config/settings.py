"""Django's settings, all read from ``env``."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from babel import Locale

from config.blobs import storages_of
from config.databases import databases_of
from config.env import REPOSITORY, read_env
from config.logs import logging_of
from config.openapi import OPENAPI
from config.schedule import SCHEDULE
from marketplace.kit import limits

ENV = read_env()
IS_PRODUCTION = ENV.environment == "production"

DEBUG = ENV.debug
SECRET_KEY, *SECRET_KEY_FALLBACKS = ENV.secret_keys
# Which host belongs to which tenant is the directory's to say (421 for others); in production the operator's list comes before it.
ALLOWED_HOSTS = ENV.allowed_hosts or ["*"]
PUBLIC_SCHEME = ENV.public_scheme
PORT_BASE = ENV.port_base
# The web apps, the customers' first, each with its port on a developer's machine, counted from PORT_BASE.
WEB_APPS = {"storefront": 1, "vendor": 2, "admin": 3}
# The process `realtime`: its port likewise, and how many connections each caller and address may have.
LIVE = {"port": 5, "of_address": ENV.live_connections_of_address, "of_caller": ENV.live_connections_of_caller}
# Headers by which guests prove that a cart, an order or a conversation is theirs.
GUEST_SECRETS = ("Cart-Token", "Order-Token", "Conversation-Token")
DEVELOPMENT_CLOCK = ENV.development_clock
METRICS_ADDRESS = ENV.metrics_address
TRACES_URL = ENV.traces_url.rstrip("/") if ENV.traces_url else None
TRACES_SHARE = ENV.traces_share
SENTRY_DSN = ENV.sentry_dsn or ""
VERSION, REVISION = ENV.version, ENV.revision
GATEWAY_SECRETS = [secret.get_secret_value() for secret in ENV.gateway_secret]
FIELD_ENCRYPTION_KEY = (ENV.field_encryption_key or ENV.secret_key).get_secret_value()

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LOCALE_PATHS = [REPOSITORY / "backend" / "locale"]
# English, in which the texts are written, and each language with a catalogue. A region may have others: what they lack is in English.
LANGUAGES = [
    (code, Locale.parse(code).get_display_name() or code)
    for code in (LANGUAGE_CODE, *sorted(catalogue.parent.parent.name for catalogue in LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.mo")))
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "marketplace.foundation.tenancy",
    "marketplace.foundation.documents",
    "marketplace.foundation.search",
    "marketplace.foundation.events",
    "marketplace.foundation.idempotency",
    "marketplace.foundation.audit",
    "marketplace.foundation.revalidation",
    "marketplace.foundation.relay",
    "marketplace.foundation.regions",
    "marketplace.apps.staff",
    "marketplace.apps.accounts",
    "marketplace.apps.vendors",
    "marketplace.apps.catalog",
    "marketplace.apps.inventory",
    "marketplace.apps.ledger",
    "marketplace.apps.tax",
    "marketplace.apps.shipping",
    "marketplace.apps.rates",
    "marketplace.apps.payments",
    "marketplace.apps.credit",
    "marketplace.apps.carts",
    "marketplace.apps.pricing",
    "marketplace.apps.price_advice",
    "marketplace.apps.orders",
    "marketplace.apps.carriers",
    "marketplace.apps.fraud",
    "marketplace.apps.checkout",
    "marketplace.apps.payouts",
    "marketplace.apps.returns",
    "marketplace.apps.messaging",
    "marketplace.apps.invoices",
    "marketplace.apps.reconciliation",
    "marketplace.apps.tax_reports",
    "marketplace.apps.analytics",
    "marketplace.apps.imports",
    "marketplace.apps.discovery",
    "marketplace.apps.content",
    "marketplace.apps.notifications",
    "marketplace.apps.disputes",
    "marketplace.apps.webhooks",
    "marketplace.apps.insights",
    "marketplace.apps.intelligence",
    "marketplace.apps.visual_search",
    "marketplace.apps.assistant",
    "marketplace.apps.privacy",
    "marketplace.apps.live",
    "marketplace.apps.demo",
]

MIDDLEWARE = [
    "marketplace.foundation.logs.request_id.RequestIdMiddleware",
    "marketplace.foundation.rest.gateway.GatewayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marketplace.foundation.rest.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.foundation.rest.origins.OriginMiddleware",
    "marketplace.foundation.rest.tenant.TenantMiddleware",
    "marketplace.foundation.rest.tracing.TracingMiddleware",
    "marketplace.foundation.metrics.requests.RequestMetricsMiddleware",
    "marketplace.foundation.rest.language.LanguageMiddleware",
    *([] if IS_PRODUCTION else ["marketplace.foundation.rest.store_calls.StoreCallsMiddleware"]),
]

TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]

DATABASES = databases_of(ENV)
DATABASE_ROUTERS = ["marketplace.foundation.tenancy.router.TenantRouter"]
POSTGRES_ADMIN_URL = ENV.postgres_admin_url.get_secret_value() if ENV.postgres_admin_url else None

DOCUMENTS_ENGINE = ENV.documents_engine
COSMOS_LAYOUT = REPOSITORY / "backend" / "config" / "cosmos.json"
COSMOS_READ_TIMEOUT_S = ENV.cosmos_read_timeout_s
COSMOS_PATIENCE_S = ENV.cosmos_patience_s
COSMOS = {region.slug: region.cosmos_account for region in ENV.region_databases if region.cosmos_endpoint}
SEARCH_ENGINE = ENV.search_engine
ELASTICSEARCH: dict[str, Any] = {
    "clusters": {region.slug: region.elasticsearch_cluster for region in ENV.region_databases if region.elasticsearch_url},
    "shards": ENV.elasticsearch_shards,
    "replicas": ENV.elasticsearch_replicas,
    "read_timeout_s": 3.0,  # a customer waits no longer; a page without its list is better
    "write_timeout_s": 20.0,
    "silence_s": 2.0,  # after which a server that did not answer is asked again
    "first_wait_s": 0.25,  # when it has too much to do; each further one is twice as long
}
EMBEDDINGS = ENV.embeddings
OPENAI_API_KEY = ENV.openai_api_key.get_secret_value() if ENV.openai_api_key else ""
OPENAI_URL = ENV.openai_url
OPENAI_MODEL = ENV.openai_model
OPENAI_DIMENSIONS = ENV.openai_dimensions
ASSISTANT_API_KEYS, ASSISTANT_URL, ASSISTANT_MODEL = ENV.assistant_api_keys, ENV.assistant_url, ENV.assistant_model
ASSISTANT_PATIENCE_S = {"silence": 8.0, "turn": 20.0}  # between two parts of a stream, and for a turn with all its calls
VIES_URL = (ENV.vies_url or "").rstrip("/")
EXCHANGE_RATES_URL = ENV.exchange_rates_url or ""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.valkey_url.get_secret_value(),
        "KEY_PREFIX": "gm",
        "KEY_FUNCTION": "marketplace.foundation.cache.keys.tenant_key",
    }
}
VALKEY_TIMEOUT_S = ENV.valkey_timeout_s

_LIVE_LAYER = "marketplace.foundation.realtime.layer.LiveChannelLayer"
CHANNEL_LAYERS = {"default": {"BACKEND": _LIVE_LAYER, "CONFIG": {"hosts": [ENV.valkey_url.get_secret_value()]}}}

CELERY_BROKER_URL = (ENV.queue_url or ENV.valkey_url).get_secret_value()
CELERY_TASK_DEFAULT_QUEUE = "prompt"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "global_keyprefix": "gm-celery:"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_DB_REUSE_MAX = 100_000  # else Celery ends its processes' pools after every task; config/celery.py gives connections back
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(REPOSITORY / ".local" / "run" / "beat")

# Argon2 is slow on purpose; tests make hundreds of people.
PASSWORD_HASHERS = [
    "marketplace.testing.QuickArgon2Hasher" if ENV.environment == "test" else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
HASHING_TURN_TIMEOUT_S = 5.0  # that a log-in waits while others are hashing

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "marketplace.foundation.rest.authentication.BearerAuthentication",
        "marketplace.apps.vendors.views.authentication.ApiKeyAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["marketplace.foundation.rest.permissions.IsNobody"],
    "DEFAULT_RENDERER_CLASSES": ["marketplace.foundation.rest.json.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["marketplace.foundation.rest.json.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "marketplace.foundation.rest.problems.handle",
    "DEFAULT_THROTTLE_RATES": {},
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = OPENAPI

STATIC_URL = "/static/"
STATIC_ROOT = REPOSITORY / ".local" / "static" if IS_PRODUCTION else None  # `collectstatic` fills it
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = False
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.media_dir
BLOBS_ENGINE = ENV.blobs_engine
STORAGES = storages_of(ENV)
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.declare("rest.body", 5 * 1024 * 1024, "bytes", "Bytes of a body without files; 413 `too_large`.")
DATA_UPLOAD_MAX_NUMBER_FIELDS = limits.declare("rest.parameters", 100, "parameters", "Of a query, or fields of a form; 400 `malformed`.")
DATA_UPLOAD_MAX_NUMBER_FILES = limits.declare("rest.files", 10, "files", "Files of a form; 400 `malformed`.")
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

DEFAULT_FROM_EMAIL = ENV.mail_from
if ENV.smtp_url is not None:
    _smtp = urlsplit(ENV.smtp_url.get_secret_value())
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.scheme == "smtp+tls", _smtp.scheme == "smtps"
elif ENV.mail_dir is not None:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ENV.mail_dir
else:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

PAYMENT_ACCOUNTS = ENV.payment_accounts
SENDCLOUD_URL = ENV.sendcloud_url
WEB_REVALIDATE_URLS = ENV.web_revalidate_url
WEBHOOKS_REACH_PRIVATE_ADDRESSES = not IS_PRODUCTION  # a developer's own receiver
WEB_REVALIDATE_SECRET = ENV.web_revalidate_secret.get_secret_value() if ENV.web_revalidate_secret else ""

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # no cookie authenticates a request, so there is nothing to forge a request with
if IS_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^api/v1/health/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

LOGGING = logging_of(ENV)
