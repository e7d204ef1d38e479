FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts/build.ts scripts/notices.ts scripts/
COPY src src
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    AGHANIM_HOST=0.0.0.0 \
    AGHANIM_DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY views views
COPY examples examples
COPY data/seed.json data/seed.json
# A new volume takes the owner of the directory that it covers.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4242
# Not all builders know --start-interval=1s. `docker run --health-start-interval 1s` and Compose's start_interval set it.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 CMD ["node", "dist/cli.cjs", "health"]
ENTRYPOINT ["node", "dist/cli.cjs"]
