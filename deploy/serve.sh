#!/usr/bin/env bash
# Serve on 127.0.0.1:$PORT: web server and background workers together, until TERM or INT; all end with this script.
# Two workers, so that a file that hangs holds up nobody else's (WORKERS=1 on a small machine).
# deploy/serve.sh --check-port only says whether the port is free.
#
# For trying out and for one small machine. A production server runs them as services of their own
# (deploy/danvan-web.service, deploy/danvan-worker@.service).
set -euo pipefail
cd "$(dirname "$0")/.."

export PORT=${PORT:-8000}
python=.venv/bin/python

check_port() {
    "$python" - "$PORT" <<'PY'
import errno, socket, sys

try:
    port = int(sys.argv[1])
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
except (ValueError, OverflowError):
    sys.exit(f"make run: PORT={sys.argv[1]} không phải là số cổng (1–65535).")
except OSError as error:
    if error.errno == errno.EADDRINUSE:
        sys.exit(f"make run: cổng {port} đang có chương trình khác dùng. Chọn cổng khác: make run PORT={port + 1}")
    sys.exit(f"make run: không mở được cổng {port}: {error.strerror}.")
PY
}

check_port
[ "${1:-}" = --check-port ] && exit

web=
workers=()
stopping=

stop() {
    stopping=1
    local pid
    for pid in $web "${workers[@]}"; do
        kill -TERM "$pid" 2>/dev/null || true
    done
}

clean_up() {
    local code=$? pid
    trap - EXIT
    trap '' INT TERM HUP
    stop
    wait $web "${workers[@]}" 2>/dev/null || true
    # A web server that was killed leaves its children behind.
    for pid in $web "${workers[@]}"; do
        kill -TERM -- "-$pid" 2>/dev/null || true
    done
    exit "$code"
}
trap clean_up EXIT
trap 'stop; exit 0' INT TERM HUP

# Each in a session of its own, so that Ctrl+C reaches this script alone and the worker is asked to stop once, not
# torn out of its task by a second signal; and with word from the kernel should this script be killed.
apart() { exec setpriv --pdeathsig TERM setsid "$@"; }

start_worker() {
    apart "$python" manage.py worker --no-startup-delay --no-reload &
    workers[$1]=$!
    worker_started=$SECONDS
}

alive() { kill -0 "$1" 2>/dev/null; }

apart "$python" -m gunicorn --config deploy/gunicorn.conf.py danvan.wsgi:application &
web=$!
for ((i = 0; i < ${WORKERS:-2}; i++)); do start_worker "$i"; done

ready() {
    "$python" - "$PORT" <<'PY' 2>/dev/null
import sys, urllib.request

with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthz", timeout=5) as answer:
    sys.exit(answer.status != 200)
PY
}

announce() {
    local deadline=$((SECONDS + 60))
    until ready; do
        alive "$web" || { echo "make run: máy chủ web không khởi động được (xem thông báo ở trên)." >&2; exit 1; }
        if [ "$SECONDS" -ge "$deadline" ]; then
            echo "make run: sau 60 giây http://127.0.0.1:$PORT/healthz vẫn chưa trả lời." >&2
            exit 1
        fi
        sleep 0.2
    done
    echo
    echo "Cổng dân vận đang chạy: http://127.0.0.1:$PORT/   (dừng: Ctrl+C)"
    if [ -n "${SHOW_LOGINS:-}" ]; then
        "$python" manage.py demo --logins || true
    fi
}
announce

# The web server is what this is about: when it ends, all ends. A worker that dies is started again, at growing
# distances while it keeps dying at once.
pause=1
while true; do
    wait -n "$web" "${workers[@]}" || true
    [ -z "$stopping" ] || exit 0
    if ! alive "$web"; then
        echo "make run: máy chủ web đã dừng." >&2
        exit 1
    fi
    for i in "${!workers[@]}"; do
        alive "${workers[i]}" && continue
        if [ $((SECONDS - worker_started)) -ge 60 ]; then pause=1; fi
        echo "make run: tiến trình nền đã dừng, khởi động lại sau $pause giây." >&2
        sleep "$pause"
        pause=$((pause < 30 ? pause * 2 : 30))
        start_worker "$i"
    done
done
