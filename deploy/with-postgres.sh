#!/usr/bin/env bash
# Run a command beside a throw-away PostgreSQL cluster: deploy/with-postgres.sh COMMAND [ARGUMENT…]
#
# The command gets DATABASE_URL. The cluster listens on a socket in a temporary folder only; both are gone afterwards,
# whatever the command did. PG_FSYNC=on makes it keep its promises (for tests that kill it).
# deploy/with-postgres.sh --bindir prints where the server's programs are, or fails.
set -euo pipefail

# Debian keeps the server's programs out of PATH, in a folder for each version: the newest counts.
find_programs() {
    local folder
    for folder in \
        "$(pg_config --bindir 2>/dev/null || true)" \
        $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV) \
        "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
    echo "with-postgres: no PostgreSQL server here; on Debian and Ubuntu: apt-get install postgresql" >&2
    return 1
}

programs=$(find_programs)
if [ "${1:-}" = --bindir ]; then
    echo "$programs"
    exit
fi
[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT…]" >&2; exit 2; }

# /tmp and not TMPDIR: a socket's path holds 107 bytes, and the user postgres must be able to reach it.
folder=$(mktemp -d /tmp/danvan-pg.XXXXXX)
me=$(id -un)
as_server() { (cd "$folder" && "$@"); }
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    chown postgres "$folder"
    as_server() { (cd "$folder" && runuser -u postgres -- "$@"); }
fi

command_pid=
clean_up() {
    local code=$?
    trap - EXIT
    trap '' INT TERM HUP
    if [ -n "$command_pid" ] && kill -TERM "$command_pid" 2>/dev/null; then
        wait "$command_pid" || true
    fi
    if [ -s "$folder/data/postmaster.pid" ]; then
        # The data is thrown away: no need to write it out first. pg_ctl stops the pid of this very folder.
        as_server "$programs/pg_ctl" -D "$folder/data" -m immediate -w -s stop >/dev/null 2>&1 || true
    fi
    rm -rf "$folder"
    exit "$code"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

as_server "$programs/initdb" -D "$folder/data" --username="$me" --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }

cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0700
fsync = ${PG_FSYNC:-off}
synchronous_commit = ${PG_FSYNC:-off}
full_page_writes = ${PG_FSYNC:-off}
max_connections = 200
timezone = 'UTC'
CONF

as_server "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -s start \
    || { cat "$folder/server.log" >&2; exit 1; }

# The caller's own PG* variables would lead elsewhere.
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS
export PGUSER=$me
"$programs/createdb" --host="$folder" danvan

# In the background, so that a signal to this script is acted on at once.
export DATABASE_URL="postgres:///$folder/danvan"
"$@" <&0 &
command_pid=$!
code=0
wait "$command_pid" || code=$?
command_pid=
exit "$code"
