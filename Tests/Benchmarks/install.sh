#!/usr/bin/env bash
# Installs what `make bench` compares the gateway with, where it is absent: nginx with Lua and wrk from
# Debian, Envoy and FastAPI into .venv-bench.
set -euo pipefail
cd "$(dirname "$0")/../.."

Scripts/install-dependencies nginx-light libnginx-mod-http-lua lua-cjson wrk python3 python3-venv

environment=.venv-bench
installed=$environment/requirements.txt
if ! cmp --silent Tests/Benchmarks/requirements.txt "$installed"; then
    [[ -x $environment/bin/pip ]] || python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r Tests/Benchmarks/requirements.txt
    cp Tests/Benchmarks/requirements.txt "$installed"
fi
