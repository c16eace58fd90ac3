#!/usr/bin/env bash
# Serves on this computer, the way production does: the database is made and migrated before workers start.
set -euo pipefail
cd "$(dirname "$0")/.."
export SURAT_DATA_DIR=${SURAT_DATA_DIR:-$PWD/data}
export SURAT_ENVIRONMENT=${SURAT_ENVIRONMENT:-development}
export SURAT_BIND=${SURAT_BIND:-127.0.0.1:${PORT:-8000}}
export SURAT_PUBLIC_URL=${SURAT_PUBLIC_URL:-http://localhost:${SURAT_BIND##*:}}
umask 077
.venv/bin/python -m courier_app.cli prepare
set -a
. "$SURAT_DATA_DIR/secrets/env"
set +a
exec .venv/bin/gunicorn wsgi:app
