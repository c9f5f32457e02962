#!/usr/bin/env bash
# `make run` after the environment: tables, demo data, then serve. Everything here may be run again.
set -euo pipefail
cd "$(dirname "$0")/.."

export PORT=${PORT:-8000} DEBUG=${DEBUG:-1} DEMO_PASSWORD=${DEMO_PASSWORD:-danvan-demo-2022}
python=.venv/bin/python

# Before the work, not after it.
deploy/serve.sh --check-port

"$python" manage.py migrate --verbosity 0
if [ "${DEMO:-1}" = 1 ]; then
    "$python" manage.py demo || {
        echo "make run: không tạo được dữ liệu minh họa (lý do ở trên). Chạy không có dữ liệu minh họa: make run DEMO=0" >&2
        exit 1
    }
    export SHOW_LOGINS=1
fi
exec deploy/serve.sh
