# The server runs from its sources by tsx, as in development, and not from a bundle: its worker threads are files found
# beside the modules that start them, and the fraction of a second saved at start is not worth a second way to build.
FROM node:20-bookworm-slim AS locked
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM locked AS pages
RUN npm ci --include=dev
COPY tsconfig.json ./
COPY api ./api
COPY bim-viewer ./bim-viewer
COPY tiles/style ./tiles/style
COPY web ./web
RUN node api/cli/build.mjs

FROM locked AS packages
RUN npm ci --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production PORT=8080 DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node /data
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY migrations ./migrations
COPY seed-data ./seed-data
COPY bim-viewer ./bim-viewer
COPY tiles ./tiles
COPY api ./api
COPY --from=pages /app/web/dist ./web/dist
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "api/main.ts"]
