"""What is logged, and how a line looks, as Python's logging: for programs in production, for people elsewhere."""

from __future__ import annotations

from typing import Any

from config.env import Env


def logging_of(env: Env) -> dict[str, Any]:
    """Each line with the tenant in scope, the request's id and the trace; libraries only when something is wrong."""
    is_production = env.environment == "production"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "scope": {"()": "marketplace.foundation.logs.scope_filter.ScopeFilter"},
            "seldom": {"()": "marketplace.foundation.logs.seldom.Seldom", "every_s": 60},
        },
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s tenant=%(tenant)s request=%(request_id)s %(message)s"},
            "json": {"()": "marketplace.foundation.logs.json_line.JsonLine"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "filters": ["scope"], "formatter": "json" if is_production else "line"},
        },
        "root": {"handlers": ["console"], "level": env.log_level},
        # uvicorn would log the addresses of connections, with their tickets
        "loggers": {
            **{
                name: {"level": "WARNING"}
                for name in ("azure", "elastic_transport", "fontTools", "httpx", "opentelemetry", "sentry_sdk", "uvicorn")
            },
            # each batch of each process would say that a collector does not answer
            "opentelemetry.exporter.otlp.proto.http.trace_exporter": {"filters": ["seldom"]},
        },
    }
