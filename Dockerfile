# Compiles, and installs what the lockfile says. Nothing that only the build needs is in the image.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npx tsc --project tsconfig.build.json && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/schema ./schema
COPY --from=build /build/dist ./dist
# `node` of the base image, by number: so Kubernetes can tell that it is not root.
USER 1000:1000
EXPOSE 4000
# No HEALTHCHECK: which port it is on stands in the configuration. compose.yaml and kubernetes.yaml have probes.
# No init such as tini: the process starts no others, and handles SIGTERM itself.
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["start", "--config", "/etc/trailgraph/trailgraph.yaml"]
