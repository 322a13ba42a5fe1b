# syntax=docker/dockerfile:1
# A web app by its name (APP): frontend/apps/<APP>. Built from the root of the repository.
FROM node:24-trixie-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS build
ARG APP=storefront
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY frontend ./
RUN --mount=type=cache,target=/var/cache/npm npm_config_cache=/var/cache/npm npm ci --ignore-scripts --no-audit --no-fund
RUN NODE_ENV=production node node_modules/next/dist/bin/next build "apps/$APP" \
    && rm -rf "apps/$APP/.next/cache" \
    && mkdir "apps/$APP/.next/cache"
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
    && find apps -mindepth 1 -maxdepth 1 ! -name "$APP" -exec rm -rf {} +

FROM node:24-trixie-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
ARG APP=storefront
ARG PORT=8001
# Node.js stays; what installs packages with it goes.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-* /usr/local/bin/yarn* \
    && groupadd --gid 10001 globalmarket \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin globalmarket
COPY --from=build /app /app
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    PORT=$PORT
WORKDIR /app/apps/$APP
USER 10001:10001
EXPOSE $PORT
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["node", "-e", "require('node:net').connect(Number(process.env.PORT), '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
CMD ["sh", "-c", "exec node server.ts --port \"$PORT\" --hostname 0.0.0.0"]
ARG REVISION=unknown
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="GlobalMarket $APP" \
      org.opencontainers.image.description="A web app of GlobalMarket" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.version="$VERSION"
