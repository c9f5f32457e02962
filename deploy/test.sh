#!/usr/bin/env bash
# `make test` and `make lint` after the environment: the stages in order, each with its time; the first that fails ends
# the run and is named. `deploy/test.sh lint` runs the stages that need no test.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$PWD/.venv/bin
scratch=$(mktemp -d)
child=
trap 'rm -rf "$scratch"' EXIT
# A stage runs in the background, so that a signal reaches it at once and the cluster it may hold is cleared away.
trap '[ -z "$child" ] || { kill -TERM $child && wait $child; } 2>/dev/null || true; exit 130' INT TERM HUP

# The tests are about the code, not about whoever's settings: a scratch database each, nothing of the caller's.
unset SECRET_KEY FIELD_KEYS ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS MEDIA_ROOT DEMO_PASSWORD TLS LOG_LEVEL CONN_MAX_AGE
unset WEB_CONCURRENCY PYTEST_ADDOPTS
# What a killed test leaves lying goes with the rest.
export TMPDIR=$scratch
export DEBUG=1 DATABASE_URL="sqlite:///$scratch/scratch.sqlite3"

report=()
stage() {
    local name=$1 began=$SECONDS code=0
    shift
    echo
    echo "=== $name"
    "$@" <&0 &
    child=$!
    wait "$child" || code=$?
    child=
    if [ "$code" = 0 ]; then
        report+=("$(printf '%5d s  %s' $((SECONDS - began)) "$name")")
    else
        [ ${#report[@]} -eq 0 ] || printf '%s\n' "" "${report[@]}"
        echo "FAILED at stage: $name (exit $code, after $((SECONDS - began)) s)" >&2
        exit 1
    fi
}

# Two stages side by side, one for each core: each writes to a file that is shown when both have ended.
side_by_side() {
    local first=$1 second=$2 began=$SECONDS code_first=0 code_second=0
    echo
    echo "=== $first, beside it $second"
    shift 2
    "$1" >"$scratch/first.log" 2>&1 <&0 &
    local one=$!
    "$2" >"$scratch/second.log" 2>&1 <&0 &
    local two=$!
    child="$one $two"
    wait "$one" || code_first=$?
    wait "$two" || code_second=$?
    child=
    tail -n 40 "$scratch/first.log"
    tail -n 40 "$scratch/second.log"
    if [ "$code_first" != 0 ] || [ "$code_second" != 0 ]; then
        [ ${#report[@]} -eq 0 ] || printf '%s\n' "" "${report[@]}"
        [ "$code_first" = 0 ] || echo "FAILED at stage: $first (exit $code_first)" >&2
        [ "$code_second" = 0 ] || echo "FAILED at stage: $second (exit $code_second)" >&2
        exit 1
    fi
    report+=("$(printf '%5d s  %s' $((SECONDS - began)) "$first; $second")")
}
options=(-q --show-capture=no -p no:cacheprovider)
# Folders of the other lane are not even read: to collect their thousands of tests takes seconds.
elsewhere=(--ignore=tests/access --ignore=tests/pages --ignore=tests/browser)
# Two lanes of about the same length. What no database could change is marked "once" (tests/conftest.py) and left to
# SQLite; who may reach which address, and what each page costs, is of that kind and most of it.
records_on_both() {
    "$bin/pytest" "${options[@]}" "${elsewhere[@]}" --ignore=tests/reports && echo "SQLite: ${SECONDS} s" &&
        deploy/with-postgres.sh "$bin/pytest" "${options[@]}" "${elsewhere[@]}" -m "not once"
}
rights_then_in_the_browser() {
    "$bin/pytest" "${options[@]}" tests/access tests/pages tests/reports && echo "rights, pages and reports: ${SECONDS} s" &&
        "$bin/pytest" "${options[@]}" tests/browser
}

# What a production server would be told; throw-away secrets.
check_production() {
    env DEBUG=0 SECRET_KEY="$(head -c 48 /dev/urandom | base64 -w 0)" FIELD_KEYS="v1:$(head -c 32 /dev/urandom | base64 -w 0)" \
        ALLOWED_HOSTS=danvan.example "$bin/python" manage.py check --deploy --fail-level WARNING
}

stage "ruff check" "$bin/ruff" check .
stage "ruff format" "$bin/ruff" format --check .
stage "mypy" "$bin/mypy"
stage "manage.py check" "$bin/python" manage.py check --fail-level WARNING
stage "manage.py check --deploy" check_production
stage "migrations are complete" "$bin/python" manage.py makemigrations --check --dry-run
if [ "${1:-}" != lint ]; then
    side_by_side "pytest on SQLite, then on PostgreSQL" "rights, pages and reports on SQLite, then in the browser" \
        records_on_both rights_then_in_the_browser
fi

printf '%s\n' "" "${report[@]}" "$(printf '%5d s  in all' $SECONDS)"
