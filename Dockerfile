# The gateway in an image of its own: built with the Swift toolchain, run without it.
FROM swift:6.3-bookworm AS build
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        g++ pkg-config libcurl4-openssl-dev libmimalloc-dev libsimdjson-dev libsqlite3-dev libyaml-dev libssl-dev \
        libxxhash-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
COPY Scripts Scripts
COPY openapi openapi
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product cx-gateway \
    && install -D -s .build/release/cx-gateway /out/cx-gateway

FROM debian:bookworm-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        ca-certificates libcurl4 libmimalloc2.0 libsimdjson14 libsqlite3-0 libssl3 libstdc++6 libyaml-0-2 tzdata \
        zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/cx-gateway --create-home cx-gateway
COPY --from=build /out/cx-gateway /usr/local/bin/cx-gateway
USER cx-gateway
WORKDIR /var/lib/cx-gateway
# The API, and the admin listener, which is for the inside alone.
EXPOSE 8080 9090
ENTRYPOINT ["cx-gateway"]
CMD ["--help"]
