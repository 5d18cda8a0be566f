# One image, every role: `node bin/api.ts`, `node bin/worker.ts`, `node bin/consumers.ts shipping`, `node bin/migrate.ts`,
# `node bin/ops.ts …`. Nothing but the console is built, as Node runs the TypeScript as it stands. Runs on a read-only root filesystem.
FROM node:24.21.0-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node console/build.ts

FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: none of these packages needs one (test/stack/image.test.ts).
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY bin/rds-certificates.ts bin/
RUN node bin/rds-certificates.ts > rds-certificates.pem

FROM node:24.21.0-slim
# HEALTH_URL: roles without the API have their metrics looked at; with HTTPS=self-signed set it to https://127.0.0.1:3000/health/live.
ENV NODE_ENV=production \
    NODE_EXTRA_CA_CERTS=/app/rds-certificates.pem \
    HEALTH_URL=http://127.0.0.1:3000/health/live
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/rds-certificates.pem ./
# What .dockerignore lets through.
COPY . .
COPY --from=console /app/console/dist console/dist
# node, by its number: a host may not know its name.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "bin/health.ts"]
CMD ["node", "bin/api.ts"]
