#!/usr/bin/env bash
# What the containers start.
#   prepare   makes the database, or updates the add-ons in it that changed; once
#   serve     runs one of any number of Odoo nodes
#   others    any command of Odoo, e.g. `docker compose run --rm odoo shell`
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
config=${ODOO_RC:-/etc/odoo/odoo.conf}

fail() {
    echo "japra: $*" >&2
    exit 1
}

# Secrets come by file, so that no `docker inspect` shows them.
if [ -n "${PGPASSWORD_FILE:-}" ]; then
    [ -s "$PGPASSWORD_FILE" ] || fail "the secret $PGPASSWORD_FILE is missing or empty"
    PGPASSWORD=$(<"$PGPASSWORD_FILE")
    export PGPASSWORD
fi
[ -n "${PGDATABASE:-}" ] || fail "PGDATABASE does not name the database"

# On another machine nothing but this loop waits for PostgreSQL.
deadline=$((SECONDS + ${PGWAIT:-60}))
until pg_isready --quiet --dbname=postgres; do
    [ $SECONDS -lt $deadline ] || fail "PostgreSQL at ${PGHOST:-localhost} does not answer"
    sleep 1
done

case "${1:-serve}" in
    prepare)
        cd "$root"
        exec python3 -m launcher.container
        ;;
    serve)
        [ $# -eq 0 ] || shift
        exec odoo server --config="$config" --database="$PGDATABASE" "$@"
        ;;
    shell)
        shift
        exec odoo shell --config="$config" --database="$PGDATABASE" --no-http "$@"
        ;;
    *)
        exec odoo "$@"
        ;;
esac
