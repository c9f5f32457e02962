#!/usr/bin/env bash
# Compile the hash-locked requirements from pyproject.toml (`make lock`; `make lock UPGRADE=1` takes newer versions).
#
# The lists are universal (any platform, Python 3.11 and later) and carry no index host, no path and no find-links:
# whoever installs chooses where from, the hashes decide what.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    if command -v uv >/dev/null; then
        uv=uv
    else
        echo "lock: uv is not here; taking it into a temporary environment" >&2
        "${PYTHON:-python3}" -m venv "$scratch/venv"
        "$scratch/venv/bin/python" -m pip install --quiet uv
        uv=$scratch/venv/bin/uv
    fi
fi

compile() {
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --only-binary :all: --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" ${UPGRADE:+--upgrade} \
        --output-file "$@"
}

compile requirements/base.txt pyproject.toml
# The tests run on exactly the versions that serve.
compile requirements/test.txt --extra test --constraint requirements/base.txt pyproject.toml

if grep -nE '^[[:space:]]*(--(index-url|extra-index-url|find-links|trusted-host)|-[if] )|https?://|file:' requirements/*.txt; then
    echo "lock: the lines above name a host or a path" >&2
    exit 1
fi
