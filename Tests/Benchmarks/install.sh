#!/usr/bin/env bash
# Installs what `make bench` compares the gateway with, where it is absent: nginx with Lua, wrk, and in
# .venv-bench Envoy and FastAPI. Debian packages need root.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=()
for package in nginx-light libnginx-mod-http-lua lua-cjson wrk util-linux python3-venv; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed \
        || missing+=("$package")
done
# Any of Debian's builds of nginx will do.
command -v nginx >/dev/null && missing=("${missing[@]/nginx-light/}")
read -ra missing <<<"${missing[*]}"
if ((${#missing[@]})); then
    echo "installing ${missing[*]}"
    apt-get update --quiet
    apt-get install --yes --no-install-recommends "${missing[@]}"
fi

venv=.venv-bench
stamp=$venv/requirements.installed
if ! cmp --silent Tests/Benchmarks/requirements.txt "$stamp"; then
    [[ -x $venv/bin/python ]] || python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement Tests/Benchmarks/requirements.txt
    cp Tests/Benchmarks/requirements.txt "$stamp"
fi
