# syntax=docker/dockerfile:1
# One image for api, realtime, workers, beat, relay and the migration: the same program, another command. Built from the root of the repository.
FROM python:3.11-slim-trixie@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS build
WORKDIR /source
COPY backend/requirements/uv.txt backend/requirements/base.txt backend/requirements/
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir --require-hashes --requirement backend/requirements/uv.txt
COPY backend backend
COPY infra/images/content.py infra/images/
RUN --mount=type=cache,target=/var/cache/uv UV_CACHE_DIR=/var/cache/uv python infra/images/content.py /app --uv /opt/uv/bin/uv

FROM python:3.11-slim-trixie@sha256:0000000000000000000000000000000000000000000000000000000000000000
# What LightGBM is linked with. The distribution's own patches of it are wanted, so its version is not held.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
RUN python -m pip uninstall --yes pip setuptools wheel \
    && groupadd --gid 10001 globalmarket \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin globalmarket \
    && install --directory --owner 10001 --group 10001 /var/lib/globalmarket/media
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TMPDIR=/tmp
WORKDIR /app/backend
USER 10001:10001
EXPOSE 8000 8005 9100
# granian, uvicorn, Celery and the relay all finish what is under way when they get it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/v1/health/live', timeout=4)"]
CMD ["python", "-m", "config.server", "--host", "0.0.0.0", "--port", "8000"]
# Last, since it changes with every commit: what stands above comes from the cache.
ARG REVISION=unknown
ARG VERSION=unreleased
ENV GM_VERSION=$VERSION GM_REVISION=$REVISION
LABEL org.opencontainers.image.title="GlobalMarket backend" \
      org.opencontainers.image.description="API, live updates, workers and relay of a regional marketplace" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.version="$VERSION"
